package dev.coalmine.cli.scale;

import dev.coalmine.embedded.clock.SteppedTaskExecutor;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What lasts in an account: each call of a handler 15 to 45 ms, as of a warm connection within a
 * Region, and each invocation as long as its calls, up to the function's time-out. Cold starts and
 * the handler's own work are left out.
 */
final class SlowNetwork {
  private static final int FASTEST = 15;
  private static final int SLOWEST = 45;

  private final SteppedTaskExecutor steps;
  private final SplittableRandom random;

  SlowNetwork(SteppedTaskExecutor steps, long seed) {
    this.steps = steps;
    this.random = new SplittableRandom(seed);
  }

  /** The same service, which takes its time to answer. */
  ServiceCaller before(ServiceCaller service) {
    return request -> answer(service, request);
  }

  private WireResponse answer(ServiceCaller service, WireRequest request) {
    steps.pause(Duration.ofMillis(random.nextInt(FASTEST, SLOWEST)));
    return service.call(request);
  }

  /** The same function, which ends at its time-out at the latest, as Lambda ends it. */
  FunctionRunner limited(FunctionRunner runner) {
    return call -> {
      Instant began = steps.now();
      Optional<FunctionRunner.FunctionResult> result =
          steps.within(call.timeout(), () -> runner.run(call));
      Duration took = Duration.between(began, steps.now());
      return result
          .map(own -> new FunctionRunner.FunctionResult(own.payload(), own.failed(), took))
          .orElseGet(() -> timedOut(call));
    };
  }

  private static FunctionRunner.FunctionResult timedOut(FunctionRunner.FunctionCall call) {
    String payload =
        """
        {"errorType": "Sandbox.Timedout", "errorMessage": "RequestId: %s Error: Task timed out after %d.00 seconds"}\
        """
            .formatted(call.requestId(), call.timeout().toSeconds());
    return new FunctionRunner.FunctionResult(
        payload.getBytes(StandardCharsets.UTF_8), true, call.timeout());
  }
}
