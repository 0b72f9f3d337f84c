package io.bcda.auth;

/**
 * What a scope lets a client do with a type.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     App Launch 2.2, scopes</a>
 */
public enum Permission {
  CREATE('c'),
  /** Read, vread and the history of one resource. */
  READ('r'),
  /** Also an update that creates, by a client's own id. */
  UPDATE('u'),
  DELETE('d'),
  SEARCH('s');

  private final char letter;

  Permission(char letter) {
    this.letter = letter;
  }

  /** As a scope writes it. */
  char letter() {
    return letter;
  }
}
