package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A person's claims that are delivered in edition after edition, from 1. Each claim tells its
 * edition by its day of service. Each odd edition deletes some of the claims, each even one brings
 * them back. One thread loads, any may ask.
 */
final class TestEditions {
  private static final LocalDate DAY_ZERO = LocalDate.of(2024, 3, 1);
  private final String name;
  private final String person;
  private final int size;
  private final int deletedByOdd;
  private volatile int begun;
  private volatile int loaded;

  /**
   * @param name begins the ids of these claims, and of no others
   * @param deletedByOdd how many claims each odd edition deletes
   */
  TestEditions(String name, String person, int size, int deletedByOdd) {
    this.name = name;
    this.person = person;
    this.size = size;
    this.deletedByOdd = deletedByOdd;
  }

  /** The newest whose load has begun; 0 for none. */
  int begun() {
    return begun;
  }

  /** The newest whose load is done; 0 for none. */
  int loaded() {
    return loaded;
  }

  void loadNext(ClaimsLoad loader, Path folder) {
    int edition = begun + 1;
    List<String> lines = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String id = name + i + "-" + person;
      if (isDeleted(i, edition)) {
        gone.add("ExplanationOfBenefit/" + id);
      } else {
        lines.add(TestLines.claim(id, person, DAY_ZERO.plusDays(edition).toString()));
      }
    }
    if (!gone.isEmpty()) {
      lines.add(TestLines.deletes(gone));
    }
    begun = edition;
    try {
      LoadReport report =
          loader.load(TestLoads.write(folder, name + edition + "-" + person + ".ndjson", lines));
      assertThat(report.state()).as(report.text()).isEqualTo(LoadState.DONE);
      assertThat(report.counts().refused()).as(report.text()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    loaded = edition;
  }

  private boolean isDeleted(int claim, int edition) {
    return edition % 2 == 1 && claim < deletedByOdd;
  }

  /** What is in the store when an edition has been loaded: ids with the edition of each. */
  Map<String, Integer> after(int edition) {
    Map<String, Integer> claims = new TreeMap<>();
    for (int i = 0; i < size && edition > 0; i++) {
      if (!isDeleted(i, edition)) {
        claims.put(name + i + "-" + person, edition);
      }
    }
    return claims;
  }

  /** Those of the claims that are of this delivery. */
  Map<String, Integer> of(Map<String, Integer> claims) {
    Map<String, Integer> own = new TreeMap<>(claims);
    own.keySet().removeIf(id -> !id.startsWith(name));
    return own;
  }

  static int edition(JsonNode claim) {
    String day = claim.at("/billablePeriod/end").asText();
    return (int) ChronoUnit.DAYS.between(DAY_ZERO, LocalDate.parse(day));
  }
}
