package dev.coalmine.local;

import dev.coalmine.local.asl.Resource;
import dev.coalmine.local.asl.TaskAnswer;
import dev.coalmine.local.asl.TaskCall;
import dev.coalmine.local.aws.EmbeddedAws;
import dev.coalmine.local.aws.WireAnswer;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The optimized integration {@code lambda:invoke}, with and without a task token: a Task's call
 * becomes Lambda's Invoke on the embedded AWS, and its answer the task's result (Step Functions
 * developer guide, "Invoke an AWS Lambda function with Step Functions").
 */
final class LambdaInvoke implements Resource {
  static final String ARN = "arn:aws:states:::lambda:invoke";
  static final String WAITING_ARN = ARN + ".waitForTaskToken";

  private final Supplier<EmbeddedAws> aws;
  private final UnaryOperator<String> acting;

  /**
   * Calls to an account.
   *
   * @param acting what the template calls the state machine of that name
   */
  LambdaInvoke(Supplier<EmbeddedAws> aws, UnaryOperator<String> acting) {
    this.aws = aws;
    this.acting = acting;
  }

  @Override
  public void start(TaskCall call, TaskAnswer answer) {
    Map<String, Object> parameters = Template.map(call.parameters());
    WireAnswer invoked = aws.get().answer(request(parameters, caller(call)));
    String payload = new String(invoked.body(), StandardCharsets.UTF_8);
    if (invoked.status() >= 300) {
      String type = header(invoked, "x-amzn-ErrorType");
      answer.failure("Lambda." + type, String.valueOf(field(payload, "message", "Message")));
    } else if (!header(invoked, "X-Amz-Function-Error").isEmpty()) {
      answer.failure(String.valueOf(field(payload, "errorType")), payload);
    } else {
      answer.success(result(invoked, payload));
    }
  }

  private String caller(TaskCall call) {
    Map<String, Object> machine = Template.map(call.context().get("StateMachine"));
    return acting.apply(String.valueOf(machine.get("Name")));
  }

  private static WireRequest request(Map<String, Object> parameters, String caller) {
    String function = String.valueOf(parameters.get("FunctionName"));
    return new WireRequest(
        "POST",
        "/2015-03-31/functions/"
            + URLEncoder.encode(function, StandardCharsets.UTF_8)
            + "/invocations",
        Map.of(),
        Map.of("user-agent", "app/" + caller, "content-type", "application/json"),
        Json.bytes(parameters.get("Payload")));
  }

  private static Map<String, Object> result(WireAnswer invoked, String payload) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ExecutedVersion", header(invoked, "X-Amz-Executed-Version"));
    result.put("Payload", Json.tree(payload));
    result.put("SdkHttpMetadata", Map.of("HttpStatusCode", invoked.status()));
    result.put("SdkResponseMetadata", Map.of("RequestId", header(invoked, "x-amzn-RequestId")));
    result.put("StatusCode", invoked.status());
    return result;
  }

  /** The first of these fields that is there; services differ in the case of their messages. */
  private static Object field(String json, String... names) {
    Map<String, Object> object = Json.object(json.getBytes(StandardCharsets.UTF_8));
    return Stream.of(names).filter(object::containsKey).findFirst().map(object::get).orElse("");
  }

  private static String header(WireAnswer answer, String name) {
    return answer.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
