package dev.coalmine.cli.account;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.request.ExecutionName;
import dev.coalmine.request.Request;
import dev.coalmine.target.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/** Starts executions; the same request within a minute starts one. */
public final class ReleaseStarter {
  private final AwsAccount account;
  private final Optional<String> name;

  /**
   * For one account.
   *
   * @param name of the execution; a generated one if empty
   */
  public ReleaseStarter(AwsAccount account, Optional<String> name) {
    this.account = account;
    this.name = name;
  }

  /**
   * Starts a release.
   *
   * @param tree the request as JSON tree, which is the execution's input
   * @return ARN of the execution
   * @throws CommandFailedException if an execution of that name exists, unless it is running with
   *     the same input
   */
  public String startRelease(Request request, Object tree) {
    return start(describeRequest(request), tree);
  }

  /** The part of the generated name that people search for: the id, or the targets. */
  private static String describeRequest(Request request) {
    return request
        .id()
        .orElseGet(
            () ->
                request.targets().stream()
                    .map(Target::defaultReleaseId)
                    .map(id -> id.replaceFirst("-$", "")) // no version is named
                    .collect(Collectors.joining("-")));
  }

  /**
   * Starts the revert of a promoted release.
   *
   * @param by who gives the command
   * @param why empty if no reason is given
   */
  public String startRevert(ReleaseStatus promoted, String by, String why) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("revert", promoted.arn());
    request.put("by", by);
    request.put("why", why);
    return start("revert-" + promoted.id(), request);
  }

  private String start(String words, Object tree) {
    String input = Json.toText(tree);
    String called =
        name.orElseGet(() -> ExecutionName.ofRequest(words, input, account.sleeper().now()));
    return account.call(() -> start(called, input)).orElseThrow(() -> alreadyStarted(called));
  }

  private Optional<String> start(String called, String input) {
    try {
      return Optional.of(
          account
              .sfn()
              .startExecution(
                  start -> start.stateMachineArn(account.workflowArn()).name(called).input(input))
              .executionArn());
    } catch (ExecutionAlreadyExistsException known) {
      return Optional.empty();
    }
  }

  private CommandFailedException alreadyStarted(String called) {
    String stands =
        new ReleaseFinder(account)
            .byArn(account.executions().arn(called))
            .flatMap(ReleaseStatus::end)
            .map(end -> "has ended (%s): %s".formatted(end.outcomeWord(), end.reason()))
            .orElse("is running with another input");
    return CommandFailedException.refused(
        "execution %s exists already and %s; the same request starts only one release within a minute: wait a minute, or give another --name"
            .formatted(called, stands));
  }
}
