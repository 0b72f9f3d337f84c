package io.bcda.files;

/**
 * What a finished file holds.
 *
 * @param lines lines, each ended by LF
 * @param plainBytes size before compression
 * @param storedBytes size as stored, gzip
 * @param plainSha256 hex digest of the plain bytes
 * @param storedSha256 hex digest of the stored bytes
 */
public record WrittenFile(
    long lines, long plainBytes, long storedBytes, String plainSha256, String storedSha256) {}
