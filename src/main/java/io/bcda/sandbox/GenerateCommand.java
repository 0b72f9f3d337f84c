package io.bcda.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command {@code generate}: writes a synthetic world into a folder. */
public final class GenerateCommand {
  /** Done. */
  public static final int OK = 0;

  /** The files could not be written. */
  public static final int FAILED = 1;

  /** The arguments make no sense. */
  public static final int USAGE = 2;

  private static final List<String> OPTIONS =
      List.of(
          "--out",
          "--seed",
          "--people",
          "--claims-count",
          "--years",
          "--as-of",
          "--claims",
          "--file-lines");

  private static final String HELP =
      """
      Usage: generate --out DIR [--seed N] [--people N | --claims-count N] [--years N]
                      [--as-of DATE] [--claims full|lean] [--file-lines N]

      Writes synthetic people, claims and rosters of three ACOs, in two stages, with the
      expected answer of each export. The same arguments give the same bytes.

        --out DIR         folder to write into; must be empty or absent
        --seed N          another number is another world (default 1)
        --people N        30 to 1000000 (default 150); one has about 60 claims in a year
        --claims-count N  instead of --people: as many people as it takes for so many
                          claims in the first stage, 10000 to 50000000
        --years N         years of claims, 1 to 10 (default 1)
        --as-of DATE      the world's present day, as 2026-11-23 (default today, UTC)
        --claims DETAIL   full, as CMS has them, about 16 kB each (default), or lean,
                          2 to 3 kB each; ids, dates and answers are the same
        --file-lines N    the most lines of one NDJSON file, 100 and more (default: claims
                          in files of about 64 MB, people and coverages in one each)

      Memory does not grow with the number of people: -Xmx256m is enough.
      """;

  private GenerateCommand() {}

  /**
   * Runs the command.
   *
   * @param args the arguments, with or without the leading word {@code generate}
   * @param out where to say what was done or what is wrong
   * @param clock gives the default day
   * @return {@link #OK}, {@link #FAILED} or {@link #USAGE}
   */
  public static int run(String[] args, PrintStream out, Clock clock) {
    List<String> words = Arrays.asList(args);
    if (!words.isEmpty() && words.get(0).equals("generate")) {
      words = words.subList(1, words.size());
    }
    if (words.contains("--help") || words.contains("-h")) {
      out.print(HELP);
      return OK;
    }
    try {
      Map<String, String> options = options(words);
      Path folder = folder(options);
      WorldSpec spec = spec(options, clock);
      WorldForm form = form(options);
      refuseUnlessEmpty(folder);
      new Generator(spec, form).write(Files.createDirectories(folder));
      out.printf("Wrote %d people as of %s to %s%n", spec.people(), spec.asOf(), folder);
      return OK;
    } catch (IllegalArgumentException e) {
      out.println("generate: " + e.getMessage());
      out.println("Try: generate --help");
      return USAGE;
    } catch (IOException e) {
      out.println("generate: cannot write: " + e);
      return FAILED;
    }
  }

  private static Map<String, String> options(List<String> words) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String[] parts = words.get(i).split("=", 2);
      if (!OPTIONS.contains(parts[0])) {
        throw new IllegalArgumentException(
            "unknown option %s; there are %s".formatted(parts[0], String.join(", ", OPTIONS)));
      }
      if (parts.length == 1 && i + 1 == words.size()) {
        throw new IllegalArgumentException(parts[0] + " needs a value");
      }
      String value = parts.length == 2 ? parts[1] : words.get(++i);
      if (options.put(parts[0], value) != null) {
        throw new IllegalArgumentException(parts[0] + " is given twice");
      }
    }
    return options;
  }

  private static Path folder(Map<String, String> options) {
    String out = options.get("--out");
    if (out == null || out.isBlank()) {
      throw new IllegalArgumentException("--out is missing: say which folder to write into");
    }
    try {
      return Path.of(out);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("--out is not a path: " + out, e);
    }
  }

  private static WorldSpec spec(Map<String, String> options, Clock clock) {
    LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
    WorldSpec spec =
        new WorldSpec(
            number(options, "--seed", 1),
            inInt(options, "--people", 150),
            inInt(options, "--years", 1),
            date(options.getOrDefault("--as-of", today.toString())));
    if (!options.containsKey("--claims-count")) {
      return spec;
    }
    if (options.containsKey("--people")) {
      throw new IllegalArgumentException("give --people or --claims-count, not both");
    }
    return World.withClaims(spec, number(options, "--claims-count", 0));
  }

  private static WorldForm form(Map<String, String> options) {
    return new WorldForm(
        Detail.parse(options.getOrDefault("--claims", Detail.FULL.word())),
        inInt(options, "--file-lines", WorldForm.UNCUT));
  }

  private static long number(Map<String, String> options, String option, long otherwise) {
    String value = options.get(option);
    try {
      return value == null ? otherwise : Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " must be a whole number, not " + value, e);
    }
  }

  private static int inInt(Map<String, String> options, String option, int otherwise) {
    long number = number(options, option, otherwise);
    if (number != (int) number) {
      throw new IllegalArgumentException(option + " is out of bounds: " + number);
    }
    return (int) number;
  }

  private static LocalDate date(String value) {
    try {
      return LocalDate.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "--as-of must be a date such as 2026-11-23, not " + value, e);
    }
  }

  private static void refuseUnlessEmpty(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException("--out is a file, not a folder: " + folder);
    }
    if (Files.isDirectory(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.findAny().isPresent()) {
          throw new IllegalArgumentException(
              "--out is not empty, and nothing is overwritten: " + folder);
        }
      }
    }
  }
}
