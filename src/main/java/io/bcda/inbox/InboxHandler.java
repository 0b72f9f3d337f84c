package io.bcda.inbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What happens to the files of one inbox. Called by one thread at a time. */
@FunctionalInterface
public interface InboxHandler {
  /**
   * Takes one file, which is this node's alone while the call lasts, and ends with {@link
   * Inbox#done} or {@link Inbox#rejected}. If it throws, or ends without either, the file goes back
   * to the inbox and is tried again later; so taking a file twice must do no harm.
   *
   * @param file the claimed file, under its own name in a folder of its own
   * @throws IOException if the file cannot be read now; it is tried again
   */
  void take(Path file) throws IOException;

  /**
   * Whether a file of {@link #inTurn} may be taken at this moment, which is asked just before. One
   * that may not stays and is asked for again at the next look.
   */
  default boolean mayTake(Path file) {
    return true;
  }

  /**
   * Which of the files to take in this look, and in which order.
   *
   * @param ready complete files, by name
   */
  default List<Path> inTurn(List<Path> ready) {
    return ready;
  }
}
