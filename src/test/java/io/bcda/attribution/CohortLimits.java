package io.bcda.attribution;

import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.attribution.CohortWorld.Limit;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Ends of participations, made at random, near to days on which something depends. */
final class CohortLimits {
  private final Random random;

  CohortLimits(Random random) {
    this.random = random;
  }

  /**
   * How the participation of an ACO ends.
   *
   * @param last a roster of the ACO, which counts then or just does not; null for none
   */
  Limit limit(String aco, LocalDate today, @Nullable Delivered last) {
    LocalDate file = last == null ? today : LocalDate.ofInstant(last.file(), ZoneOffset.UTC);
    LocalDate ended =
        pick(
            List.of(
                file,
                file.minusDays(1),
                today,
                today.minusDays(random.nextInt(4)),
                today.plusDays(1),
                LocalDate.of(today.getYear() - 1, 12, 31),
                LocalDate.of(today.getYear(), 1, 1),
                LocalDate.of(today.getYear() - 2, 12, 30)));
    return new Limit(
        aco, ended, random.nextInt(4) > 0, random.nextInt(3) > 0, access(today, ended));
  }

  /** No such day, one to come, one that has passed, or one that makes no sense. */
  private @Nullable LocalDate access(LocalDate today, LocalDate ended) {
    LocalDate later = today.isAfter(ended) ? today : ended;
    LocalDate none = null;
    return pick(
        Arrays.asList(
            none,
            none,
            none,
            later,
            later.plusDays(2),
            later.plusDays(90),
            random.nextBoolean() ? ended : ended.minusDays(1)));
  }

  private <T extends @Nullable Object> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
