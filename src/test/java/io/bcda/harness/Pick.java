package io.bcda.harness;

import java.util.List;
import java.util.Random;

/** What a made-up request is made of, by chance. */
public final class Pick {
  private static final String ODD =
      "\0\t \r\n\"'%&+,;:=?#[]{}|\\/.<>*~^`0aZ\u007f\u0080\u00a0\u00c3\u00e9\u00ff";
  private final Random random;

  public Pick(Random random) {
    this.random = random;
  }

  public boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  public final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  public <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Odd characters, now and then very many. */
  public String odd() {
    int length = once(30) ? 20_000 : random.nextInt(12);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ODD.charAt(random.nextInt(ODD.length())));
    }
    return text.toString();
  }

  /** The text, or as often as not one that is damaged here and there. */
  public String damaged(String text) {
    if (random.nextBoolean() || text.isEmpty()) {
      return text;
    }
    StringBuilder damaged = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(damaged.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> damaged.insert(at, odd());
        case 1 -> damaged.setLength(at);
        case 2 -> damaged.append(damaged.substring(0, at));
        default -> damaged.insert(at, damaged.substring(at));
      }
    }
    return damaged.substring(0, Math.min(damaged.length(), 100_000));
  }
}
