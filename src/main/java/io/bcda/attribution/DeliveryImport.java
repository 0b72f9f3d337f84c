package io.bcda.attribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Loads delivered files of one sort. */
interface DeliveryImport {

  /** What a file's name tells; nothing, if it is no name of this sort of files. */
  DeliveryFacts toldBy(String name);

  /** The ACO in a file's name, if there is one and it is known. */
  Optional<String> knownAcoIn(String name);

  /**
   * Loads a file whole, or throws and loads nothing.
   *
   * @return what was loaded; empty if the same bytes were loaded by another meanwhile
   * @throws io.bcda.refusal.Refusal if the file is refused
   * @throws IOException if it cannot be read now
   */
  Optional<Delivery> load(Path file, DeliveryRun run) throws IOException;
}
