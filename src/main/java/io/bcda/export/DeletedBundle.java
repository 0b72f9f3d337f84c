package io.bcda.export;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One line of a deleted file: a transaction Bundle of DELETEs (Bulk Data STU2, "deleted"). */
final class DeletedBundle {
  private static final int ENTRIES = 1000;
  private final List<String> urls = new ArrayList<>();

  /** Adds {@code Type/id}; true if the line is full. */
  boolean add(String url) {
    urls.add(url);
    return urls.size() == ENTRIES;
  }

  boolean isEmpty() {
    return urls.isEmpty();
  }

  /** The line, without its end; ids hold nothing that JSON would escape. */
  String drain() {
    String entries =
        urls.stream()
            .map(url -> "{\"request\":{\"method\":\"DELETE\",\"url\":\"" + url + "\"}}")
            .collect(Collectors.joining(","));
    urls.clear();
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}";
  }
}
