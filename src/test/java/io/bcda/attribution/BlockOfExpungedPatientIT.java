package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.CohortResolver.Resolution;
import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortWorld.Claim;
import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.attribution.Visibility.Span;
import io.bcda.store.Database;
import io.bcda.store.ResourceCursor;
import io.bcda.store.ResourceCursor.Belonging;
import io.bcda.store.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Patient who is expunged while an export runs: their claims are still theirs. */
class BlockOfExpungedPatientIT {
  private static final String ACO = "SBXAA001";
  private static final Instant BEGIN = Instant.parse("2052-06-10T12:00:00Z");
  private static final String MBI = TestArchive.mbi(1);

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenAPatientExpungedSince_whenTheirRowsAreRead_thenEachTellsWhoseItIs(Database database) {
    try (CohortRoom room = new CohortRoom(database)) {
      room.begin(BEGIN);
      room.aco(ACO, CohortWorld.LOOKING_BACK);
      room.patient("p1", Set.of(MBI));
      LocalDate day = LocalDate.of(2052, 1, 2);
      room.claim(new Claim("e1", ResourceKind.EXPLANATION_OF_BENEFIT, "p1", day, false));
      room.roster(
          new Delivered(
              ACO,
              RosterKind.CURRENT,
              2052,
              BEGIN.minus(Duration.ofDays(1)),
              List.of(MBI),
              Map.of()));
      Resolution found =
          room.bean(CohortResolver.class).resolve(ACO, Scope.ALL, Optional.empty(), room.issue());
      room.expunge("p1");

      List<Belonging> read = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      room.bean(ResourceCursor.class)
          .read(
              room.bean(Visibility.class)
                  .blocks(found.cohort(), EnumSet.allOf(ResourceKind.class), new Span(1, 9)),
              row -> {
                ids.add(row.fhirId() + (row.body() == null ? " expunged" : ""));
                return read.add(row.belonging());
              });

      assertThat(ids).containsExactly("p1 expunged", "e1");
      assertThat(read)
          .containsExactly(
              new Belonging(ResourceKind.PATIENT, "p1"),
              new Belonging(ResourceKind.EXPLANATION_OF_BENEFIT, "p1"));
    }
  }
}
