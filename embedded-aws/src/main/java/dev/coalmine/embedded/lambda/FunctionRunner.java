package dev.coalmine.embedded.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Runs a function's code. Several threads may call it at once. The caller holds no lock. */
@FunctionalInterface
public interface FunctionRunner {
  /** A function that succeeds at once and returns {@code null}. */
  FunctionRunner RETURNS_NULL =
      call ->
          new FunctionResult("null".getBytes(StandardCharsets.UTF_8), false, Duration.ofMillis(1));

  /**
   * Runs the code for one request.
   *
   * @throws AwsError to refuse the request as the service would, for instance with a 429
   * @throws Exception to fail as a handler that throws it: the response has its class name and its
   *     message
   */
  FunctionResult run(FunctionCall call) throws Exception;

  /**
   * One request to a function.
   *
   * @param function its bare name
   * @param version the version that serves it, or {@code $LATEST}
   * @param invokedArn the invoked ARN, with the caller's qualifier
   * @param requestId AWS's request id
   * @param environment the version's environment variables
   * @param timeout the version's timeout
   * @param memoryMegabytes the version's memory size
   * @param payload JSON in UTF-8, never empty
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record FunctionCall(
      String function,
      String version,
      String invokedArn,
      String requestId,
      Map<String, String> environment,
      Duration timeout,
      int memoryMegabytes,
      byte[] payload) {}

  /**
   * The result of a run.
   *
   * @param payload JSON in UTF-8; after a failure {@code errorMessage}, {@code errorType}, …
   * @param failed whether the function failed
   * @param duration how long it ran
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record FunctionResult(byte[] payload, boolean failed, Duration duration) {}
}
