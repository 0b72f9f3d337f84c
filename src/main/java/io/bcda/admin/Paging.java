package io.bcda.admin;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit at most so many, 1 to 1000
 * @param after what {@code next} of the page before said; empty for the first page
 */
record Paging(int limit, Optional<String> after) {
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  /**
   * @throws ApiFault 400 if the limit is none
   */
  static Paging of(@Nullable String limit, @Nullable String after) {
    boolean number = limit == null || limit.matches("[0-9]{1,4}");
    int asked = limit == null ? USUAL : number ? Integer.parseInt(limit) : 0;
    if (asked < 1 || asked > MOST) {
      throw new ApiFault(400, "limit is a number from 1 to " + MOST);
    }
    return new Paging(asked, Optional.ofNullable(after));
  }

  /**
   * The number after which the page begins, in lists that are ordered by one.
   *
   * @throws ApiFault 400 if it is none
   */
  OptionalLong number() {
    after
        .filter(a -> !a.matches("[0-9]{1,18}"))
        .ifPresent(
            a -> {
              throw unknown();
            });
    return after.map(Long::parseLong).map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  static ApiFault unknown() {
    return new ApiFault(400, "after is what next of the page before says");
  }

  /**
   * A page of a list that is there as a whole.
   *
   * @throws ApiFault 400 if nothing in it has the key after which the page begins
   */
  <T, V> Page<V> of(List<T> all, Function<T, String> key, Function<T, V> view) {
    int from = 0;
    if (after.isPresent()) {
      List<String> keys = all.stream().map(key).toList();
      from = keys.indexOf(after.get()) + 1;
      if (from == 0) {
        throw unknown();
      }
    }
    return page(all.subList(from, Math.min(all.size(), from + limit + 1)), key, view);
  }

  /** How many to ask a room for: one more than are shown tells whether there is a next page. */
  int toAsk() {
    return limit + 1;
  }

  /**
   * @param some those after the place, as many as {@link #toAsk} or, at the end, fewer
   */
  <T, V> Page<V> page(List<T> some, Function<T, String> key, Function<T, V> view) {
    List<T> shown = some.subList(0, Math.min(limit, some.size()));
    Optional<String> next =
        some.size() > limit
            ? Optional.of(key.apply(shown.get(shown.size() - 1)))
            : Optional.empty();
    return new Page<>(shown.stream().map(view).toList(), next);
  }

  /**
   * Part of a list.
   *
   * @param next what {@code after} of the next page is; empty at the end
   */
  record Page<V>(List<V> items, Optional<String> next) {}
}
