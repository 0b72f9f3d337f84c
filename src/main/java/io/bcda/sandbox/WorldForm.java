package io.bcda.sandbox;

/**
 * How a world is written down. It changes nothing of who is in it and what an export must hold.
 *
 * @param detail how much of each resource
 * @param fileLines the most lines of one NDJSON file, at least {@value #FEWEST_LINES}; {@value
 *     #UNCUT} for one file of each type, but claims in files of about 64 MiB
 */
record WorldForm(Detail detail, int fileLines) {
  static final int UNCUT = 0;
  static final int FEWEST_LINES = 100;
  static final WorldForm USUAL = new WorldForm(Detail.FULL, UNCUT);

  WorldForm {
    if (fileLines != UNCUT && fileLines < FEWEST_LINES) {
      throw new IllegalArgumentException(
          "--file-lines must be at least %d, not %d".formatted(FEWEST_LINES, fileLines));
    }
  }
}
