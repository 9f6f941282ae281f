package dev.coalmine.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.StackCallback;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.document.Json;
import dev.coalmine.request.CustomResourceRequest;
import dev.coalmine.request.ExecutionName;
import dev.coalmine.text.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * The trigger for CloudFormation: starts an execution of the state machine for stacks with its
 * request, and responds itself only if that fails. The execution is named after the request, so a
 * request that Lambda delivers twice runs once.
 */
public final class StackRequest implements RequestStreamHandler {
  /**
   * EventBridge includes an execution's input up to 248 KiB in the event of its end; no release is
   * as large.
   */
  private static final int MOST_BYTES = 100_000;

  private final Executions executions;
  private final StackCallback stacks;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public StackRequest() {
    this(StepFunctions.forStacks("StackRequest").executions(), StackCallback.fromEnvironment());
  }

  StackRequest(Executions executions, StackCallback stacks) {
    this.executions = executions;
    this.stacks = stacks;
  }

  /** The log line; the event itself is never logged, as it has the address for the response. */
  private record StackRequestLogLine(
      String stack, String resource, String request, String result) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    String text = new String(in.readAllBytes(), UTF_8);
    CustomResourceEvent event = CustomResourceEvent.of(text);
    stacks.requireAllowed(event.responseUrl());
    String result =
        event.request().kind() == CustomResourceRequest.RequestType.UNKNOWN
            ? refuse(event, kindFault(text))
            : start(event);
    System.out.println(
        Json.toLogLine(
            new StackRequestLogLine(
                event.request().stackId(),
                event.request().logicalId(),
                event.request().requestId(),
                result)));
  }

  /** CloudFormation would wait for an hour if it got no answer. */
  private static String kindFault(String event) {
    return "RequestType must be Create, Update or Delete, not "
        + Quote.of(Json.readView(event).text("RequestType", ""));
  }

  private String start(CustomResourceEvent event) {
    try {
      String input = Json.toJson(event);
      if (input.getBytes(UTF_8).length > MOST_BYTES) {
        return refuse(event, "the resource's properties are larger than 100,000 bytes");
      }
      return executions.start(ExecutionName.of(event.request()), input).arn();
    } catch (RuntimeException failure) {
      return started(event)
          .orElseGet(
              () ->
                  refuse(
                      event,
                      "could not start the stack workflow, so nothing was released: " + failure));
    }
  }

  /** The execution that runs although the answers to its start were lost. */
  private Optional<String> started(CustomResourceEvent event) {
    String arn = executions.arn(ExecutionName.of(event.request()));
    try {
      return executions.find(arn).map(found -> arn);
    } catch (RuntimeException unknown) {
      return Optional.empty();
    }
  }

  private String refuse(CustomResourceEvent event, String why) {
    CustomResourceResponse answer = new CustomResourceResponse(false, why, Map.of());
    stacks.send(event.responseUrl(), answer.toJson(event.request()));
    return answer.status() + ": " + why;
  }
}
