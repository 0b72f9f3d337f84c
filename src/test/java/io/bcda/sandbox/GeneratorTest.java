package io.bcda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

  @TempDir Path folder;

  @Test
  void givenSameArguments_whenWrittenInOtherZoneAndTongue_thenSameBytes() throws Exception {
    Path one = write("one", new WorldSpec(3, 40, 1, DAY));
    TimeZone zone = TimeZone.getDefault();
    Locale locale = Locale.getDefault();
    Path two;
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      two = write("two", new WorldSpec(3, 40, 1, DAY));
    } finally {
      TimeZone.setDefault(zone);
      Locale.setDefault(locale);
    }

    List<Path> files = WorldOnDisk.files(one);
    assertThat(files).hasSizeGreaterThan(50);
    assertThat(WorldOnDisk.files(two)).hasSameSizeAs(files);
    for (Path file : files) {
      assertThat(two.resolve(one.relativize(file).toString())).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void givenAnotherSeed_whenWritten_thenOtherClaims() throws Exception {
    Path one = write("one", new WorldSpec(3, 40, 1, DAY));
    Path two = write("two", new WorldSpec(4, 40, 1, DAY));

    String claims = "stage-1/claims/ExplanationOfBenefit-1.ndjson.gz";
    assertThat(Files.mismatch(one.resolve(claims), two.resolve(claims))).isNotNegative();
  }

  @Test
  void givenMorePeople_whenWritten_thenTheFirstAreAsTheyWere() throws Exception {
    Set<String> few = lines(write("few", new WorldSpec(3, 40, 1, DAY)));
    Set<String> many = lines(write("many", new WorldSpec(3, 60, 1, DAY)));

    assertThat(many).containsAll(few).hasSizeGreaterThan(few.size());
  }

  @Test
  void givenMoreYears_whenWritten_thenMoreClaims() throws Exception {
    Set<String> one = lines(write("one", new WorldSpec(3, 40, 1, DAY)));
    Set<String> three = lines(write("three", new WorldSpec(3, 40, 3, DAY)));

    assertThat(three.size()).isGreaterThan(2 * one.size());
  }

  @Test
  void givenManifest_whenRead_thenNamesEveryOtherFile() throws Exception {
    Path home = write("one", new WorldSpec(3, 40, 1, DAY));
    String manifest = Files.readString(home.resolve("manifest.json"));

    for (Path file : WorldOnDisk.files(home)) {
      String name = home.relativize(file).toString();
      if (!name.equals("manifest.json")) {
        assertThat(manifest).contains("\"" + name + "\"");
      }
    }
  }

  private Path write(String name, WorldSpec spec) throws Exception {
    Path home = folder.resolve(name);
    new Generator(spec).write(home);
    return home;
  }

  private static Set<String> lines(Path home) {
    Set<String> lines = new HashSet<>();
    new WorldOnDisk(home).lines("stage-1", lines::add);
    return lines;
  }
}
