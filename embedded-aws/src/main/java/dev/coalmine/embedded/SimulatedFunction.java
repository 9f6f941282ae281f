package dev.coalmine.embedded;

import dev.coalmine.embedded.apigateway.AuthorizerEvent;
import dev.coalmine.embedded.apigateway.ProxyEvent;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Simulates a function whose code is not run. A version behaves as its environment variables say
 * ({@link FunctionBehaviour}); publishing freezes them. A request through API Gateway gets a
 * response with function and version, and with status 200 or 500; any other gets {@code null}.
 */
public final class SimulatedFunction implements FunctionRunner {
  private static final Duration MINIMUM = Duration.ofMillis(1);

  // The log-normal spread of durations around their median, as in traffic files.
  private static final double SIGMA = 0.5;

  /** A version with its configuration. */
  private record SimulatedVersion(
      String function, String version, Map<String, String> environment) {}

  private final Map<SimulatedVersion, Instant> firstCalls = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Random random;
  private final Consumer<Duration> pause;

  /**
   * A runner for any function.
   *
   * @param clock the current time
   * @param seed of the random failures and durations
   * @param pause lets this much of the clock's time pass
   */
  public SimulatedFunction(InstantSource clock, long seed, Consumer<Duration> pause) {
    this.clock = clock;
    this.random = new Random(seed);
    this.pause = pause;
  }

  @Override
  public FunctionResult run(FunctionCall call) {
    FunctionBehaviour behaviour = FunctionBehaviour.of(call.environment());
    boolean failing = isFailing(call, behaviour);
    boolean fails = failing && random.nextDouble() < behaviour.errorRate();
    Duration took = duration(behaviour);
    if (took.compareTo(call.timeout()) > 0) {
      pause.accept(call.timeout());
      return timedOut(call);
    }
    if (took.compareTo(MINIMUM) > 0) {
      pause.accept(took);
    }
    if (fails) {
      return failed(call, took);
    }
    double rate = failing ? behaviour.http500Rate() : 0;
    int status = rate > 0 && random.nextDouble() < rate ? 500 : 200;
    return new FunctionResult(answer(call, status), false, took);
  }

  /** Whether the time has come at which the version may fail. */
  private boolean isFailing(FunctionCall call, FunctionBehaviour behaviour) {
    Instant now = clock.instant();
    Instant first =
        firstCalls.computeIfAbsent(
            new SimulatedVersion(call.function(), call.version(), call.environment()), c -> now);
    return !now.isBefore(first.plus(behaviour.errorsAfter()));
  }

  private Duration duration(FunctionBehaviour behaviour) {
    if (behaviour.latencyMillis() == 0) {
      return MINIMUM;
    }
    double millis = behaviour.latencyMillis() * Math.exp(SIGMA * random.nextGaussian());
    return Duration.ofNanos(Math.round(millis * 1e6));
  }

  private static byte[] answer(FunctionCall call, int status) {
    if (AuthorizerEvent.isAuthorizerEvent(call.payload())) {
      return AuthorizerEvent.allow(call.payload());
    }
    if (!ProxyEvent.isProxyEvent(call.payload())) {
      return "null".getBytes(StandardCharsets.UTF_8);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("function", call.function());
    body.put("version", call.version());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("statusCode", status);
    answer.put("headers", Map.of("Content-Type", "application/json"));
    answer.put("body", Json.toText(body));
    return Json.toBytes(answer);
  }

  private static FunctionResult failed(FunctionCall call, Duration took) {
    String message =
        "version " + call.version() + " of " + call.function() + " fails as configured";
    return failed("ConfiguredError", message, took);
  }

  private static FunctionResult timedOut(FunctionCall call) {
    String message =
        String.format(
            "RequestId: %s Error: Task timed out after %d.00 seconds",
            call.requestId(), call.timeout().toSeconds());
    return failed("Sandbox.Timedout", message, call.timeout());
  }

  private static FunctionResult failed(String type, String message, Duration took) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("errorMessage", message);
    wire.put("errorType", type);
    wire.put("stackTrace", List.of());
    return new FunctionResult(Json.toBytes(wire), true, took);
  }
}
