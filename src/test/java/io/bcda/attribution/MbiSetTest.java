package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MbiSetTest {

  @Test
  void givenRandomStrings_whenAdded_thenAnswersAsASetDoes() {
    Random random = new Random(42);
    Set<String> expected = new HashSet<>();
    MbiSet set = new MbiSet(50_000);
    for (int i = 0; i < 50_000; i++) {
      String mbi = random(random);
      assertThat(set.add(mbi)).as(mbi).isEqualTo(expected.add(mbi));
    }
  }

  @Test
  void givenMoreThanExpected_whenAdded_thenGrowsAndForgetsNone() {
    Random random = new Random(43);
    Set<String> expected = new HashSet<>();
    MbiSet set = new MbiSet(1);
    for (int i = 0; i < 50_000; i++) {
      String mbi = random(random);
      assertThat(set.add(mbi)).as(mbi).isEqualTo(expected.add(mbi));
    }
    assertThat(expected).hasSizeGreaterThan(10_000).noneMatch(set::add);
  }

  @Test
  void givenAsManyAsExpected_whenAdded_thenRoomForAll() {
    for (int expected : new int[] {1, 7, 8, 1000, 1024}) {
      MbiSet set = new MbiSet(expected);
      for (int i = 0; i < expected; i++) {
        assertThat(set.add(TestArchive.mbi(i))).isTrue();
      }
      assertThat(set.add(TestArchive.mbi(0))).isFalse();
    }
  }

  @Test
  void givenEmptyOrLonger_whenAdded_thenRefused() {
    assertThatThrownBy(() -> new MbiSet(1).add("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MbiSet(1).add("123456789012"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String random(Random random) {
    StringBuilder mbi = new StringBuilder();
    int length = 1 + random.nextInt(11);
    for (int i = 0; i < length; i++) {
      mbi.append((char) ('!' + random.nextInt(i < 8 ? 3 : 90)));
    }
    return mbi.toString();
  }
}
