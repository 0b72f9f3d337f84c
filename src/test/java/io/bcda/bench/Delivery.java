package io.bcda.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that are loaded together.
 *
 * @param name unique; the files' names begin with it
 * @param files in the order in which they are delivered
 * @param resources lines of all files
 * @param bytes of all lines, unpacked, with their ends
 * @param changed how many of them differ from what a delivery before brought
 */
record Delivery(String name, List<Path> files, long resources, long bytes, long changed) {
  Delivery {
    files = List.copyOf(files);
  }

  /** The same bytes, by other names. */
  Delivery again() throws IOException {
    List<Path> copies = new ArrayList<>();
    for (Path file : files) {
      String own = file.getFileName().toString().substring(name.length());
      copies.add(Files.copy(file, file.resolveSibling("again" + own)));
    }
    return new Delivery("again", copies, resources, bytes, 0);
  }
}
