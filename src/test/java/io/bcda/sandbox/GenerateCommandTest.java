package io.bcda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateCommandTest {
  // Already the 24th in Tokyo: the default day must be UTC's.
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T23:30:00Z"), ZoneId.of("Asia/Tokyo"));

  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void givenAllOptions_whenRun_thenWorldIsWritten() throws Exception {
    Path out = folder.resolve("a/b");

    int exit =
        run(
            "generate",
            "--out",
            out.toString(),
            "--seed",
            "9",
            "--people=30",
            "--years",
            "1",
            "--as-of",
            "2026-03-01");

    assertThat(exit).isEqualTo(GenerateCommand.OK);
    assertThat(Files.readString(out.resolve("manifest.json")))
        .contains("\"seed\" : 9", "\"people\" : 30", "\"asOf\" : \"2026-03-01\"");
  }

  @Test
  void givenNoDate_whenRun_thenTodayInUtc() throws Exception {
    assertThat(run("--out", folder.toString(), "--people", "30")).isEqualTo(GenerateCommand.OK);

    assertThat(Files.readString(folder.resolve("manifest.json"))).contains("2026-11-23");
  }

  @Test
  void givenACountOfClaims_whenRun_thenAsManyPeopleAsItTakes() throws Exception {
    Path out = folder.resolve("counted");

    assertThat(
            run(
                "--out=" + out,
                "--claims-count=10000",
                "--claims=lean",
                "--file-lines=4000",
                "--as-of=2026-11-23"))
        .isEqualTo(GenerateCommand.OK);

    List<Integer> lines = new ArrayList<>();
    for (Path file : WorldOnDisk.files(out.resolve("stage-1/claims"))) {
      if (file.getFileName().toString().startsWith("Explanation")) {
        lines.add(WorldOnDisk.lines(file).size());
      }
    }
    assertThat(lines).hasSize(3).startsWith(4000, 4000);
    assertThat(lines.get(2)).isBetween(2000, 2800); // at most one person's more
    assertThat(Files.readString(out.resolve("manifest.json")))
        .contains("\"claims\" : \"lean\"", "\"fileLines\" : 4000");
  }

  @Test
  void givenFolderWithAFile_whenRun_thenRefusedAndUntouched() throws Exception {
    Files.writeString(folder.resolve("mine.txt"), "keep");

    assertThat(run("--out", folder.toString())).isEqualTo(GenerateCommand.USAGE);

    assertThat(said()).contains("not empty");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("mine.txt"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--out x --colour red        | unknown option --colour",
        "--out x --as-of 2026-13-01  | --as-of must be a date such as 2026-11-23",
        "--out x --as-of yesterday   | --as-of must be a date such as 2026-11-23",
        "--out x --people many       | --people must be a whole number, not many",
        "--out x --people 3          | people must be 30 to 1000000, not 3",
        "--out x --people 5000000000 | --people is out of bounds",
        "--out x --years 0           | years must be 1 to 10, not 0",
        "--out x --as-of 1999-01-01  | the date must lie in 2001 to 2098",
        "--out x --out y             | --out is given twice",
        "--out x --seed              | --seed needs a value",
        "--seed 1                    | --out is missing",
        "--out x --claims thin       | --claims must be full or lean, not thin",
        "--out x --file-lines 5      | --file-lines must be at least 100, not 5",
        "--out x --claims-count 500  | --claims-count must be 10000 to 50000000, not 500",
        "--out x --people 40 --claims-count 20000 | --people or --claims-count, not both",
        "stray                       | unknown option stray",
      })
  void givenBadArguments_whenRun_thenUsageErrorNamesIt(String arguments, String message) {
    assertThat(run(arguments.trim().split(" +"))).isEqualTo(GenerateCommand.USAGE);

    assertThat(said()).contains(message.trim());
    assertThat(Path.of("x")).doesNotExist();
  }

  @Test
  void givenFileInTheWay_whenRun_thenRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(run("--out", file.toString())).isEqualTo(GenerateCommand.USAGE);
    assertThat(said()).contains("is a file, not a folder");
    assertThat(run("--out", file.resolve("below").toString())).isEqualTo(GenerateCommand.FAILED);
    assertThat(said()).contains("cannot write");
  }

  @Test
  void givenHelp_whenRun_thenEveryOptionIsExplained() {
    assertThat(run("--help")).isEqualTo(GenerateCommand.OK);

    assertThat(said())
        .contains("--out", "--seed", "--people", "--years", "--as-of")
        .contains("--claims-count", "--claims", "--file-lines");
  }

  private int run(String... arguments) {
    return GenerateCommand.run(
        arguments, new PrintStream(said, true, StandardCharsets.UTF_8), CLOCK);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
