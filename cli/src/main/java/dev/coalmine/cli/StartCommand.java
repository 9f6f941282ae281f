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
import dev.coalmine.cli.sam.SamTemplate;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.release.Outcome;
import dev.coalmine.request.Request;
import dev.coalmine.request.RequestReader;
import dev.coalmine.request.RevertRequest;
import dev.coalmine.target.RefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** Starts a release, or shows what would become of it. */
@Command(
    name = "start",
    header = "Starts a release of a request.",
    description = {
      "%nThe request is checked first, and all its faults are named at once. The same request is one"
          + " release within a minute, however often it is started.%n"
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      AccountOptions.STATUSES,
      "With --wait as rehearse: 0 promoted, 1 rolled back, 2 refused, 3 stuck.",
      "With --dry-run 0 if it would start, 2 if it would be refused or a function may not write.",
      "",
      AccountOptions.FOOTER
    })
final class StartCommand implements Callable<Integer> {
  @Parameters(paramLabel = "EVENT.json", description = "The request.")
  private Path event;

  @Option(
      names = "--dry-run",
      description =
          "Moves nothing: asks Coalmine's functions what they find, and whether they may write what they"
              + " would have to.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      description = "Follows the release to its end. Ctrl-C ends that, and not the release.")
  private boolean wait;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of the execution (default: made from the request and the minute).")
  private Optional<String> name;

  @Mixin private AccountOptions remote;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    name.ifPresent(this::requireName);
    String text = InputFiles.readText(spec, "event", event);
    return remote.run(
        "",
        account -> {
          Object tree = tree(text, event.toString());
          Request request = request(tree, event.toString());
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
   * Starts a release of a request.
   *
   * @param text JSON
   */
  static AccountOptions.CommandAnswer start(AwsAccount account, String text) {
    Object tree = tree(text, "this");
    String arn =
        new ReleaseStarter(account, Optional.empty()).startRelease(request(tree, "this"), tree);
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

  private static void requireRequest(Trigger door, String event) {
    if (door instanceof Trigger.EventTrigger) {
      throw CommandFailedException.usage(
          event
              + " is an event of EventBridge, and start takes requests: it comes in by the rule of StartRelease; rehearse lets it in the same way");
    }
    if (door instanceof Trigger.PipelineTrigger) {
      throw CommandFailedException.usage(
          event
              + " is a job of CodePipeline, and start takes requests: it comes in by an action that invokes PipelineJob; rehearse lets it in the same way");
    }
    if (door instanceof Trigger.StackTrigger) {
      throw CommandFailedException.usage(
          event
              + " is a request of CloudFormation, and start takes requests of releases: it comes in by a resource whose ServiceToken is StackRequest; rehearse lets it in the same way");
    }
  }

  private static Request request(Object tree, String event) {
    if (RevertRequest.isRevert(tree)) {
      throw CommandFailedException.usage(event + " asks to take back a release: use revert");
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
      remote.printProgress("started " + arn);
      remote.printProgress("");
      return follow(account, arn);
    }
    return startedAnswer(arn);
  }

  private static AccountOptions.CommandAnswer startedAnswer(String arn) {
    String called = arn.substring(arn.lastIndexOf(':') + 1);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("execution", arn);
    told.put("name", called);
    return AccountOptions.CommandAnswer.of(
        List.of("started " + arn, "follow it: coalmine status " + called), told);
  }

  private AccountOptions.CommandAnswer follow(AwsAccount account, String arn) {
    ReleaseTimeline timeline = new ReleaseTimeline(remote::printProgress, look -> {});
    Instant[] start = new Instant[1];
    ReleaseStatus ended =
        new ReleaseFollower(
                account,
                (at, state, output) -> {
                  start[0] = start[0] == null ? at : start[0];
                  timeline.stateExited(
                      Duration.between(start[0], at), state, SamTemplate.asMap(Json.parse(output)));
                })
            .awaitEnd(arn);
    Outcome outcome = ended.end().map(StatusText::outcome).orElseThrow();
    RehearsalResult ending =
        new RehearsalResult(outcome, ended.id(), StatusText.reason(ended), Duration.ZERO);
    return new AccountOptions.CommandAnswer(
        outcome.exitCode(), List.of("", ending.outcomeLine()), StatusText.toMap(ended));
  }

  private AccountOptions.CommandAnswer dryRun(AwsAccount account, Request request, Object tree) {
    DryRun.DryRunResult found = new DryRun(account).run(tree);
    boolean allowed = found.permissions().stream().allMatch(DryRun.WritePermission::granted);
    List<String> lines = new ArrayList<>();
    lines.add("dry run of %s at %s: nothing is moved".formatted(event, account.location()));
    lines.addAll(DryRunText.lines(request, found));
    return new AccountOptions.CommandAnswer(
        allowed ? 0 : CommandFailedException.REFUSED, lines, DryRunText.toMap(request, found));
  }
}
