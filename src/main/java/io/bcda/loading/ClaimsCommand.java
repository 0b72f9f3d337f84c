package io.bcda.loading;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code claims validate}: holds a sample of claims files to FHIR's rules and reports.
 * Needs neither server nor database.
 */
public final class ClaimsCommand {
  /** Done; what was found makes no difference. */
  public static final int OK = 0;

  /** A file could not be read. */
  public static final int FAILED = 1;

  /** The arguments make no sense. */
  public static final int USAGE = 2;

  private static final int LONGEST_LINE = 16 << 20;
  private static final int MOST = 100_000;
  private static final List<String> OPTIONS = List.of("--packages", "--sample", "--seed");

  private static final String HELP =
      """
      Usage: claims validate [--packages DIR] [--sample N] [--seed S] FILE...

      Draws lines from NDJSON files (plain or gzip), as many of each kind as there are,
      validates them and reports what rules they break, without their content. Nothing
      is loaded. The exit code is 0 unless a file cannot be read.

        --packages DIR  folder with HL7's packages of CARIN Blue Button 2.0.0 and US Core
                        3.1.1 (.tgz); without it, only base FHIR R4 is looked at
        --sample N      how many lines, 1 to 100000 (default 200); each takes tenths of a second
        --seed S        another number draws other lines (default 1)
      """;

  private ClaimsCommand() {}

  /**
   * Runs the command.
   *
   * @param args the arguments, with the leading word {@code claims}
   * @param out where the report goes, and what is wrong
   * @param clock tells how long it took
   * @return {@link #OK}, {@link #FAILED} or {@link #USAGE}
   */
  public static int run(String[] args, PrintStream out, Clock clock) {
    List<String> words = Arrays.asList(args);
    if (words.contains("--help") || words.contains("-h")) {
      out.print(HELP);
      return OK;
    }
    QuietLog quiet = QuietLog.begin();
    try {
      Request request = Request.of(words);
      ClaimsValidation.of(request.packages())
          .run(request.files(), request.sample(), request.seed(), clock, out);
      return OK;
    } catch (IllegalArgumentException e) {
      out.println("claims: " + e.getMessage());
      out.println("Try: claims validate --help");
      return USAGE;
    } catch (IOException e) {
      out.println("claims: cannot read: " + e);
      return FAILED;
    } finally {
      quiet.end();
    }
  }

  /** The arguments, taken apart. */
  private record Request(List<NdjsonFile> files, @Nullable Path packages, int sample, long seed) {

    static Request of(List<String> words) throws IOException {
      if (words.size() < 2 || !words.get(1).equals("validate")) {
        throw new IllegalArgumentException("the only command is: claims validate");
      }
      Map<String, String> options = new LinkedHashMap<>();
      List<NdjsonFile> files = new ArrayList<>();
      for (int i = 2; i < words.size(); i++) {
        String[] parts = words.get(i).split("=", 2);
        if (!parts[0].startsWith("--")) {
          files.add(file(words.get(i)));
          continue;
        }
        if (!OPTIONS.contains(parts[0])) {
          throw new IllegalArgumentException("there are only " + String.join(", ", OPTIONS));
        }
        if (parts.length == 1 && i + 1 == words.size()) {
          throw new IllegalArgumentException(parts[0] + " needs a value");
        }
        if (options.put(parts[0], parts.length == 2 ? parts[1] : words.get(++i)) != null) {
          throw new IllegalArgumentException(parts[0] + " is given twice");
        }
      }
      if (files.isEmpty()) {
        throw new IllegalArgumentException("say which files to look at");
      }
      String packages = options.get("--packages");
      return new Request(
          files,
          packages == null ? null : path(packages),
          (int) number(options, "--sample", 200, 1, MOST),
          number(options, "--seed", 1, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static NdjsonFile file(String name) throws IOException {
      NdjsonFile file = new NdjsonFile(path(name), LONGEST_LINE);
      if (Files.isDirectory(file.path())) {
        throw new IllegalArgumentException("not a file but a folder: " + name);
      }
      Optional<String> foreign = file.foreignFormat();
      if (foreign.isPresent()) {
        throw new IOException(name + " is " + foreign.get() + ", not NDJSON, plain or gzip");
      }
      return file;
    }

    private static Path path(String name) {
      try {
        return Path.of(name);
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException("not a path: " + name, e);
      }
    }

    private static long number(
        Map<String, String> options, String option, long otherwise, long least, long most) {
      String value = options.get(option);
      try {
        long number = value == null ? otherwise : Long.parseLong(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(option + " must be a whole number", e);
      }
      throw new IllegalArgumentException("%s must be %d to %d".formatted(option, least, most));
    }
  }
}
