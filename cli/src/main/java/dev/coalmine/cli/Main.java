package dev.coalmine.cli;

import dev.coalmine.cli.account.Sleeper;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Coalmine on a laptop: the command line. */
@Command(
    name = "coalmine",
    description =
        "Start, follow and steer canary releases of AWS Lambda functions; rehearse and measure them"
            + " locally.",
    subcommands = {
      StartCommand.class,
      ListCommand.class,
      StatusCommand.class,
      RevertCommand.class,
      ReportCommand.class,
      RehearseCommand.class,
      BacktestCommand.class,
      UpCommand.class,
      JudgeCommand.class,
      BenchCommand.class
    },
    mixinStandardHelpOptions = true,
    version = "coalmine 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status: 0 done or promoted, 1 rolled back, 2 refused, 3 stuck, 64 invalid command line,"
          + " 69 AWS is unreachable or denies access, 70 internal error.",
      "Run coalmine COMMAND --help for the options of a command."
    })
public final class Main {
  /** As in BSD's sysexits: the command was used wrongly. */
  static final int USAGE = 64;

  /** As in BSD's sysexits: a fault inside. */
  static final int INTERNAL = 70;

  private Main() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // The handlers' log lines are for CloudWatch; here the timeline tells the same.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    System.exit(run(out, System.err, arguments));
  }

  /** Runs a command and answers its exit status. */
  public static int run(PrintStream out, PrintStream err, String... arguments) {
    return run(out, err, Sleeper.WALL, arguments);
  }

  /** The same where time passes otherwise for whoever waits for AWS. */
  public static int run(PrintStream out, PrintStream err, Sleeper pace, String... arguments) {
    IFactory factory = new CommandFactory(pace);
    CommandLine line = new CommandLine(new Main(), factory);
    SteerCommand.addTo(line, factory);
    line.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Main::reportUsageError);
    line.setExecutionExceptionHandler(
        (fault, command, given) -> {
          command.getErr().println("coalmine: " + fault);
          fault.printStackTrace(command.getErr());
          return INTERNAL;
        });
    if (arguments.length == 0) {
      line.usage(line.getErr());
      return USAGE;
    }
    return line.execute(arguments);
  }

  /** Makes the parts of commands. */
  private record CommandFactory(Sleeper pace) implements IFactory {
    @Override
    public <K> K create(Class<K> part) throws Exception {
      return part == AccountOptions.class
          ? part.cast(new AccountOptions(pace))
          : CommandLine.defaultFactory().create(part);
    }
  }

  /** Says what is wrong, and where to read how it is right: the whole help would hide the fault. */
  private static int reportUsageError(ParameterException wrong, String[] given) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    command.getErr().println("Try: " + name + " --help");
    return USAGE;
  }
}
