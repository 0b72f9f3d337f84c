package io.bcda.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** A finished export file: one gzip member. */
public interface StoredFile {

  /** Size as stored. */
  long storedBytes();

  /**
   * The stored bytes from an offset to the end. The stream reads on though the file is deleted
   * meanwhile.
   *
   * @throws java.nio.file.NoSuchFileException if the file is gone
   */
  InputStream stored(long offset) throws IOException;

  /**
   * The plain bytes from an offset to the end. Inflates from the last segment that begins at or
   * before it, from the file's start if the index is missing or damaged. The stream reads on though
   * the file is deleted meanwhile.
   *
   * @throws java.nio.file.NoSuchFileException if the file is gone
   */
  InputStream plain(long offset) throws IOException;

  /** Whether the file is still in the store. */
  boolean isStored();

  /** The file itself where it is one; the stored bytes are sent by {@link #stored}. */
  Optional<Path> path();
}
