package io.bcda.harness;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** One kind of damage to bytes, at random. */
public enum Damage {
  FLIP {
    @Override
    byte[] damage(byte[] file, Random random) {
      byte[] copy = file.clone();
      copy[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      return copy;
    }
  },
  PUT {
    @Override
    byte[] damage(byte[] file, Random random) {
      byte[] copy = file.clone();
      copy[random.nextInt(file.length)] = odd(random);
      return copy;
    }
  },
  CUT_OFF {
    @Override
    byte[] damage(byte[] file, Random random) {
      return Arrays.copyOf(file, 1 + random.nextInt(file.length));
    }
  },
  LEAVE_OUT {
    @Override
    byte[] damage(byte[] file, Random random) {
      int at = random.nextInt(file.length);
      int to = Math.min(file.length, at + 1 + random.nextInt(20));
      return to - at == file.length ? file : joined(file, at, new byte[0], to);
    }
  },
  REPEAT {
    @Override
    byte[] damage(byte[] file, Random random) {
      int at = random.nextInt(file.length);
      int to = Math.min(file.length, at + 1 + random.nextInt(1000));
      return joined(file, to, Arrays.copyOfRange(file, at, to), to);
    }
  },
  INSERT_RUN {
    @Override
    byte[] damage(byte[] file, Random random) {
      byte[] run = new byte[1 << random.nextInt(random.nextInt(20) == 0 ? 18 : 8)];
      Arrays.fill(run, odd(random));
      int at = random.nextInt(file.length);
      return joined(file, at, run, at);
    }
  };

  private static final byte[] ODD =
      "\0\t\n\r \",;019AHMNSTYxyz\u007f\u0085\u00a0\u00c3\u00e9\u00ff"
          .getBytes(StandardCharsets.ISO_8859_1);

  abstract byte[] damage(byte[] file, Random random);

  /** One to three of them. */
  public static byte[] some(byte[] file, Random random) {
    byte[] damaged = file;
    for (int i = random.nextInt(3); i >= 0; i--) {
      damaged = values()[random.nextInt(values().length)].damage(damaged, random);
    }
    return damaged;
  }

  private static byte odd(Random random) {
    return ODD[random.nextInt(ODD.length)];
  }

  private static byte[] joined(byte[] file, int to, byte[] middle, int from) {
    byte[] joined = Arrays.copyOf(file, to + middle.length + file.length - from);
    System.arraycopy(middle, 0, joined, to, middle.length);
    System.arraycopy(file, from, joined, to + middle.length, file.length - from);
    return joined;
  }
}
