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
 * The CallHook state: asks a function of the user's whether the release may go on. What the
 * function returns is handed on as the answer of the task; a function that answers "Pending"
 * answers later, with the task's token.
 */
public final class CallHook implements RequestStreamHandler {
  private final HookFunctions functions;
  private final Executions executions;

  /** Lambda's constructor: clients are made once, at init. */
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
   * What a hook is told. The last two fields are what a hook of CodeDeploy looks for.
   *
   * @param release the release's name
   * @param execution ARN of its execution
   * @param hook beforeTraffic, eachStep or afterTraffic
   * @param weight the share of requests that the canary has, in percent
   * @param targets each with what serves beside the canary ("before") and the canary ("after")
   * @param taskToken to answer later with
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

  /** Functions of some runtimes may return nothing at all, or text. */
  private static Object tree(String payload) {
    try {
      return payload.isBlank() ? "" : Json.readTree(payload);
    } catch (JacksonException notJson) {
      return payload;
    }
  }
}
