package dev.coalmine.cli;

import dev.coalmine.cli.account.Sleeper;
import dev.coalmine.cli.terminal.LinePrinter;
import dev.coalmine.cli.terminal.TerminalFeatures;
import dev.coalmine.cli.terminal.TerminalLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of Coalmine. */
@Command(
    name = "coalmine",
    description =
        "Start, follow and steer canary releases of AWS Lambda functions; rehearse and measure them"
            + " locally.",
    subcommands = {
      InitCommand.class,
      StartCommand.class,
      ListCommand.class,
      StatusCommand.class,
      RevertCommand.class,
      ReportCommand.class,
      RehearseCommand.class,
      BacktestCommand.class,
      UpCommand.class,
      PoliciesCommand.class,
      JudgeCommand.class,
      BenchCommand.class,
      ProveCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = BuiltVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status: 0 done or promoted, 1 rolled back, 2 refused, 3 stuck, 64 invalid command line,"
          + " 69 AWS is unreachable or denies access, 70 internal error, 74 a file or the output"
          + " can't be written.",
      "Run coalmine help COMMAND for the options of a command."
    })
public final class Main {
  /** The command line is invalid; EX_USAGE of BSD's sysexits. */
  static final int USAGE = 64;

  /** An internal error; EX_SOFTWARE of BSD's sysexits. */
  static final int INTERNAL = 70;

  private Main() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    StandardOutput output = StandardOutput.open();
    PrintStream out =
        new PrintStream(new BufferedOutputStream(output), true, StandardCharsets.UTF_8);
    // The handlers write log lines for CloudWatch; here the timeline shows the same.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    int status = run(out, System.err, arguments);
    out.flush();
    System.exit(output.statusAfter(status, System.err::println));
  }

  /** Runs a command and returns its exit status. */
  public static int run(PrintStream out, PrintStream err, String... arguments) {
    return run(out, err, Sleeper.WALL, arguments);
  }

  /** The same with another way to wait for AWS. */
  public static int run(PrintStream out, PrintStream err, Sleeper sleeper, String... arguments) {
    IFactory factory = new CommandFactory(sleeper);
    CommandLine line = new CommandLine(new Main(), factory);
    SteerCommand.addTo(line, factory);
    TerminalFeatures terminal = TerminalFeatures.detect();
    line.setOut(
        terminal.live()
            ? new LinePrinter(out, TerminalLines.on(terminal)::layOut)
            : new LinePrinter(out));
    line.setErr(new LinePrinter(err));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Main::reportUsageError);
    line.setExecutionExceptionHandler(
        (fault, command, given) -> {
          if (fault instanceof IOException) {
            command.getErr().println("coalmine: " + fault.getMessage());
            return StandardOutput.FAILED;
          }
          reportInternalError(fault, command.getErr());
          return INTERNAL;
        });
    if (arguments.length == 0) {
      line.usage(line.getErr());
      return USAGE;
    }
    return line.execute(arguments);
  }

  /** Creates commands and their options. */
  private record CommandFactory(Sleeper sleeper) implements IFactory {
    @Override
    public <K> K create(Class<K> part) throws Exception {
      return part == AccountOptions.class
          ? part.cast(new AccountOptions(sleeper))
          : CommandLine.defaultFactory().create(part);
    }
  }

  /** Prints where our own code failed, line by line: a message can have lines of its own. */
  private static void reportInternalError(Throwable fault, PrintWriter err) {
    err.println("coalmine: " + fault);
    for (Throwable next = fault; next != null; next = next.getCause()) {
      if (next != fault) {
        err.println("caused by: " + next);
      }
      Stream.of(next.getStackTrace()).forEach(frame -> err.println("    at " + frame));
    }
  }

  /** Prints the error and the command that shows the help; the whole help would hide the error. */
  private static int reportUsageError(ParameterException wrong, String[] given) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    command.getErr().println("Try: " + name + " --help");
    return USAGE;
  }
}
