package dev.coalmine.cli.world;

import dev.coalmine.embedded.asl.TaskCall;
import dev.coalmine.embedded.asl.TaskCompletion;
import dev.coalmine.embedded.asl.TaskResource;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.ServiceCaller;
import dev.coalmine.text.JsonView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The optimized integration {@code lambda:invoke}, with and without a task token: a Task invokes
 * the function on the embedded AWS, and its answer is the task's result (Step Functions developer
 * guide, "Invoke an AWS Lambda function with Step Functions").
 */
public final class LambdaInvokeTask implements TaskResource {
  public static final String ARN = "arn:aws:states:::lambda:invoke";
  public static final String WAITING_ARN = ARN + ".waitForTaskToken";

  private final ServiceCaller aws;
  private final UnaryOperator<String> logicalNames;

  /**
   * Creates the integration for one account.
   *
   * @param logicalNames gives a state machine's name in the template by its name in the account
   */
  LambdaInvokeTask(ServiceCaller aws, UnaryOperator<String> logicalNames) {
    this.aws = aws;
    this.logicalNames = logicalNames;
  }

  @Override
  public void start(TaskCall call, TaskCompletion answer) {
    Map<String, Object> parameters = JsonView.of(call.parameters()).map();
    WireResponse invoked = aws.call(request(parameters, caller(call)));
    String payload = new String(invoked.body(), StandardCharsets.UTF_8);
    if (invoked.isConnectionReset()) { // as Step Functions names it, among "transient exceptions"
      answer.fail("Lambda.SdkClientException", "Unable to execute HTTP request: Connection reset");
    } else if (invoked.status() >= 300) {
      String type = header(invoked, "x-amzn-ErrorType");
      answer.fail("Lambda." + type, ServiceCaller.errorMessage(invoked));
    } else if (!header(invoked, "X-Amz-Function-Error").isEmpty()) {
      fail(answer, invoked);
    } else {
      answer.succeed(result(invoked, payload));
    }
  }

  /**
   * A failure without an errorType, as some runtimes report a time-out, is a Lambda.Unknown
   * (developer guide, "Handle transient Lambda service exceptions"; its cause is that of real
   * failures which users published).
   */
  private static void fail(TaskCompletion answer, WireResponse invoked) {
    String payload = new String(invoked.body(), StandardCharsets.UTF_8);
    String type = dev.coalmine.embedded.json.JsonView.parse(invoked.body()).get("errorType").text();
    if (type.isEmpty()) {
      answer.fail(
          "Lambda.Unknown",
          "The cause could not be determined because Lambda did not return an error type."
              + " Returned payload: "
              + payload);
    } else {
      answer.fail(type, payload);
    }
  }

  private String caller(TaskCall call) {
    String machine = JsonView.of(call.context()).object("StateMachine").text("Name", "");
    return logicalNames.apply(machine);
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
        Json.toBytes(parameters.get("Payload")));
  }

  private static Map<String, Object> result(WireResponse invoked, String payload) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ExecutedVersion", header(invoked, "X-Amz-Executed-Version"));
    result.put("Payload", Json.parse(payload));
    result.put("SdkHttpMetadata", Map.of("HttpStatusCode", invoked.status()));
    result.put("SdkResponseMetadata", Map.of("RequestId", header(invoked, "x-amzn-RequestId")));
    result.put("StatusCode", invoked.status());
    return result;
  }

  private static String header(WireResponse answer, String name) {
    return answer.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
