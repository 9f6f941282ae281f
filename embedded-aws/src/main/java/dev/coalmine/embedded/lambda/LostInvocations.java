package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.clock.Scheduler;
import dev.coalmine.embedded.lambda.FunctionRunner.FunctionCall;
import dev.coalmine.embedded.lambda.FunctionRunner.FunctionResult;
import dev.coalmine.embedded.protocol.AwsError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Synchronous invocations whose caller loses the connection or gives up, while the handler goes on
 * to its own end. Lambda does not stop it before the function's time-out: a Task that ends with
 * States.Timeout leaves its function running (AWS re:Post, "Lambda Function Behavior After Step
 * Functions Task State Timeout"), Step Functions reports a broken connection as
 * Lambda.SdkClientException (developer guide, "Handle transient Lambda service exceptions"), and a
 * client can wait in vain for a function that ended long before (issue 2510 of boto3).
 */
public final class LostInvocations {
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final AtomicBoolean allowed = new AtomicBoolean();
  private final ThreadLocal<Optional<RunningHandler>> current =
      ThreadLocal.withInitial(Optional::empty);

  LostInvocations(InstantSource clock, Scheduler scheduler) {
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /** A handler on a thread of its own. Its answer is what its caller gets. */
  private record RunningHandler(
      FunctionCall call, CompletableFuture<FunctionResult> answer, CompletableFuture<Void> end) {
    void run(FunctionRunner runner) {
      try {
        answer.complete(runner.run(call));
      } catch (Exception | Error thrown) {
        answer.completeExceptionally(thrown);
      } finally {
        end.complete(null);
      }
    }
  }

  /** From now on handlers run on threads of their own, so that they can go on without a caller. */
  public void allow() {
    allowed.set(true);
  }

  /**
   * Called while a handler runs, on its thread: its caller loses it now, and the handler goes on
   * when this time has passed.
   *
   * @throws IllegalArgumentException if the function would have timed out by then
   * @throws IllegalStateException if no handler runs on this thread
   */
  public void loseCaller(Duration later) {
    RunningHandler handler =
        current
            .get()
            .orElseThrow(() -> new IllegalStateException("no handler runs on this thread"));
    Duration timeout = handler.call().timeout();
    if (later.compareTo(timeout) >= 0) {
      throw new IllegalArgumentException(
          "a handler that goes on after %s would have timed out after %s"
              .formatted(later, timeout));
    }
    CompletableFuture<Void> resumed = new CompletableFuture<>();
    scheduler.runAt(
        clock.instant().plus(later),
        () -> {
          resumed.complete(null);
          handler.end().join();
        });
    handler
        .answer()
        .completeExceptionally(
            new AwsError(
                500,
                "SdkClientException",
                "Unable to execute HTTP request: The target server failed to respond"));
    resumed.join();
  }

  FunctionResult run(FunctionRunner runner, FunctionCall call) throws Exception {
    if (!allowed.get()) {
      return runner.run(call);
    }
    RunningHandler handler =
        new RunningHandler(call, new CompletableFuture<>(), new CompletableFuture<>());
    Thread thread =
        new Thread(
            () -> {
              current.set(Optional.of(handler));
              handler.run(runner);
            },
            "handler-" + call.function());
    thread.setDaemon(true);
    thread.start();
    return answer(handler);
  }

  private static FunctionResult answer(RunningHandler handler) throws Exception {
    try {
      return handler.answer().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }
}
