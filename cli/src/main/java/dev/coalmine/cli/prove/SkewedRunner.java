package dev.coalmine.cli.prove;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.lambda.FunctionRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * A function that gets each time in its event from a clock that is wrong by another amount. Hosts
 * of Step Functions have clocks of their own, so times of later states can be earlier.
 */
final class SkewedRunner implements FunctionRunner {
  private static final long SEED = 20261130;

  private final FunctionRunner runner;
  private final long most;
  private final Random random = new Random(SEED);

  /**
   * For a function and the largest error of its clocks.
   *
   * @param most in both directions
   */
  SkewedRunner(FunctionRunner runner, Duration most) {
    this.runner = runner;
    this.most = most.toMillis();
  }

  @Override
  public FunctionResult run(FunctionCall call) throws Exception {
    Map<String, Object> event = new LinkedHashMap<>(JsonView.parse(call.payload()).object());
    if (!(event.get("now") instanceof String now)) {
      return runner.run(call);
    }
    long error = random.nextLong(-most, most + 1);
    event.put("now", Instant.parse(now).plusMillis(error).toString());
    return runner.run(
        new FunctionCall(
            call.function(),
            call.version(),
            call.invokedArn(),
            call.requestId(),
            call.environment(),
            call.timeout(),
            call.memoryMegabytes(),
            Json.toBytes(event)));
  }
}
