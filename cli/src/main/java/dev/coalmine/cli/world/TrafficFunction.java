package dev.coalmine.cli.world;

import dev.coalmine.cli.traffic.SampledRequest;
import dev.coalmine.cli.traffic.TrafficGenerator;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import java.time.InstantSource;
import java.util.Map;

/**
 * A function whose versions behave as its traffic file says when someone invokes them: the version
 * that fails its simulated callers fails this one, too. A version whose environment variables
 * configure it behaves as they say.
 *
 * @param traffic of the function
 * @param configured the function without traffic; it also makes the answer of a request that
 *     succeeds
 * @param clock the account's time
 */
record TrafficFunction(TrafficGenerator traffic, FunctionRunner configured, InstantSource clock)
    implements FunctionRunner {
  /** The beginning of the variables that configure a version. */
  private static final String CONFIGURES = "COALMINE_";

  @Override
  public FunctionResult run(FunctionCall call) throws Exception {
    FunctionResult own = configured.run(call);
    if (call.environment().keySet().stream().anyMatch(name -> name.startsWith(CONFIGURES))) {
      return own;
    }
    SampledRequest request =
        traffic.sampleRequest(call.function(), call.version(), clock.instant());
    return request.failed()
        ? new FunctionResult(Json.toBytes(error(call)), true, request.duration())
        : new FunctionResult(own.payload(), own.failed(), request.duration());
  }

  private static Map<String, Object> error(FunctionCall call) {
    return Map.of(
        "errorType",
        "SimulatedError",
        "errorMessage",
        "version %s of %s fails as its callers see it".formatted(call.version(), call.function()));
  }
}
