package io.bcda.export;

import org.jspecify.annotations.Nullable;

/**
 * One file of a job that is finished, or that shows files while it runs.
 *
 * @param name last part of its URL, unique in the job
 * @param section where the manifest lists it
 * @param type FHIR type of its lines; null where they are of several, in blocks
 * @param lines NDJSON lines, at least one
 * @param plainBytes size before compression
 * @param storedBytes size as stored, gzip
 * @param plainSha256 hex digest of the plain form
 * @param storedSha256 hex digest of the stored form
 * @param page of the manifest, from 1
 */
public record ExportedFile(
    String name,
    Section section,
    @Nullable String type,
    long lines,
    long plainBytes,
    long storedBytes,
    String plainSha256,
    String storedSha256,
    int page) {

  /** The manifest's three lists. */
  public enum Section {
    OUTPUT,
    DELETED,
    ERROR
  }
}
