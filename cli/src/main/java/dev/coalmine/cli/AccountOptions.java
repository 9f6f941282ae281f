package dev.coalmine.cli;

import dev.coalmine.cli.account.AccountPlace;
import dev.coalmine.cli.account.AwsAccount;
import dev.coalmine.cli.account.CommandFailedException;
import dev.coalmine.cli.account.Sleeper;
import dev.coalmine.cli.project.StackName;
import dev.coalmine.embedded.json.Json;
import java.io.PrintWriter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of all commands that call an account, and how such a command runs. */
final class AccountOptions {
  /** The end of each command's help. */
  static final String FOOTER =
      "Without --region and --profile, Region and credentials are read as the AWS CLI reads them:"
          + " environment, ~/.aws with AWS_PROFILE, container, instance. A profile can be of IAM"
          + " Identity Center (after aws sso login), of aws login, or of another role."
          + " AWS_ENDPOINT_URL is respected.";

  static final String STATUSES =
      "Exit status: 0 done, 2 refused: nothing was changed, 64 invalid command line or unknown"
          + " release, 69 AWS is unreachable or denies access, 70 internal error, 74 a"
          + " file or the output could not be written.";

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "Endpoint of AWS, such as http://127.0.0.1:4599 of coalmine up (default:"
              + " AWS_ENDPOINT_URL, else the endpoints of the Region).")
  private Optional<URI> endpoint;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "AWS Region, such as eu-central-1.")
  private Optional<String> region;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Profile of the AWS CLI, for Region and credentials.")
  private Optional<String> profile;

  @Option(
      names = "--workflow",
      paramLabel = "NAME or ARN",
      description =
          "Name or ARN of Coalmine's state machine, which has the name of its stack (default:"
              + " COALMINE_WORKFLOW, else "
              + StackName.NAME
              + ", else the one with the tag coalmine=workflow, which the stack sets).")
  private Optional<String> workflow;

  @Option(
      names = "--json",
      description =
          "Prints the result as one JSON document on standard output; an error prints as"
              + " {\"error\", \"exit\"}.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private final Sleeper sleeper;

  AccountOptions(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  /**
   * The result of a command.
   *
   * @param lines for people
   * @param tree for machines
   */
  record CommandAnswer(int exitCode, List<String> lines, Map<String, Object> tree) {
    static CommandAnswer of(List<String> lines, Map<String, Object> tree) {
      return new CommandAnswer(0, lines, tree);
    }
  }

  /**
   * Runs a command in the account, prints its result or its failure, and returns its exit status.
   *
   * @param release id, name or ARN of the release; empty if the command is not about one
   */
  int run(String release, Function<AwsAccount, CommandAnswer> work) {
    try (AwsAccount account = AwsAccount.connect(place(), release, sleeper)) {
      return print(work.apply(account));
    } catch (CommandFailedException failure) {
      return print(failure);
    } catch (ParameterException wrong) {
      if (!json) {
        throw wrong;
      }
      return print(CommandFailedException.usage(wrong.getMessage()));
    }
  }

  private AccountPlace place() {
    return new AccountPlace(
        endpoint.map(this::requireUrl),
        region.map(this::requireRegion),
        profile,
        workflow.or(AccountOptions::workflowOfEnvironment));
  }

  /** Runs a command that asks no account, and prints its result or its failure in the same way. */
  int runOffline(Supplier<CommandAnswer> work) {
    try {
      return print(work.get());
    } catch (CommandFailedException failure) {
      return print(failure);
    }
  }

  private static Optional<String> workflowOfEnvironment() {
    return Optional.ofNullable(System.getenv("COALMINE_WORKFLOW")).filter(name -> !name.isBlank());
  }

  private String requireRegion(String given) {
    if (!given.matches("[a-z]{2,}(-[a-z]+)+-\\d+")) {
      throw new ParameterException(
          spec.commandLine(), "--region must be a Region such as eu-central-1, not " + given);
    }
    return given;
  }

  private URI requireUrl(URI given) {
    if (given.getHost() == null || !String.valueOf(given.getScheme()).matches("https?")) {
      throw new ParameterException(
          spec.commandLine(),
          "--endpoint must be a URL such as http://127.0.0.1:4599, not " + given);
    }
    return given;
  }

  private int print(CommandAnswer answer) {
    if (json) {
      out().println(Json.toText(answer.tree()));
    } else {
      answer.lines().forEach(out()::println);
    }
    return answer.exitCode();
  }

  private int print(CommandFailedException failure) {
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("error", failure.getMessage());
      tree.put("exit", failure.exitCode());
      out().println(Json.toText(tree));
    } else {
      spec.commandLine().getErr().println(spec.qualifiedName() + ": " + failure.getMessage());
    }
    return failure.exitCode();
  }

  /** Whether the result is printed as one JSON document. */
  boolean isJson() {
    return json;
  }

  /** Prints progress, unless the result is JSON. */
  void printProgress(String line) {
    if (!json) {
      out().println(line);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
