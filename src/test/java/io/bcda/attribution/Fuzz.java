package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.Damage;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/**
 * Gives a parser thousands of damaged files. Each must yield a result or a refusal that tells no
 * MBI, and the same whether its bytes come at once or in drops. Round n is repeatable: its number
 * is the seed. With {@code -Dbcda.fuzz.seconds=60} it goes on for that time.
 */
final class Fuzz {
  private static final int ROUNDS = 2_000;
  private static final Duration LONGER = Duration.ofSeconds(Long.getLong("bcda.fuzz.seconds", 0));
  private static final String MBI = "1S00E00AA";

  private Fuzz() {}

  /** A parser and what it returns. */
  @FunctionalInterface
  interface Parser {
    Object parse(InputStream file) throws IOException;
  }

  /**
   * @param valid a file whose MBIs begin with 1S00E00AA
   */
  static void run(String valid, Parser parser) {
    byte[] bytes = valid.getBytes(StandardCharsets.ISO_8859_1);
    long start = System.nanoTime();
    int refused = 0;
    int round = 0;
    while (round < ROUNDS || System.nanoTime() - start < LONGER.toNanos()) {
      Random random = new Random(round++);
      byte[] damaged = Damage.some(bytes, random);
      Object outcome = outcome(round, parser, new ByteArrayInputStream(damaged));
      refused += outcome instanceof String ? 1 : 0;
      assertThat(outcome(round, parser, new Drops(damaged, random)))
          .as("round %d in drops", round)
          .isEqualTo(outcome);
    }
    assertThat(refused).isBetween(round / 4, round - round / 200);
  }

  private static Object outcome(int round, Parser parser, InputStream file) {
    try {
      return parser.parse(file);
    } catch (Refusal refusal) {
      assertThat(refusal.reason()).as("round %d", round).isEqualTo(Reason.MALFORMED);
      assertThat(refusal.detail()).as("round %d", round).doesNotContain(MBI);
      return refusal.detail();
    } catch (IOException | RuntimeException e) {
      throw new AssertionError("round " + round, e);
    }
  }

  /** Gives a few bytes at a time. */
  private static final class Drops extends ByteArrayInputStream {
    private final Random random;

    Drops(byte[] bytes, Random random) {
      super(bytes);
      this.random = random;
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) {
      return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(700)));
    }
  }
}
