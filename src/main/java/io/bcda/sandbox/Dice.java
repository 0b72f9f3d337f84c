package io.bcda.sandbox;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance, repeatable: one stream for each (seed, purpose, number), so that people and claims do not
 * depend on each other's order or count. Only integer draws and {@link StrictMath}: the same on
 * every machine.
 */
final class Dice {
  /** What a stream is for; a new purpose leaves the others' draws as they are. */
  enum Purpose {
    PERSON,
    MEMBERSHIP,
    CLAIMS,
    CONTENT,
    SUBSTANCE_USE
  }

  private final SplittableRandom random;

  Dice(long seed, Purpose purpose, long number) {
    this.random = new SplittableRandom(mix(mix(mix(seed) + purpose.ordinal()) + number));
  }

  /** 0 to bound - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** True in so many of a thousand cases. */
  boolean permille(int chance) {
    return below(1000) < chance;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** Mostly the first, in 7 of 10 cases; else any of the others. */
  <T> T mostlyFirst(List<T> choices) {
    if (choices.size() == 1 || below(10) < 7) {
      return choices.get(0);
    }
    return choices.get(1 + below(choices.size() - 1));
  }

  /** Any day from first to last, both inclusive; the first when last lies before it. */
  LocalDate day(LocalDate first, LocalDate last) {
    long days = ChronoUnit.DAYS.between(first, last);
    return days <= 0 ? first : first.plusDays(random.nextLong(days + 1));
  }

  /** So many decimal digits, the first not zero. */
  String digits(int count) {
    StringBuilder digits = new StringBuilder(count).append((char) ('1' + below(9)));
    while (digits.length() < count) {
      digits.append((char) ('0' + below(10)));
    }
    return digits.toString();
  }

  /** A count about this mean (Poisson). */
  int count(double mean) {
    int sum = 0;
    double left = mean;
    while (left > 0) {
      // exp(-500) is near the smallest normal double: take large means in parts.
      sum += smallCount(Math.min(left, 100));
      left -= 100;
    }
    return sum;
  }

  /** 1 and more: another with this chance in a thousand, at most so many. */
  int runLength(int permille, int most) {
    int length = 1;
    while (length < most && permille(permille)) {
      length++;
    }
    return length;
  }

  /** How much more or less than the mean somebody uses: exponential, mean 1, long-tailed. */
  double appetite() {
    return -StrictMath.log((below(1_000_000) + 0.5) / 1_000_000);
  }

  private int smallCount(double mean) {
    double limit = StrictMath.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }

  // The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
  // Generators, OOPSLA 2014).
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
