package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineSampleTest {
  @TempDir Path folder;
  private List<NdjsonFile> files = List.of();

  /**
   * 2 people, 300 carrier claims and 100 of pharmacies in one file, 500 pharmacy claims in another.
   */
  @BeforeEach
  void write() throws IOException {
    List<String> one = new ArrayList<>();
    List<String> two = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      one.add(TestLines.patient("p" + i, "1S00E00AA01"));
    }
    for (int i = 0; i < 300; i++) {
      one.add(TestLines.claimOfKind("CARRIER"));
      one.add(i < 100 ? TestLines.claimOfKind("PDE") : "");
    }
    for (int i = 0; i < 500; i++) {
      two.add(TestLines.claimOfKind("PDE"));
    }
    files = List.of(file("one", one), file("two", two));
  }

  @Test
  void givenFiles_whenDrawn_thenRareKindsAreWholeAndTheOthersShareTheRest() throws IOException {
    LineSample sample = LineSample.draw(files, 100, 7);
    assertThat(sample.lines())
        .containsExactly(
            Map.entry(LineKind.PATIENT, 2L),
            Map.entry(LineKind.CARRIER, 300L),
            Map.entry(LineKind.PDE, 600L));
    assertThat(drawn(sample))
        .containsExactly(
            Map.entry(LineKind.PATIENT, 2),
            Map.entry(LineKind.CARRIER, 49),
            Map.entry(LineKind.PDE, 49));
  }

  @Test
  void givenTheSameSeed_whenDrawnAgain_thenTheSameLines_andOthersForAnother() throws IOException {
    assertThat(numbers(7)).isEqualTo(numbers(7)).hasSizeGreaterThan(50).isNotEqualTo(numbers(8));
  }

  @Test
  void givenMoreWantedThanThereAre_whenDrawn_thenAll() throws IOException {
    assertThat(drawn(LineSample.draw(files, 5000, 1)).values()).containsExactly(2, 300, 600);
  }

  @Test
  void givenLinesOfEverySort_whenLookedAt_thenTheirKind() {
    assertThat(kind("{\"resourceType\":\"Coverage\",\"type\":{}}")).isEqualTo(LineKind.COVERAGE);
    assertThat(kind(TestLines.claim("c", "p"))).isEqualTo(LineKind.OTHER_CLAIM);
    assertThat(kind(TestLines.claimOfKind("SNF"))).isEqualTo(LineKind.SNF);
    assertThat(kind(TestLines.claimOfKind("Patient"))).isEqualTo(LineKind.OTHER_CLAIM);
    assertThat(kind("{\"resourceType\":\"Group\"}")).isEqualTo(LineKind.OTHER);
    assertThat(kind("[]")).isEqualTo(LineKind.OTHER);
    assertThat(kind("{\"resourceType\":")).isEqualTo(LineKind.OTHER);
    assertThat(kind("")).isEqualTo(LineKind.OTHER);
  }

  private static LineKind kind(String line) {
    return LineKind.of(TestLines.line(line));
  }

  private Map<LineKind, Integer> drawn(LineSample sample) throws IOException {
    Map<LineKind, Integer> drawn = new EnumMap<>(LineKind.class);
    sample.read(files, (kind, line) -> drawn.merge(kind, 1, Integer::sum));
    return drawn;
  }

  private TreeSet<Long> numbers(long seed) throws IOException {
    TreeSet<Long> numbers = new TreeSet<>();
    LineSample.draw(files, 100, seed).read(files, (kind, line) -> numbers.add(line.number()));
    return numbers;
  }

  private NdjsonFile file(String name, List<String> lines) throws IOException {
    return new NdjsonFile(Files.write(folder.resolve(name), lines), 1 << 20);
  }
}
