package dev.coalmine.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Stacks;
import dev.coalmine.release.ResourceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * The AnswerStack state: tells CloudFormation how its request ended. EventBridge invokes it, too,
 * when the execution that served a request was ended from outside. Safe to run twice: the first
 * answer counts.
 */
public final class AnswerStack implements RequestStreamHandler {
  private final Stacks stacks;

  /** Lambda's constructor: clients are made once, at init. */
  public AnswerStack() {
    this(Stacks.fromEnvironment());
  }

  AnswerStack(Stacks stacks) {
    this.stacks = stacks;
  }

  /**
   * What the state machine tells AnswerStack, or EventBridge.
   *
   * @param request CloudFormation's
   * @param responseUrl where the answer goes
   * @param stack StackRelease's last answer
   * @param failure Error and Cause of StackRelease; empty when it did not fail
   * @param detail of "Step Functions Execution Status Change", which has none of the others
   */
  private record Asked(
      ResourceRequest request,
      String responseUrl,
      StackStanding stack,
      Map<String, Object> failure,
      Detail detail) {
    private record Detail(String status, String error, String cause, String input) {}
  }

  /** What was told; logged, as EventBridge does not look at answers. */
  private record Line(
      String stack, String resource, String request, String status, String reason) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Asked asked = Json.read(in, Asked.class);
    StackEvent event =
        asked.detail() == null
            ? new StackEvent(asked.request(), asked.responseUrl())
            : Json.read(asked.detail().input(), StackEvent.class);
    ResourceRequest request = event.request();
    StackAnswer answer = asked.detail() == null ? answer(asked) : ended(asked.detail());
    stacks.tell(event.responseUrl(), answer.body(request));
    Line line =
        new Line(
            request.stackId(),
            request.logicalId(),
            request.requestId(),
            answer.status(),
            answer.reason());
    System.out.println(Json.text(line));
    Json.write(out, line);
  }

  private static StackAnswer answer(Asked asked) {
    Optional<Failure> failure = Failure.of(asked.failure());
    return failure.isPresent()
        ? new StackAnswer(false, failure.get().sentence(), Map.of())
        : new StackAnswer(asked.stack().succeeded(), asked.stack().reason(), asked.stack().data());
  }

  private static StackAnswer ended(Asked.Detail detail) {
    String why =
        "what served this request was ended from outside (%s%s%s): its release, if it has one, goes on until the stack goes back"
            .formatted(detail.status(), after(" ", detail.error()), after(": ", detail.cause()));
    return new StackAnswer(false, why, Map.of());
  }

  private static String after(String separator, String text) {
    return text == null || text.isEmpty() ? "" : separator + text;
  }
}
