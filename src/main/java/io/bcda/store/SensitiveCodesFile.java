package io.bcda.store;

import io.bcda.settings.UnusableSetting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a list of sensitive codes: lines of a {@link CodeSystemGroup}, or a code system's URL, and
 * codes; {@code #} begins a comment.
 */
final class SensitiveCodesFile {
  static final String BUILT_IN = "built-in";
  static final String NONE = "none";
  private static final String RESOURCE = "sensitive-codes.txt";
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*\\*?");
  private static final String ACTION =
      "Correct it, or set bcda.sensitive.codes (BCDA_SENSITIVE_CODES) to built-in.";

  private SensitiveCodesFile() {}

  /**
   * The list that a setting names.
   *
   * @throws UnusableSetting if there is no such file, or a line of it makes no sense
   */
  static SensitiveCodes of(SensitiveSettings settings) {
    return switch (settings.codes()) {
      case NONE -> new SensitiveCodes(Map.of());
      case BUILT_IN -> parse(builtIn(), "the built-in list");
      default -> parse(lines(settings.codes()), settings.codes());
    };
  }

  private static List<String> builtIn() {
    try (InputStream in = SensitiveCodesFile.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw new UnusableSetting(
          "bcda.sensitive.codes names the file " + file + ", which cannot be read as text.",
          "Name a file, built-in, or none (BCDA_SENSITIVE_CODES).",
          e);
    }
  }

  /**
   * @param name of the list, for messages
   */
  static SensitiveCodes parse(List<String> lines, String name) {
    Map<String, Set<String>> codes = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = COMMENT.matcher(lines.get(i)).replaceFirst("").strip();
      if (!line.isEmpty()) {
        add(codes, line.split("\\s+"), "Line " + (i + 1) + " of " + name);
      }
    }
    if (codes.isEmpty()) {
      // A file cut short must not show what it was meant to hide.
      throw new UnusableSetting(
          "There is no code in " + name + ".",
          "To hide nothing, set bcda.sensitive.codes (BCDA_SENSITIVE_CODES) to none.");
    }
    return new SensitiveCodes(codes);
  }

  private static void add(Map<String, Set<String>> codes, String[] words, String place) {
    List<String> systems = systems(words[0], place);
    if (words.length == 1) {
      throw new UnusableSetting(place + " has no code after " + words[0] + ".", ACTION);
    }
    for (String code : List.of(words).subList(1, words.length)) {
      if (!CODE.matcher(code).matches()) {
        throw new UnusableSetting(
            place + " has " + code + ", which is no code; * may stand only at a code's end.",
            ACTION);
      }
      systems.forEach(
          s -> codes.computeIfAbsent(s, x -> new TreeSet<>()).add(CodePatterns.normal(code)));
    }
  }

  private static List<String> systems(String word, String place) {
    if (word.contains(":")) {
      return List.of(word);
    }
    return CodeSystemGroup.of(word)
        .map(CodeSystemGroup::systems)
        .orElseThrow(
            () ->
                new UnusableSetting(
                    place
                        + " begins with "
                        + word
                        + ", which is neither a URL nor one of: "
                        + known(),
                    ACTION));
  }

  private static String known() {
    return Stream.of(CodeSystemGroup.values())
        .map(CodeSystemGroup::word)
        .collect(Collectors.joining(", ", "", "."));
  }
}
