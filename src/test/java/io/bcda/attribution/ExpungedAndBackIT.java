package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.CohortRoom.Answer;
import io.bcda.attribution.CohortWorld.Claim;
import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.store.Database;
import io.bcda.store.IssuedTime;
import io.bcda.store.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A resource that is taken away whole and comes again under its id is not listed as deleted. */
class ExpungedAndBackIT {
  private static final String ACO = "SBXAA001";
  private static final Instant BEGIN = Instant.parse("2052-06-10T12:00:00Z");
  private static final String MBI = TestArchive.mbi(1);

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenExpungedAndWrittenAgain_whenExportedSince_thenInOutputOnly(Database database) {
    try (CohortRoom room = new CohortRoom(database)) {
      room.begin(BEGIN);
      room.aco(ACO, CohortWorld.LOOKING_BACK);
      room.patient("p1", Set.of(MBI));
      room.claim(claim("back"));
      room.claim(claim("gone"));
      room.roster(
          new Delivered(
              ACO,
              RosterKind.CURRENT,
              2052,
              BEGIN.minus(Duration.ofDays(1)),
              List.of(MBI),
              Map.of()));
      Instant then = room.pass(Duration.ofDays(1)).at();
      room.expunge("back");
      room.expunge("gone");
      room.claim(claim("back"));

      for (Scope scope : List.of(Scope.ALL, Scope.EVERYBODY)) {
        IssuedTime now = room.issue();
        Answer answer = room.answer(ACO, scope, Optional.of(then), now, 1);
        assertThat(answer.output()).containsOnlyKeys("back");
        assertThat(answer.deleted()).containsExactly("gone");
      }
    }
  }

  private static Claim claim(String id) {
    return new Claim(
        id, ResourceKind.EXPLANATION_OF_BENEFIT, "p1", LocalDate.of(2052, 1, 2), false);
  }
}
