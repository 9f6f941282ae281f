package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.clock.Scheduler;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner.FunctionCall;
import dev.coalmine.embedded.lambda.FunctionRunner.FunctionResult;
import dev.coalmine.embedded.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.function.BiConsumer;

/** One run of a handler on a thread of its own. Whoever waits for it gets one report at a time. */
final class DetachedRun {
  private final FunctionCall call;
  private final BiConsumer<FunctionCall, String> lateEnd;
  private final SynchronousQueue<Callable<FunctionResult>> reports = new SynchronousQueue<>();
  private volatile boolean killed;

  DetachedRun(FunctionCall call, BiConsumer<FunctionCall, String> lateEnd) {
    this.call = call;
    this.lateEnd = lateEnd;
  }

  /** Ends the thread of a killed function; no handler catches it. */
  private static final class FunctionKilledError extends Error {
    private static final long serialVersionUID = 1L;

    private FunctionKilledError(String function) {
      super(function + " was killed", null, false, false);
    }
  }

  /** Runs the code, and returns its result or the failure of its invocation. */
  FunctionResult start(Callable<FunctionResult> code) throws Exception {
    Thread thread = new Thread(() -> report(resultOf(code)), call.function());
    thread.setDaemon(true);
    thread.start();
    return nextReport().call();
  }

  private Callable<FunctionResult> resultOf(Callable<FunctionResult> code) {
    try {
      FunctionResult result = code.call();
      return killed ? this::crashed : () -> result;
    } catch (Exception thrown) {
      return killed
          ? this::crashed
          : () -> {
            throw thrown;
          };
    } catch (FunctionKilledError end) {
      return this::crashed;
    } catch (LinkageError | AssertionError | StackOverflowError thrown) {
      return () -> {
        throw thrown;
      };
    }
  }

  void loseCaller(InstantSource clock, Scheduler scheduler, Duration later) {
    boolean outlives = later.compareTo(call.timeout()) < 0;
    CountDownLatch resumed = new CountDownLatch(1);
    scheduler.runAt(
        clock.instant().plus(outlives ? later : call.timeout()),
        () -> {
          killed = killed || !outlives;
          resumed.countDown();
          lateEnd.accept(call, outcome(nextReport())); // until it ends or is lost again
        });
    report(this::lost);
    awaitUninterrupted(resumed);
    endIfKilled();
  }

  private static String outcome(Callable<FunctionResult> report) {
    try {
      return new String(report.call().payload(), StandardCharsets.UTF_8);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError thrown) {
      return thrown.toString();
    }
  }

  void kill() {
    killed = true;
    endIfKilled();
  }

  void endIfKilled() {
    if (killed) {
      throw new FunctionKilledError(call.function());
    }
  }

  /** As Step Functions names a broken connection to Lambda. */
  private FunctionResult lost() {
    throw new AwsError(
        500,
        "SdkClientException",
        "Unable to execute HTTP request: The target server failed to respond");
  }

  /** As Lambda reports a runtime that exits (its developer guide, "Runtime.ExitError"). */
  private FunctionResult crashed() {
    return failure(
        Map.of(
            "errorType",
            "Runtime.ExitError",
            "errorMessage",
            "RequestId: "
                + call.requestId()
                + " Error: Runtime exited with error: signal: killed"));
  }

  private static FunctionResult failure(Map<String, Object> payload) {
    return new FunctionResult(Json.toBytes(payload), true, Duration.ofMillis(1));
  }

  private void report(Callable<FunctionResult> what) {
    boolean interrupted = false;
    while (true) {
      try {
        reports.put(what);
        break;
      } catch (InterruptedException again) { // by a time-out of the SDK
        interrupted = true;
      }
    }
    restore(interrupted);
  }

  private Callable<FunctionResult> nextReport() {
    boolean interrupted = false;
    while (true) {
      try {
        Callable<FunctionResult> next = reports.take();
        restore(interrupted);
        return next;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    restore(interrupted);
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
