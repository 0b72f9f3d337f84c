package io.bcda.attribution;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which preferences count by the day on which they take effect, UTC, both inclusive.
 *
 * @param from null where preferences do not lapse
 */
public record PreferenceWindow(@Nullable LocalDate from, LocalDate until) {

  /** Days after which a preference lapses; only where {@code from} is set. */
  long days() {
    return ChronoUnit.DAYS.between(Objects.requireNonNull(from), until);
  }
}
