package io.bcda.loading;

import io.bcda.store.ResourceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The order in which files that lie ready together are taken: Patients, then Coverages, then the
 * rest, because those refer to Patients; among the same, by name, so that a later delivery wins.
 * What a file holds its first line tells, else its name.
 */
final class DeliveryOrder {
  private static final int PEEKED_LINE = 1 << 20;

  private DeliveryOrder() {}

  static List<Path> of(List<Path> files) {
    return files.stream()
        .map(file -> new Ranked(file, rank(file)))
        .sorted(Comparator.comparingInt(Ranked::rank).thenComparing(r -> r.file().getFileName()))
        .map(Ranked::file)
        .toList();
  }

  private static int rank(Path file) {
    ResourceKind kind =
        peek(file).or(() -> named(file)).orElse(ResourceKind.EXPLANATION_OF_BENEFIT);
    return switch (kind) {
      case PATIENT -> 0;
      case COVERAGE -> 1;
      case EXPLANATION_OF_BENEFIT -> 2;
    };
  }

  private static Optional<ResourceKind> peek(Path file) {
    try (NdjsonLines lines = new NdjsonFile(file, PEEKED_LINE).lines()) {
      return lines.next().flatMap(line -> LineSniff.of(line).kind());
    } catch (IOException e) {
      return Optional.empty(); // loading it will say why
    }
  }

  private static Optional<ResourceKind> named(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    for (ResourceKind kind : ResourceKind.values()) {
      if (name.contains(kind.fhirType().toLowerCase(Locale.ROOT))) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private record Ranked(Path file, int rank) {}
}
