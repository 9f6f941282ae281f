package dev.coalmine.local;

import dev.coalmine.local.json.Json;
import dev.coalmine.local.remote.Account;
import dev.coalmine.local.remote.DryRun;
import dev.coalmine.local.remote.Failure;
import dev.coalmine.local.remote.Following;
import dev.coalmine.local.remote.Sighting;
import dev.coalmine.local.remote.Starting;
import dev.coalmine.release.Outcome;
import dev.coalmine.release.RefusedException;
import dev.coalmine.release.Request;
import dev.coalmine.release.RequestReader;
import dev.coalmine.release.RevertRequest;
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
      Remote.STATUSES,
      "With --wait as rehearse: 0 promoted, 1 rolled back, 2 refused, 3 stuck.",
      "With --dry-run 0 if it would start, 2 if it would be refused or a function may not write.",
      "",
      Remote.FOOTER
    })
final class Start implements Callable<Integer> {
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

  @Mixin private Remote remote;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    name.ifPresent(this::mustBeName);
    String text = InputFile.text(spec, "event", event);
    return remote.answer(
        "",
        account -> {
          Object tree = tree(text, event.toString());
          Request request = request(tree, event.toString());
          return dryRun ? dryRun(account, request, tree) : start(account, request, tree);
        });
  }

  private void mustBeName(String given) {
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
  static Remote.Answer start(Account account, String text) {
    Object tree = tree(text, "this");
    String arn = new Starting(account, Optional.empty()).release(request(tree, "this"), tree);
    return started(arn);
  }

  private static Object tree(String text, String event) {
    mustBeRequest(Door.of(text), event);
    try {
      return Json.tree(text);
    } catch (IllegalArgumentException notJson) {
      throw Failure.refused(event + " is " + notJson.getMessage());
    }
  }

  private static void mustBeRequest(Door door, String event) {
    if (door instanceof Door.Bus) {
      throw Failure.usage(
          event
              + " is an event of EventBridge, and start takes requests: it comes in by the rule of StartRelease; rehearse lets it in the same way");
    }
    if (door instanceof Door.Pipeline) {
      throw Failure.usage(
          event
              + " is a job of CodePipeline, and start takes requests: it comes in by an action that invokes PipelineJob; rehearse lets it in the same way");
    }
    if (door instanceof Door.Stack) {
      throw Failure.usage(
          event
              + " is a request of CloudFormation, and start takes requests of releases: it comes in by a resource whose ServiceToken is StackRequest; rehearse lets it in the same way");
    }
  }

  private static Request request(Object tree, String event) {
    if (RevertRequest.isOne(tree)) {
      throw Failure.usage(event + " asks to take back a release: use revert");
    }
    RequestReader.Asked asked = RequestReader.read(tree);
    if (!asked.faults().isEmpty()) {
      throw Failure.refused(new RefusedException(asked.faults()).getMessage());
    }
    return asked.request();
  }

  private Remote.Answer start(Account account, Request request, Object tree) {
    String arn = new Starting(account, name).release(request, tree);
    if (wait) {
      remote.progress("started " + arn);
      remote.progress("");
      return follow(account, arn);
    }
    return started(arn);
  }

  private static Remote.Answer started(String arn) {
    String called = arn.substring(arn.lastIndexOf(':') + 1);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("execution", arn);
    told.put("name", called);
    return Remote.Answer.of(
        List.of("started " + arn, "follow it: coalmine status " + called), told);
  }

  private Remote.Answer follow(Account account, String arn) {
    Timeline timeline = new Timeline(remote::progress, look -> {});
    Instant[] start = new Instant[1];
    Sighting ended =
        new Following(
                account,
                (at, state, output) -> {
                  start[0] = start[0] == null ? at : start[0];
                  timeline.exited(
                      Duration.between(start[0], at), state, Template.map(Json.tree(output)));
                })
            .toItsEnd(arn);
    Outcome outcome = ended.end().map(Standings::outcome).orElseThrow();
    Ending ending = new Ending(outcome, ended.id(), Standings.reason(ended), Duration.ZERO);
    return new Remote.Answer(outcome.exitCode(), List.of("", ending.line()), Standings.tree(ended));
  }

  private Remote.Answer dryRun(Account account, Request request, Object tree) {
    DryRun.Found found = new DryRun(account).of(tree);
    boolean allowed = found.permissions().stream().allMatch(DryRun.Allowed::granted);
    List<String> lines = new ArrayList<>();
    lines.add("dry run of %s at %s: nothing is moved".formatted(event, account.place()));
    lines.addAll(Plans.lines(request, found));
    return new Remote.Answer(allowed ? 0 : Failure.REFUSED, lines, Plans.tree(request, found));
  }
}
