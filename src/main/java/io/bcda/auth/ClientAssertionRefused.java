package io.bcda.auth;

/**
 * An assertion fails a check. Which one is for the audit trail and the log, never for the client.
 */
final class ClientAssertionRefused extends RuntimeException {
  /**
   * @param word the check, in a word or two
   */
  ClientAssertionRefused(String word) {
    super(word);
  }

  String word() {
    return String.valueOf(getMessage());
  }

  static void demand(boolean fulfilled, String otherwise) {
    if (!fulfilled) {
      throw new ClientAssertionRefused(otherwise);
    }
  }
}
