package io.bcda.sandbox;

/**
 * The two loads of a world. A {@code _since} in an expected answer lies between them: after all of
 * the first and before any of the second.
 */
enum Stage {
  FIRST("stage-1"),
  SECOND("stage-2");

  private final String folder;

  Stage(String folder) {
    this.folder = folder;
  }

  String folder() {
    return folder;
  }
}
