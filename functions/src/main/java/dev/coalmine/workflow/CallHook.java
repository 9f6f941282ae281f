package dev.coalmine.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.HookFunctions;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.document.CaughtFailure;
import dev.coalmine.document.HandlerEvent;
import dev.coalmine.document.Json;
import dev.coalmine.release.HookAnswer;
import dev.coalmine.release.Release;
import dev.coalmine.request.Hooks;
import dev.coalmine.target.TargetChange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * The CallHook state: calls a hook, a function of the user. Its result completes the task; a
 * function that returns "Pending" completes the task itself later, with the task token.
 */
public final class CallHook implements RequestStreamHandler {
  private final HookFunctions functions;
  private final Executions executions;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public CallHook() {
    this(
        HookFunctions.fromEnvironment("CallHook"),
        StepFunctions.fromEnvironment("CallHook").executions());
  }

  CallHook(HookFunctions functions, Executions executions) {
    this.functions = functions;
    this.executions = executions;
  }

  /**
   * The payload of a hook. The last two fields are those that a hook of CodeDeploy reads.
   *
   * @param release the release's name
   * @param execution ARN of its execution
   * @param hook beforeTraffic, eachStep or afterTraffic
   * @param weight the canary's weight in percent
   * @param targets each with the version or deployment before and after
   * @param taskToken for an answer at a later time
   */
  private record HookPayload(
      String release,
      String execution,
      String hook,
      int weight,
      List<TargetChange> targets,
      String taskToken,
      String DeploymentId,
      String LifecycleEventHookExecutionId) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    HandlerEvent event = HandlerEvent.read(in);
    String token = event.token();
    HookAnswer answer = callFunction(event.release(), token);
    if (answer.status() != HookAnswer.HookStatus.PENDING) {
      executions.completeTask(token, Json.toJson(answer));
    }
    Json.write(out, answer);
  }

  private HookAnswer callFunction(Release release, String token) {
    Hooks.HookCall call = release.progress().hook();
    HookPayload question =
        new HookPayload(
            release.id(),
            release.execution(),
            call.name(),
            release.weight().percent(),
            release.targets(),
            token,
            release.id(),
            token);
    HookFunctions.InvocationResult result =
        functions.invoke(call.function(), Json.toJson(question));
    return result.failed()
        ? new HookAnswer(HookAnswer.HookStatus.FAILED, CaughtFailure.message(result.payload()))
        : HookAnswer.of(tree(result.payload()));
  }

  /** Functions of some runtimes return nothing or plain text. */
  private static Object tree(String payload) {
    try {
      return payload.isBlank() ? "" : Json.readTree(payload);
    } catch (JacksonException notJson) {
      return payload;
    }
  }
}
