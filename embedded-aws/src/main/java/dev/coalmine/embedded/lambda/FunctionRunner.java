package dev.coalmine.embedded.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Runs a function's code. Called without any lock, possibly by several threads at once. */
@FunctionalInterface
public interface FunctionRunner {
  /** What a function answers that has nothing to say: it succeeds at once with {@code null}. */
  FunctionRunner RETURNS_NULL =
      call ->
          new FunctionResult("null".getBytes(StandardCharsets.UTF_8), false, Duration.ofMillis(1));

  /**
   * Runs the code for one request.
   *
   * @throws AwsError to refuse the request as the service would, for instance with a 429
   * @throws Exception to fail as a handler that throws it: the caller gets its class name and its
   *     message
   */
  FunctionResult run(FunctionCall call) throws Exception;

  /**
   * One request to a function.
   *
   * @param function its bare name
   * @param version the version that serves it, or {@code $LATEST}
   * @param invokedArn the ARN by which it was called, with the qualifier as the caller gave it
   * @param requestId what AWS calls the request
   * @param environment the version's environment variables
   * @param timeout the longest time that the version may take
   * @param memoryMegabytes what the version may use
   * @param payload JSON in UTF-8, never empty
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
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
   * What came of it.
   *
   * @param payload JSON in UTF-8; of a failure {@code errorMessage}, {@code errorType}, …
   * @param failed whether the function failed
   * @param duration how long it ran
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
  record FunctionResult(byte[] payload, boolean failed, Duration duration) {}
}
