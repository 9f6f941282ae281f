package dev.coalmine.cli.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrafficProfileTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // name, minute, error rate and median of the baseline, of the canary
    "healthy,         10.5, 0.001, 120, 0.001, 120",
    "failing,          0.5, 0.001, 120, 1,     120",
    "errors,           0.5, 0.001, 120, 0.051, 120",
    "slow,             0.5, 0.001, 120, 0.001, 240",
    "leak,             4.5, 0.001, 120, 0.001, 120",
    "leak,            20,   0.001, 120, 0.151, 300",
    "leak,           100,   0.001, 120, 0.301, 480",
    "delayed,         14.5, 0.001, 120, 0.001, 120",
    "delayed,         15.5, 0.001, 120, 0.501, 120",
    "shared-incident,  3.5, 0.001, 120, 0.001, 120",
    "shared-incident,  4.5, 0.301, 240, 0.301, 240",
    "shared-incident, 10.5, 0.001, 120, 0.001, 120",
  })
  void builtInsBehaveAsTheyAreCalled(
      String name,
      double minute,
      double errors,
      double median,
      double newErrors,
      double newMedian) {
    TrafficProfile traffic = TrafficProfile.load(name);
    VersionBehaviour baseline = traffic.behaviour("7", true, minute);
    VersionBehaviour canary = traffic.behaviour("8", false, minute);
    assertThat(baseline.errorRate()).isCloseTo(errors, within(1e-9));
    assertThat(baseline.median()).isCloseTo(median, within(1e-9));
    assertThat(canary.errorRate()).isCloseTo(newErrors, within(1e-9));
    assertThat(canary.median()).isCloseTo(newMedian, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"healthy, 600", "quiet, 5", "silent, 0", "leak, 600"})
  void builtInsCallAsOftenAsTheySay(String name, double rate) {
    assertThat(TrafficProfile.load(name).rate().at(NOON, 3)).isEqualTo(rate);
  }

  @ParameterizedTest
  @MethodSource("dev.coalmine.cli.traffic.TrafficProfile#names")
  void everyNameHasAFile(String name) {
    assertThat(TrafficProfile.load(name)).isNotNull();
  }

  @Test
  void everyFieldIsRead() {
    TrafficProfile traffic =
        TrafficProfile.parse(
            "test",
            """
            {"comment": "all of it",
             "requestsPerMinute": {"base": 100, "swing": 0.5, "peakHour": 12,
               "bursts": [{"from": 10, "to": 12, "factor": 5}]},
             "baseline": {"errorRate": 0.01, "http500Rate": 0.2, "latency": {"median": 50, "sigma": 1},
               "coldStarts": {"share": 0.1, "factor": 3, "init": 900},
               "warmUp": {"factor": 2, "requests": 40},
               "timeouts": {"share": 0.02, "after": 60000}},
             "canary": {"latency": {"median": 60}},
             "versions": {"9": {"errorRate": 0.5, "changes": [
               {"from": 2, "to": 4, "addErrors": -0.5, "addHttp500": 0.1, "slowdown": 0.5,
                "addColdStarts": 0.2}]}},
             "incidents": [{"from": 100, "ramp": 10, "addErrors": 0.2, "addTimeouts": 0.1}],
             "metrics": [{"from": 5, "to": 7, "delay": 6}, {"from": 6, "missing": true}]}
            """);
    assertThat(traffic.rate().at(NOON, 0)).isEqualTo(150);
    assertThat(traffic.rate().at(Instant.parse("2026-01-01T00:00:00Z"), 11)).isEqualTo(250);
    VersionBehaviour canary = traffic.behaviour("8", false, 0);
    assertThat(canary.median()).isEqualTo(60);
    assertThat(canary.sigma()).isEqualTo(1);
    assertThat(canary.errorRate()).isEqualTo(0.01);
    assertThat(canary.http500Rate()).isEqualTo(0.2);
    assertThat(canary.coldStarts()).isEqualTo(new ColdStarts(0.1, 3, 900));
    assertThat(canary.warmUp()).isEqualTo(new ContainerWarmUp(2, 40));
    assertThat(canary.timeoutShare()).isEqualTo(0.02);
    assertThat(canary.timeoutMillis()).isEqualTo(60_000);
    assertThat(traffic.behaviour("8", false, 110).timeoutShare()).isCloseTo(0.12, within(1e-9));
    assertThat(traffic.metricDelay(4.5)).contains(Duration.ZERO);
    assertThat(traffic.metricDelay(5.5)).contains(Duration.ofMinutes(6));
    assertThat(traffic.metricDelay(6.5)).isEmpty();
    assertThat(traffic.behaviour("9", false, 3).http500Rate()).isCloseTo(0.3, within(1e-9));
    assertThat(traffic.behaviour("9", false, 3).errorRate()).isZero();
    assertThat(traffic.behaviour("9", false, 3).median()).isEqualTo(25);
    assertThat(traffic.behaviour("9", false, 3).coldStarts().share()).isCloseTo(0.3, within(1e-9));
    assertThat(traffic.behaviour("7", true, 105).errorRate()).isCloseTo(0.11, within(1e-9));
    assertThat(traffic.behaviour("7", true, Double.NEGATIVE_INFINITY).errorRate()).isEqualTo(0.01);
  }

  @ParameterizedTest
  @CsvSource({
    // function, requests, errors of baseline, canary and 9, median of baseline and canary, incident
    "orders,  100, 0.01, 0.2,  0.5, 50,  60, true",
    "billing, 100, 0.01, 1,    0.5, 50,  50, true",
    "mail,    7,   0.03, 0.2,  0.7, 500, 60, false",
  })
  void aFunctionsOwnFieldsStandBeforeTheFilesOwn(
      String function,
      double requests,
      double errors,
      double newErrors,
      double ninth,
      double median,
      double newMedian,
      boolean incident) {
    TrafficProfile traffic =
        TrafficProfile.parse(
                "test",
                """
                {"requestsPerMinute": 100,
                 "baseline": {"errorRate": 0.01, "latency": {"median": 50}},
                 "canary": {"errorRate": 0.2, "latency": {"median": 60}},
                 "versions": {"9": {"errorRate": 0.5}},
                 "incidents": [{"from": 100, "slowdown": 2}],
                 "functions": {
                   "billing": {"canary": {"errorRate": 1}},
                   "mail": {
                     "comment": "is another matter", "requestsPerMinute": 7,
                     "baseline": {"errorRate": 0.03, "latency": {"median": 500}},
                     "versions": {"9": {"errorRate": 0.7}}, "incidents": []}}}
                """)
            .forFunction(function);

    assertThat(traffic.rate().at(NOON, 0)).isEqualTo(requests);
    assertThat(traffic.behaviour("7", true, 0).errorRate()).isEqualTo(errors);
    assertThat(traffic.behaviour("7", true, 0).median()).isEqualTo(median);
    assertThat(traffic.behaviour("8", false, 0).errorRate()).isEqualTo(newErrors);
    assertThat(traffic.behaviour("8", false, 0).median()).isEqualTo(newMedian);
    assertThat(traffic.behaviour("9", false, 0).errorRate()).isEqualTo(ninth);
    assertThat(traffic.behaviour("7", true, 100).median())
        .isEqualTo(incident ? 2 * median : median);
  }

  @Test
  void faultsOfFunctionsAreToldOnceWithTheirPaths() {
    assertThatThrownBy(
            () ->
                TrafficProfile.parse(
                    "bad.json",
                    """
                    {"canary": {"errorRate": 2},
                     "functions": {
                       "billing": {"canary": {"errorrate": 1}, "functions": {}},
                       "orders:live": {"requestsPerMinute": -1},
                       "mail": 3}}
                    """))
        .isInstanceOfSatisfying(
            InvalidTrafficException.class,
            e ->
                assertThat(e.faults())
                    .containsExactlyInAnyOrder(
                        "canary.errorRate: must be from 0 to 1, not 2",
                        "functions.billing.canary.errorrate: unknown field; the fields are comment,"
                            + " errorRate, http500Rate, latency, coldStarts, warmUp, timeouts,"
                            + " changes",
                        "functions.billing.functions: unknown field; the fields are comment,"
                            + " requestsPerMinute, baseline, canary, versions, incidents,"
                            + " metrics",
                        "functions.orders:live: must be the plain name of a function, such as"
                            + " \"billing\"",
                        "functions.orders:live.requestsPerMinute: must be from 0 to 1000000000,"
                            + " not -1",
                        "functions.mail: must be an object, not 3"));
  }

  @Test
  void allFaultsAreToldWithTheirPaths() {
    assertThatThrownBy(
            () ->
                TrafficProfile.parse(
                    "bad.json",
                    """
                    {"requestPerMinute": 5,
                     "requestsPerMinute": {"base": -1, "bursts": [{"factor": 2}]},
                     "baseline": {"errorRate": 2, "latency": 120},
                     "canary": {"latency": {"median": "fast"}},
                     "versions": {"new": {}},
                     "incidents": [{"from": 5, "to": 4, "addErrors": 0.1}, 7]}
                    """))
        .isInstanceOfSatisfying(
            InvalidTrafficException.class,
            e ->
                assertThat(e.faults())
                    .containsExactlyInAnyOrder(
                        "requestPerMinute: unknown field; the fields are comment,"
                            + " requestsPerMinute, baseline, canary, versions, incidents,"
                            + " metrics, functions",
                        "requestsPerMinute.base: must be from 0 to 1000000000, not -1",
                        "requestsPerMinute.bursts[0].from: is missing",
                        "baseline.errorRate: must be from 0 to 1, not 2",
                        "baseline.latency: must be an object, not 120",
                        "canary.latency.median: must be a number, not \"fast\"",
                        "versions.new: must be the number of a version, such as \"8\"",
                        "incidents[0].to: must be after from",
                        "incidents[1]: must be an object, not 7"))
        .hasMessageStartingWith("traffic bad.json: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[] | must be a JSON object", "{ | not JSON", "nowhere.json | built-in names"})
  void whatIsNoTrafficFileSaysSo(String text, String fault) {
    assertThatThrownBy(
            () -> {
              if (text.endsWith(".json")) {
                TrafficProfile.load(text);
              } else {
                TrafficProfile.parse("x", text);
              }
            })
        .isInstanceOf(InvalidTrafficException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void filesAreReadFromDisk(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), "{\"requestsPerMinute\": 42}");
    assertThat(TrafficProfile.load(file.toString()).rate().at(NOON, 0)).isEqualTo(42);
  }

  /** The document's examples are valid traffic files. */
  @Test
  void everyDocumentedExampleIsGood() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "traffic.md"));
    Matcher example = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL).matcher(text);
    int examples = 0;
    while (example.find()) {
      TrafficProfile.parse("example " + ++examples, example.group(1));
    }
    assertThat(examples).isGreaterThan(4);
  }
}
