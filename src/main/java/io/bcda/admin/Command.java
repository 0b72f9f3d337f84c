package io.bcda.admin;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One thing that an operator can ask for.
 *
 * @param name two words
 * @param operands how people call what stands behind the name; after the last, with three dots at
 *     its end, more of the same may follow
 * @param choice options of which exactly one must be there; empty where there is no choice
 * @param required options that must be there
 * @param optional options that may be there
 * @param says what it does, one line
 */
record Command(
    String name,
    List<String> operands,
    List<String> choice,
    List<String> required,
    List<String> optional,
    String says,
    Task task) {

  /** A command without a choice. */
  Command(
      String name,
      List<String> operands,
      List<String> required,
      List<String> optional,
      String says,
      Task task) {
    this(name, operands, List.of(), required, optional, says, task);
  }

  /** Whether the arguments begin with its name. */
  boolean isNamedBy(List<String> words) {
    List<String> own = List.of(name.split(" "));
    return words.size() >= own.size() && words.subList(0, own.size()).equals(own);
  }

  /**
   * @throws CommandLine.Misuse if something is missing or too much
   */
  void check(CommandLine line) {
    List<String> options = new ArrayList<>(required);
    options.addAll(optional);
    options.addAll(choice);
    int words = name.split(" ").length + operands.size();
    boolean more = !operands.isEmpty() && operands.get(operands.size() - 1).endsWith("...");
    line.demand(more ? Math.max(words, line.words().size()) : words, options);
    required.forEach(line::required);
    long chosen = choice.stream().filter(o -> line.option(o).isPresent()).count();
    if (!choice.isEmpty() && chosen != 1) {
      throw new CommandLine.Misuse("give one of " + choices());
    }
  }

  /** How it is written. */
  String usage() {
    StringBuilder usage = new StringBuilder(name);
    operands.forEach(o -> usage.append(' ').append(o));
    if (!choice.isEmpty()) {
      usage.append(" (").append(choices()).append(')');
    }
    required.forEach(o -> usage.append(' ').append(option(o)));
    optional.forEach(o -> usage.append(" [").append(option(o)).append(']'));
    return usage.toString();
  }

  private String choices() {
    return choice.stream().map(Command::option).collect(Collectors.joining(" | "));
  }

  private static String option(String option) {
    return CommandLine.isFlag(option)
        ? "--" + option
        : "--" + option + " " + option.toUpperCase(Locale.ROOT);
  }

  /** What it does, on the configured database. */
  @FunctionalInterface
  interface Task {
    void run(CommandLine line, Desk desk, PrintStream out);
  }
}
