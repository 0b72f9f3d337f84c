package io.bcda.admin;

import io.bcda.auth.KeyEncryptionKey;
import io.bcda.refusal.Refusal;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The commands of the program, for operators. They work on the database that the server is
 * configured for, in a process of their own.
 */
public final class Commands {
  /** Done. */
  public static final int OK = 0;

  /** Understood, and not possible. */
  public static final int FAILED = 1;

  /** The arguments make no sense. */
  public static final int USAGE = 2;

  private static final List<Command> DATABASE =
      Stream.of(
              AcoCommands.all(),
              ClientCommands.all(),
              SecretCommands.all(),
              ClientKeyCommands.all(),
              KeyCommands.all(),
              DeliveryCommands.all(),
              LoadCommands.all(),
              IndexCommands.all(),
              SensitiveCommands.all(),
              TokenCommands.all())
          .flatMap(List::stream)
          .toList();
  private final Clock clock;
  private final Map<String, Program> programs;

  /**
   * @param programs commands of other rooms, by their first word
   */
  public Commands(Clock clock, Map<String, Program> programs) {
    this.clock = clock;
    this.programs = Map.copyOf(programs);
  }

  /** Whether these arguments ask for a command, or for nothing we know, but not for the server. */
  public static boolean isMeantBy(String[] args) {
    return args.length > 0
        && (!args[0].startsWith("-") || args[0].equals("--help") || args[0].equals("-h"));
  }

  /** Runs a command that prints to the console; the process should end with what it returns. */
  public int run(String[] args) {
    return run(args, System.out, System.err);
  }

  /**
   * @return {@link #OK}, {@link #FAILED} or {@link #USAGE}
   */
  public int run(String[] args, PrintStream out, PrintStream err) {
    String first = args.length == 0 ? "" : args[0];
    Program program = programs.get(first);
    if (program != null) {
      return program.run(args, out, clock);
    }
    if (List.of("help", "--help", "-h").contains(first)) {
      Usage.print(DATABASE, out);
      return OK;
    }
    try {
      return run(CommandLine.parse(Arrays.asList(args)), out, err);
    } catch (CommandLine.Misuse e) {
      err.println(e.getMessage());
      err.println("Try: java -jar bcda-server.war help");
      return USAGE;
    }
  }

  private int run(CommandLine line, PrintStream out, PrintStream err) {
    if (line.words().equals(List.of("key"))) {
      line.demand(1, Set.of());
      out.println(KeyEncryptionKey.generate());
      return OK;
    }
    Optional<Command> named = DATABASE.stream().filter(c -> c.isNamedBy(line.words())).findFirst();
    if (named.isEmpty()) {
      err.println("There is no such command.");
      Usage.print(DATABASE, err);
      return USAGE;
    }
    Command command = named.get();
    command.check(line);
    try (Desk desk = Desk.open(line.settings(), clock)) {
      command.task().run(line, desk, out);
      return OK;
    } catch (Refusal e) {
      err.println(e.detail() + ".");
    } catch (CommandLine.Misuse e) {
      throw e;
    } catch (RuntimeException e) {
      err.println(Failure.explain(e));
    }
    return FAILED;
  }

  /** A command of another room. */
  @FunctionalInterface
  public interface Program {
    /**
     * @param args with its own word at the front
     * @return the process's exit code
     */
    int run(String[] args, PrintStream out, Clock clock);
  }
}
