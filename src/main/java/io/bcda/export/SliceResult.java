package io.bcda.export;

import io.bcda.files.WrittenFile;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt at a slice came to.
 *
 * @param resources resources written
 * @param expunged rows without a body, left out
 * @param optedOut rows of people who opted out since the job's time, left out
 * @param filtered rows that the job's selection leaves out
 * @param omitted these people, by ordinal, with or without rows
 * @param name of the file; null if no line was written
 * @param type FHIR type of the file's lines; null if they are of several, or none was written
 * @param written the file; null if no line was written
 */
record SliceResult(
    long resources,
    long expunged,
    long optedOut,
    long filtered,
    SortedSet<Integer> omitted,
    @Nullable String name,
    @Nullable String type,
    @Nullable WrittenFile written) {

  /** Rows that are accounted for. */
  long rows() {
    return resources + expunged + optedOut + filtered;
  }
}
