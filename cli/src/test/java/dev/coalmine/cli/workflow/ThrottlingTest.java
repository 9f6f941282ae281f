package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.asl.HistoryEventType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Throttling is weather: releases wait for it, and none fails because of it. */
class ThrottlingTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private static final String STEP =
      "\"plan\": {\"steps\": [{\"weight\": 10, \"bake\": \"PT%dM\"}]}, \"watch\": \"PT5M\"";

  /** Six retries within two minutes were the most. */
  @ParameterizedTest
  @CsvSource({
    // throttled, from minute, for minutes, the errors that the workflow retries
    "InvokeFunction, 0, 3, Lambda.TooManyRequestsException",
    "InvokeFunction, 5, 5, Lambda.TooManyRequestsException",
    "GetAlias, 0, 30, dev.coalmine.aws.ThrottledException",
    "GetAlias, 5, 60, ''",
    "UpdateAlias, 0, 60, dev.coalmine.aws.ThrottledException",
    "DescribeAlarms, 0, 60, dev.coalmine.aws.ThrottledException",
    "DescribeAlarms, 4, 100, ''",
    "DescribeAlarms+DescribeAlarmHistory, 4, 100, dev.coalmine.aws.ThrottledException",
    "GetMetricData, 0, 30, dev.coalmine.aws.ThrottledException",
    "ListVersionsByFunction, 0, 30, dev.coalmine.aws.ThrottledException"
  })
  void aReleaseOutlastsOperationsThatAreThrottled(
      String operations, int from, int minutes, String retried) {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    Set<String> errors = new TreeSet<>();
    releases.intervene(
        (execution, event) -> {
          if (event.type() == HistoryEventType.TASK_FAILED) {
            errors.add(String.valueOf(event.detailTree().get("error")));
          }
        });
    releases.schedule(
        Duration.ofMinutes(from),
        () -> {
          for (String operation : List.of(operations.split("\\+", -1))) {
            releases.world.aws().faults().always(operation, Fault.throttled());
          }
        });
    releases.schedule(
        Duration.ofMinutes(from + minutes), () -> releases.world.aws().faults().clear());
    releases.start(
        "one",
        "{\"function\": \"orders\", \"gate\": {\"alarms\": [\"orders-errors\"]}, %s}"
            .formatted(STEP.formatted(5)));
    releases.advance(Duration.ofMinutes(1)).runUntilAllEnd();

    assertThat(String.join(" ", errors)).isEqualTo(retried);
    assertThat(releases.resultOf("one"))
        .startsWith("RolledBack: inconclusive after maxDuration"); // nobody calls the function
  }
}
