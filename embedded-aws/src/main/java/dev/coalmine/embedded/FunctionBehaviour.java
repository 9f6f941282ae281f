package dev.coalmine.embedded;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * The simulated behaviour of a version, from its environment variables.
 *
 * @param errorRate share of the requests that fail, from 0 to 1
 * @param http500Rate share of the other requests through API Gateway that it answers with HTTP 500,
 *     from 0 to 1; the invocation succeeds
 * @param errorsAfter time from the version's first request to its first possible failure
 * @param latencyMillis median of its durations in milliseconds, from 0 to 900,000
 */
record FunctionBehaviour(
    double errorRate, double http500Rate, Duration errorsAfter, double latencyMillis) {
  private static final String ERROR_RATE = "COALMINE_ERROR_RATE";
  private static final String HTTP_500_RATE = "COALMINE_HTTP_500_RATE";
  private static final String ERRORS_AFTER = "COALMINE_ERRORS_AFTER";
  private static final String LATENCY = "COALMINE_LATENCY_MS";
  private static final double MAX_LATENCY_MILLIS = 900_000;

  /**
   * Reads the variables. Without them the version succeeds at once. {@code COALMINE_ERRORS_AFTER}
   * without any rate means that every request fails after that time.
   *
   * @throws IllegalArgumentException if a value is invalid; the message has the variable and the
   *     value
   */
  static FunctionBehaviour of(Map<String, String> environment) {
    boolean failsLater =
        environment.containsKey(ERRORS_AFTER) && !environment.containsKey(HTTP_500_RATE);
    return new FunctionBehaviour(
        number(environment, ERROR_RATE, failsLater ? 1 : 0, 1),
        number(environment, HTTP_500_RATE, 0, 1),
        duration(environment.getOrDefault(ERRORS_AFTER, "PT0S")),
        number(environment, LATENCY, 0, MAX_LATENCY_MILLIS));
  }

  private static double number(
      Map<String, String> environment, String name, double defaultValue, double max) {
    String text = environment.get(name);
    double number = text == null ? defaultValue : parse(text);
    if (!(number >= 0 && number <= max)) {
      throw new IllegalArgumentException(
          String.format("%s must be a number from 0 to %.0f, not \"%s\"", name, max, text));
    }
    return number;
  }

  private static double parse(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException noNumber) {
      return Double.NaN;
    }
  }

  private static Duration duration(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException noDuration) {
      throw notADuration(text, noDuration);
    }
    throw notADuration(text, null);
  }

  private static IllegalArgumentException notADuration(String text, Throwable cause) {
    return new IllegalArgumentException(
        ERRORS_AFTER + " must be an ISO-8601 duration such as \"PT2M\", not \"" + text + '"',
        cause);
  }
}
