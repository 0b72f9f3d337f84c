package io.bcda.admin;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One thing that an operator can ask for.
 *
 * @param name two words
 * @param operands how people call what stands behind the name
 * @param required options that must be there
 * @param optional options that may be there
 * @param says what it does, one line
 */
record Command(
    String name,
    List<String> operands,
    List<String> required,
    List<String> optional,
    String says,
    Task task) {

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
    line.demand(name.split(" ").length + operands.size(), options);
    required.forEach(line::required);
  }

  /** How it is written. */
  String usage() {
    StringBuilder usage = new StringBuilder(name);
    operands.forEach(o -> usage.append(' ').append(o));
    required.forEach(o -> usage.append(' ').append(option(o)));
    optional.forEach(o -> usage.append(" [").append(option(o)).append(']'));
    return usage.toString();
  }

  private static String option(String option) {
    return "--" + option + " " + option.toUpperCase(Locale.ROOT);
  }

  /** What it does, on the configured database. */
  @FunctionalInterface
  interface Task {
    void run(CommandLine line, Desk desk, PrintStream out);
  }
}
