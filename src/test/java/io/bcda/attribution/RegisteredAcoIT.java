package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.aco.AcoRegistry;
import io.bcda.refusal.Refusal;
import io.bcda.store.Database;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;

/** An ACO is registered and on the audit trail, or neither. */
class RegisteredAcoIT {

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenATrailThatCannotBeWritten_whenAnAcoIsRegistered_thenThereIsNone(Database database) {
    try (AttributionDatabase room = AttributionDatabase.open(database)) {
      AcoTerms terms = room.bean(AcoTerms.class);
      room.db().execute("ALTER TABLE audit_event RENAME TO gone");
      assertThatThrownBy(() -> terms.register("A0001", "An ACO", "SSP", "made"))
          .isInstanceOf(DataAccessException.class);
      room.db().execute("ALTER TABLE gone RENAME TO audit_event");
      assertThat(room.bean(AcoRegistry.class).find("A0001")).isEmpty();

      terms.register("A0001", "An ACO", "SSP", "made");
      assertThatThrownBy(() -> terms.register("A0001", "An ACO", "SSP", "made again"))
          .isInstanceOf(Refusal.class);
      assertThat(room.db().queryForList("SELECT outcome FROM audit_event", String.class))
          .containsExactly("made");
    }
  }
}
