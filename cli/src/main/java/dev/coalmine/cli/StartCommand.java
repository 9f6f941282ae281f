package dev.coalmine.cli;

import dev.coalmine.cli.account.AwsAccount;
import dev.coalmine.cli.account.CommandFailedException;
import dev.coalmine.cli.account.DryRun;
import dev.coalmine.cli.account.ReleaseFollower;
import dev.coalmine.cli.account.ReleaseStarter;
import dev.coalmine.cli.account.ReleaseStatus;
import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.rehearsal.Trigger;
import dev.coalmine.document.HistoryListener;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.release.Outcome;
import dev.coalmine.request.Request;
import dev.coalmine.request.RequestReader;
import dev.coalmine.request.RevertRequest;
import dev.coalmine.target.RefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a release, or shows what it would do. */
@Command(
    name = "start",
    header = "Start a release.",
    description = {
      "%nThe request is checked first, and all its faults are listed at once. Within a minute, the"
          + " same request starts only one release.%n"
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      AccountOptions.STATUSES,
      "With --wait, as rehearse: 0 promoted, 1 rolled back, 2 refused, 3 stuck.",
      "With --dry-run: 0 the release would start, 2 it would be refused or a function may not"
          + " write.",
      "Example: coalmine start events/release.json --wait",
      "",
      AccountOptions.FOOTER
    })
final class StartCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "EVENT.json",
      description = "The request: a file with the input of the execution; - is standard input.")
  private Path event;

  @Option(
      names = "--dry-run",
      description =
          "Changes nothing: shows the plan of the release, and whether each function may write to"
              + " its targets.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      description =
          "Follows the release to its end. Ctrl-C stops following; the release continues.")
  private boolean wait;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the execution (default: made from the request and the minute).")
  private Optional<String> name;

  @Mixin private AccountOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    name.ifPresent(this::requireName);
    String text = InputFiles.readText(spec, "event", event);
    return options.run(
        "",
        account -> {
          Object tree = tree(text, InputFiles.name(event));
          Request request = request(tree, InputFiles.name(event));
          return dryRun ? dryRun(account, request, tree) : start(account, request, tree);
        });
  }

  private void requireName(String given) {
    if (!given.matches("[A-Za-z0-9_-]{1,80}")) {
      throw new ParameterException(
          spec.commandLine(), "--name must be 1 to 80 letters, digits, _ or -, not " + given);
    }
  }

  /**
   * Starts a release.
   *
   * @param text the request as JSON
   */
  static AccountOptions.CommandAnswer start(AwsAccount account, String text) {
    Object tree = tree(text, "the request");
    String arn =
        new ReleaseStarter(account, Optional.empty())
            .startRelease(request(tree, "the request"), tree);
    return startedAnswer(arn);
  }

  private static Object tree(String text, String event) {
    requireRequest(Trigger.parse(text), event);
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException notJson) {
      throw CommandFailedException.refused(event + " is " + notJson.getMessage());
    }
  }

  private static void requireRequest(Trigger trigger, String event) {
    if (trigger instanceof Trigger.EventTrigger) {
      throw CommandFailedException.usage(
          event
              + " is an EventBridge event, but start takes a release request; in AWS the rule of"
              + " StartRelease receives the event, and rehearse plays it");
    }
    if (trigger instanceof Trigger.PipelineTrigger) {
      throw CommandFailedException.usage(
          event
              + " is a CodePipeline job, but start takes a release request; in AWS an action of the"
              + " pipeline invokes PipelineJob with it, and rehearse plays it");
    }
    if (trigger instanceof Trigger.StackTrigger) {
      throw CommandFailedException.usage(
          event
              + " is a CloudFormation request, but start takes a release request; in AWS a resource"
              + " whose ServiceToken is StackRequest sends it, and rehearse plays it");
    }
  }

  private static Request request(Object tree, String event) {
    if (RevertRequest.isRevert(tree)) {
      throw CommandFailedException.usage(
          event + " is a revert request, but start takes a release request: use coalmine revert");
    }
    RequestReader.ParsedRequest asked = RequestReader.read(tree);
    if (!asked.faults().isEmpty()) {
      throw CommandFailedException.refused(new RefusedException(asked.faults()).getMessage());
    }
    return asked.request();
  }

  private AccountOptions.CommandAnswer start(AwsAccount account, Request request, Object tree) {
    String arn = new ReleaseStarter(account, name).startRelease(request, tree);
    if (wait) {
      options.printProgress("started " + arn);
      options.printProgress("");
      return follow(account, arn);
    }
    return startedAnswer(arn);
  }

  private static AccountOptions.CommandAnswer startedAnswer(String arn) {
    String called = arn.substring(arn.lastIndexOf(':') + 1);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("execution", arn);
    tree.put("name", called);
    return AccountOptions.CommandAnswer.of(
        List.of("started " + arn, "follow it: coalmine status " + called), tree);
  }

  private AccountOptions.CommandAnswer follow(AwsAccount account, String arn) {
    ReleaseTimeline timeline = new ReleaseTimeline(options::printProgress, look -> {});
    HistoryListener answers = (at, state, answer) -> timeline.answered(at, state, answer);
    ReleaseStatus ended = new ReleaseFollower(account, answers).awaitEnd(arn);
    Outcome outcome = ended.end().map(StatusText::outcome).orElseThrow();
    RehearsalResult result =
        new RehearsalResult(outcome, ended.id(), StatusText.reason(ended), Duration.ZERO);
    return new AccountOptions.CommandAnswer(
        outcome.exitCode(), List.of("", result.outcomeLine()), StatusText.toMap(ended));
  }

  private AccountOptions.CommandAnswer dryRun(AwsAccount account, Request request, Object tree) {
    DryRun.DryRunResult found = new DryRun(account).run(tree);
    boolean allowed = found.permissions().stream().allMatch(DryRun.WritePermission::granted);
    List<String> lines = new ArrayList<>();
    lines.add(
        "dry run of %s at %s: nothing was changed"
            .formatted(InputFiles.name(event), account.location()));
    lines.addAll(DryRunText.lines(request, found));
    return new AccountOptions.CommandAnswer(
        allowed ? 0 : CommandFailedException.REFUSED, lines, DryRunText.toMap(request, found));
  }
}
