package dev.coalmine.cli.scale;

import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The contents of an account for many releases: for each a function with versions 1 and 2, whose
 * alias {@code live} has callers, and an alarm of the function's name on a metric of its own.
 */
record ScaleAccount(SimulatedAccount world, List<String> functions) {
  static final String BASELINE = "1";
  private static final String ALIAS = "live";
  private static final String NAMESPACE = "Shop";
  private static final String METRIC = "Broken";

  /** Requests a minute of each function. */
  private static final int CALLERS = 600;

  static ScaleAccount createIn(SimulatedAccount world, int size) {
    ScaleAccount account =
        new ScaleAccount(
            world,
            IntStream.rangeClosed(1, size)
                .mapToObj(number -> String.format(Locale.ROOT, "f%05d", number))
                .toList());
    account.functions().forEach(account::create);
    return account;
  }

  private void create(String function) {
    byte[] code = function.getBytes(StandardCharsets.UTF_8);
    world.lambda().createFunction(function, function + ".Handler", code, Map.of());
    for (String version : List.of("1", "2")) {
      world.lambda().publish(function, (function + version).getBytes(StandardCharsets.UTF_8));
    }
    world.lambda().putAlias(function, ALIAS, BASELINE, Map.of());
    report(function, 0);
    world.cloudWatch().call("PutMetricAlarm", alarm(function));
  }

  /**
   * Lets a function be called from now on.
   *
   * @param start when the run begins: minute 0 of its behaviour
   * @param breaksAt the minute at which its canary begins to fail every request; infinite for never
   */
  void call(String function, Instant start, double breaksAt, long seed) {
    String canary =
        Double.isInfinite(breaksAt)
            ? "{}"
            : "{\"changes\": [{\"from\": %s, \"addErrors\": 1}]}".formatted(breaksAt);
    TrafficProfile callers =
        TrafficProfile.parse(
            function, "{\"requestsPerMinute\": %d, \"canary\": %s}".formatted(CALLERS, canary));
    world.addTraffic(callers, function, ALIAS, seed).releaseStartsAt(start);
  }

  /** Lets the function's alarm see this value in the present minute. */
  void report(String function, double value) {
    world
        .cloudWatch()
        .call(
            "PutMetricData",
            Map.of(
                "Namespace",
                NAMESPACE,
                "MetricData",
                List.of(
                    Map.of(
                        "MetricName",
                        METRIC,
                        "Dimensions",
                        dimensions(function),
                        "Value",
                        value))));
  }

  /** Asks for the release of a function once; the answer may be a throttled one. */
  WireResponse start(String function) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("stateMachineArn", world.stateMachineArn());
    body.put("name", function);
    body.put(
        "input",
        "{\"function\": \"%s\", \"gate\": {\"alarms\": [\"%s\"]}}".formatted(function, function));
    return world.aws().handle(WireRequest.awsJson("AWSStepFunctions.StartExecution", body));
  }

  private static List<Map<String, String>> dimensions(String function) {
    return List.of(Map.of("Name", "Function", "Value", function));
  }

  /** A minute without data leaves the state as it was. */
  private static Map<String, Object> alarm(String function) {
    return Map.ofEntries(
        Map.entry("AlarmName", function),
        Map.entry("Namespace", NAMESPACE),
        Map.entry("MetricName", METRIC),
        Map.entry("Dimensions", dimensions(function)),
        Map.entry("Statistic", "Maximum"),
        Map.entry("Period", 60),
        Map.entry("EvaluationPeriods", 1),
        Map.entry("Threshold", 0.5),
        Map.entry("ComparisonOperator", "GreaterThanThreshold"),
        Map.entry("TreatMissingData", "ignore"));
  }
}
