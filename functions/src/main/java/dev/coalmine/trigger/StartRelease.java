package dev.coalmine.trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.Lambda;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.document.Json;
import dev.coalmine.request.ExecutionName;
import dev.coalmine.request.NothingToReleaseException;
import dev.coalmine.request.PublishedVersion;
import dev.coalmine.request.RequestReader;
import dev.coalmine.request.TagRequest;
import dev.coalmine.target.AliasTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The trigger for published versions: starts a release if the function's tags turn releases on. The
 * event may come twice, late, or from a call that published nothing. The execution's name is made
 * from what is released, so no release starts twice.
 */
public final class StartRelease implements RequestStreamHandler {
  private final Lambda lambda;
  private final Executions executions;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public StartRelease() {
    this(
        Lambda.fromEnvironment("StartRelease"),
        StepFunctions.whenUsed("StartRelease").executions());
  }

  StartRelease(Lambda lambda, Executions executions) {
    this.lambda = lambda;
    this.executions = executions;
  }

  /**
   * The result of an event; logged, as EventBridge ignores results.
   *
   * @param execution ARN of the release's execution; empty if the event starts nothing
   * @param reason why it starts a release or none
   */
  private record StartReleaseResult(String execution, String reason) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    StartReleaseResult answer = answer(Json.readView(event).map());
    System.out.println(Json.toLogLine(answer));
    Json.write(out, answer);
  }

  private StartReleaseResult answer(Map<String, Object> event) {
    try {
      return start(PublishedVersion.of(event));
    } catch (NothingToReleaseException nothing) {
      return new StartReleaseResult("", nothing.getMessage());
    }
  }

  private StartReleaseResult start(PublishedVersion published) {
    Map<String, String> tags =
        lambda
            .tags()
            .of(published.function())
            .orElseThrow(
                () ->
                    new NothingToReleaseException(
                        "could not read the tags of %s: the function does not exist, or this stack is not allowed to release it"
                            .formatted(published.functionName())));
    Map<String, Object> request = TagRequest.of(published, tags);
    RequestReader.ParsedRequest asked = RequestReader.read(request);
    if (asked.faults().isEmpty()) {
      AliasTarget target = (AliasTarget) asked.request().targets().get(0);
      published.requireNewTo(target, lambda.aliases().findRouting(target));
    }
    return start(published, tags.get(TagRequest.ALIAS), request);
  }

  /**
   * A request with faults is started too: its execution is refused at once, where people look for
   * it.
   */
  private StartReleaseResult start(
      PublishedVersion published, String alias, Map<String, Object> request) {
    String name = ExecutionName.of(published, alias);
    Executions.StartedExecution started = executions.start(name, Json.toJson(request));
    return new StartReleaseResult(
        started.arn(),
        started.alreadyExisted()
            ? "version %s was already released by this execution; to release it again, start an execution by hand"
                .formatted(published.version())
            : "release of version %s of %s started"
                .formatted(published.version(), published.functionName()));
  }
}
