package io.bcda.attribution;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which preferences count by the day on which they take effect, UTC, both inclusive.
 *
 * @param from null where preferences do not lapse
 */
public record PreferenceWindow(@Nullable LocalDate from, LocalDate until) {}
