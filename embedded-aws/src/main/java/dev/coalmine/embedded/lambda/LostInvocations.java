package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.clock.Scheduler;
import dev.coalmine.embedded.lambda.FunctionRunner.FunctionCall;
import dev.coalmine.embedded.lambda.FunctionRunner.FunctionResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/**
 * Synchronous invocations whose caller loses the connection or gives up, while the handler goes on
 * to its own end. Lambda does not stop it before the function's time-out: a Task that ends with
 * States.Timeout leaves its function running (AWS re:Post, "Lambda Function Behavior After Step
 * Functions Task State Timeout"), Step Functions reports a broken connection as
 * Lambda.SdkClientException (developer guide, "Handle transient Lambda service exceptions"), and a
 * client can wait in vain for a function that ended long before (issue 2510 of boto3). A handler
 * can also be killed, as by a crash of its runtime. One thread runs at a time, so that virtual time
 * stays deterministic.
 */
public final class LostInvocations {
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final AtomicBoolean allowed = new AtomicBoolean();
  private final AtomicReference<BiConsumer<FunctionCall, String>> lateEnd =
      new AtomicReference<>((call, end) -> {});
  private final ThreadLocal<Optional<DetachedRun>> current =
      ThreadLocal.withInitial(Optional::empty);

  LostInvocations(InstantSource clock, Scheduler scheduler) {
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /** From now on handlers run on threads of their own, so that they can go on without a caller. */
  public void allow() {
    allowed.set(true);
  }

  /** Gives this listener what nobody else gets: the answer or failure of a handler that went on. */
  public void onLateEnd(BiConsumer<FunctionCall, String> listener) {
    lateEnd.set(listener);
  }

  /**
   * Called while a handler runs, on its thread: its caller loses it now, and the handler goes on
   * when this time has passed. If the function's time-out is earlier, it is killed then.
   *
   * @throws IllegalStateException if no handler runs on this thread
   */
  public void loseCaller(Duration later) {
    running().loseCaller(clock, scheduler, later);
  }

  /**
   * Called while a handler runs, on its thread: it is killed, and its caller gets the failure of a
   * crashed runtime. Never returns.
   *
   * @throws IllegalStateException if no handler runs on this thread
   */
  public void kill() {
    running().kill();
  }

  /** Ends the calling thread if its handler was killed and has gone on nevertheless. */
  public void endIfKilled() {
    current.get().ifPresent(DetachedRun::endIfKilled);
  }

  private DetachedRun running() {
    return current
        .get()
        .orElseThrow(() -> new IllegalStateException("no handler runs on this thread"));
  }

  FunctionResult run(FunctionRunner runner, FunctionCall call) throws Exception {
    if (!allowed.get()) {
      return runner.run(call);
    }
    DetachedRun run = new DetachedRun(call, lateEnd.get());
    return run.start(
        () -> {
          current.set(Optional.of(run));
          return runner.run(call);
        });
  }
}
