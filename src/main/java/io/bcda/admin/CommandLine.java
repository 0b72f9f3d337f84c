package io.bcda.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command's arguments, taken apart.
 *
 * @param words those that are neither option nor setting, in order
 * @param options by name, without the dashes
 * @param settings those with a dot in their name, as the server takes them too, for example {@code
 *     --spring.datasource.url=...}
 */
record CommandLine(List<String> words, Map<String, String> options, List<String> settings) {

  /** Options that stand alone, without a value. */
  private static final Set<String> FLAGS =
      Set.of("system", "operator", "dry-run", "now", "any", "none");

  CommandLine {
    words = List.copyOf(words);
    options = Map.copyOf(options);
    settings = List.copyOf(settings);
  }

  /**
   * @throws Misuse if an option has no value or appears twice
   */
  static CommandLine parse(List<String> args) {
    List<String> words = new ArrayList<>();
    Map<String, String> options = new LinkedHashMap<>();
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (!arg.startsWith("--")) {
        words.add(arg);
        continue;
      }
      int equals = arg.indexOf('=');
      String name = arg.substring(2, equals < 0 ? arg.length() : equals);
      if (isFlag(name) && equals >= 0) {
        throw new Misuse("--" + name + " takes no value");
      }
      String value =
          isFlag(name) ? "" : equals < 0 ? following(args, ++i, name) : arg.substring(equals + 1);
      if (name.contains(".")) {
        settings.add("--" + name + "=" + value);
      } else if (options.put(name, value) != null) {
        throw new Misuse("--" + name + " appears twice");
      }
    }
    return new CommandLine(words, options, settings);
  }

  /** Whether an option of this name has no value. */
  static boolean isFlag(String name) {
    return FLAGS.contains(name);
  }

  /**
   * @throws Misuse if it holds other options than these, or another number of words
   */
  void demand(int count, Collection<String> allowed) {
    for (String name : options.keySet()) {
      if (!allowed.contains(name)) {
        throw new Misuse("there is no option --" + name + " here");
      }
    }
    if (words.size() != count) {
      throw new Misuse(words.size() < count ? "something is missing" : "there is a word too many");
    }
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /**
   * @throws Misuse if it is not there
   */
  String required(String name) {
    return option(name).orElseThrow(() -> new Misuse("--" + name + " is missing"));
  }

  private static String following(List<String> args, int at, String name) {
    if (at >= args.size() || args.get(at).startsWith("--")) {
      throw new Misuse("--" + name + " needs a value");
    }
    return args.get(at);
  }

  /** The arguments make no sense. */
  static final class Misuse extends RuntimeException {
    Misuse(String message) {
      super(message);
    }
  }
}
