package io.bcda.loading;

import io.bcda.inbox.InboxDoor;
import io.bcda.inbox.Whereabouts;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The claims inbox as seen from outside: files are put in, and what became of them is told. */
public final class ClaimsFiles {
  private static final Pattern NAME =
      Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._-]{0,180}\\.ndjson(\\.gz)?");
  private final InboxDoor door;

  ClaimsFiles(InboxDoor door) {
    this.door = door;
  }

  /**
   * Puts a file into the inbox, whole or not at all. It is loaded when its turn comes.
   *
   * @throws Refusal MALFORMED if the name is not that of a claims file; BUSY if a file of that name
   *     waits or is being loaded
   * @throws IOException if it cannot be read or written to its end; then nothing was put in
   */
  public void put(String name, InputStream content) throws IOException {
    if (!isName(name)) {
      throw new Refusal(
          Reason.MALFORMED,
          "The name of a claims file ends in .ndjson or .ndjson.gz and holds letters, digits, dots,"
              + " hyphens and underscores only");
    }
    if (!door.put(name, content)) {
      throw new Refusal(Reason.BUSY, "A file of this name waits in the inbox or is being loaded");
    }
  }

  /** Where the newest file of a name is; empty if there is none. */
  public Optional<Whereabouts> find(String name) {
    try {
      return isName(name) ? door.find(name) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the claims inbox cannot be read", e);
    }
  }

  /** A folder, or a way out of one, is no name. */
  private static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
