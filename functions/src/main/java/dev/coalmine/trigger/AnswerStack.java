package dev.coalmine.trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.StackCallback;
import dev.coalmine.document.CaughtFailure;
import dev.coalmine.document.Json;
import dev.coalmine.request.CustomResourceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * The AnswerStack state: sends CloudFormation the response to its request. EventBridge invokes it
 * too, when the execution for a request was stopped or timed out. Safe to run twice: the first
 * response counts.
 */
public final class AnswerStack implements RequestStreamHandler {
  private final StackCallback stacks;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public AnswerStack() {
    this(StackCallback.fromEnvironment());
  }

  AnswerStack(StackCallback stacks) {
    this.stacks = stacks;
  }

  /**
   * The event of the state machine or of EventBridge.
   *
   * @param request the request of CloudFormation
   * @param responseUrl the address for the response
   * @param stack StackRelease's last answer
   * @param failure Error and Cause of StackRelease; empty if it did not fail
   * @param detail of "Step Functions Execution Status Change", which has none of the others
   */
  private record AnswerStackInput(
      CustomResourceRequest request,
      String responseUrl,
      StackProgress stack,
      Map<String, Object> failure,
      EndedExecutionDetail detail) {
    private record EndedExecutionDetail(String status, String error, String cause, String input) {}
  }

  /** The response; logged, as EventBridge ignores results. */
  private record StackAnswerLogLine(
      String stack, String resource, String request, String status, String reason) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    AnswerStackInput asked = Json.read(in, AnswerStackInput.class);
    CustomResourceEvent event =
        asked.detail() == null
            ? new CustomResourceEvent(asked.request(), asked.responseUrl())
            : Json.read(asked.detail().input(), CustomResourceEvent.class);
    CustomResourceRequest request = event.request();
    CustomResourceResponse answer = asked.detail() == null ? answer(asked) : ended(asked.detail());
    stacks.send(event.responseUrl(), answer.toJson(request));
    StackAnswerLogLine line =
        new StackAnswerLogLine(
            request.stackId(),
            request.logicalId(),
            request.requestId(),
            answer.status(),
            answer.reason());
    System.out.println(Json.toLogLine(line));
    Json.write(out, line);
  }

  private static CustomResourceResponse answer(AnswerStackInput asked) {
    Optional<CaughtFailure> failure = CaughtFailure.of(asked.failure());
    return failure.isPresent()
        ? new CustomResourceResponse(false, failure.get().toSentence(), Map.of())
        : new CustomResourceResponse(
            asked.stack().succeeded(), asked.stack().reason(), asked.stack().data());
  }

  private static CustomResourceResponse ended(AnswerStackInput.EndedExecutionDetail detail) {
    String why =
        "the execution for this request was stopped from outside (%s%s%s): its release, if any, continues until the stack rolls back"
            .formatted(
                detail.status(),
                JobResult.after(" ", detail.error()),
                JobResult.after(": ", detail.cause()));
    return new CustomResourceResponse(false, why, Map.of());
  }
}
