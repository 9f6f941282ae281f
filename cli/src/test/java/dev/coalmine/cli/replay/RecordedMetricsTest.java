package dev.coalmine.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads answers of GetMetricData, and refuses others. */
class RecordedMetricsTest {
  private static final String GOOD =
      answer(
          series("canary_durations", "'2026-01-01T12:01:00Z', '2026-01-01T12:02:00Z'", "10, 20"),
          series("canary_errors", "'2026-01-01T12:01:00Z', '2026-01-01T12:02:00Z'", "1, 2"),
          series("baseline_durations", "'2026-01-01T12:00:00Z', '2026-01-01T12:01:00Z'", "90, 80"),
          series("baseline_errors", "", ""));

  @Test
  void startsWithTheCanaryAndEndsWithTheLastMinute() {
    RecordedMetrics recording = RecordedMetrics.parse("good", GOOD);

    assertThat(recording.start()).isEqualTo("2026-01-01T12:01:00Z");
    assertThat(recording.end()).isEqualTo("2026-01-01T12:03:00Z");
    assertThat(recording.minutesBefore()).isEqualTo(1);
    assertThat(recording.requests(minute("12:01"))).isEqualTo(90);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'2026-01-01T12:02:00Z', '2026-01-01T12:01:00Z'",
        "'2026-01-01T12:02:00+00:00', '2026-01-01T13:01:00+01:00'",
        "1767268920, 1767268860.0"
      })
  void orderAndFormatOfTimesDoNotMatter(String times) {
    String other =
        GOOD.replace(
                series(
                    "canary_durations", "'2026-01-01T12:01:00Z', '2026-01-01T12:02:00Z'", "10, 20"),
                series("canary_durations", times, "20, 10"))
            .replace(
                series("canary_errors", "'2026-01-01T12:01:00Z', '2026-01-01T12:02:00Z'", "1, 2"),
                series("canary_errors", times, "2, 1"));

    assertThat(other).isNotEqualTo(GOOD);
    assertThat(RecordedMetrics.parse("other", other).canary())
        .isEqualTo(RecordedMetrics.parse("good", GOOD).canary());
  }

  @Test
  void answersAreMergedById() {
    String more =
        answer(
            series("canary_durations", "'2026-01-01T12:02:00Z', '2026-01-01T12:03:00Z'", "20, 30"));

    RecordedMetrics both = RecordedMetrics.parse("both", "[" + GOOD + ", " + more + "]");

    assertThat(both.canary().get(minute("12:03")).durations()).isEqualTo(30);
    assertThat(both.end()).isEqualTo("2026-01-01T12:04:00Z");
  }

  @Test
  void pagesAreCompleteIfTheLastIs() {
    String page = GOOD.replaceFirst("Complete", "PartialData");

    assertThat(faults(page))
        .containsExactly(
            "MetricDataResults[0].StatusCode: canary_durations has partial data: get the next pages"
                + " of GetMetricData, too");
    RecordedMetrics.parse("pages", "[" + page + ", " + GOOD + "]");
  }

  @Test
  void allFaultsAreListedWithTheirPaths() {
    String bad =
        "["
            + answer(
                series("cannary_errors", "'2026-01-01T12:00:00Z'", "'x'"),
                series("baseline_durations", "'2026-01-01T12:00:00Z', 'noon', '12:01'", "1, -1"),
                series(
                    "canary_errors",
                    "'2026-01-01T12:00:30Z', 1767268860000, '2026-01-01T12:01:00'",
                    "'NaN', null, 3"))
            + ", {'MetricDataResults': 5}, "
            + answer(
                series("baseline_durations", "'2026-01-01T12:00:00Z'", "2")
                    .replace("Complete", "InternalError"),
                series("alarm_a", "'2026-01-01T12:00:00Z'", "2"))
            + "]";

    assertThat(faults(bad.replace('\'', '"')))
        .containsExactly(
            "[0].MetricDataResults[0].Id: must be p30, p50, p75, p90, p99, canary_, baseline_ or"
                + " alias_ with errors, throttles, durations or above0 to above4, or alarm_ with a"
                + " name, not \"cannary_errors\"",
            "[0].MetricDataResults[0].Values[0]: must be a number of 0 or more, not \"x\"",
            "[0].MetricDataResults[1]: must have as many Timestamps as Values, not 3 and 2",
            time("[0].MetricDataResults[1].Timestamps[1]", "\"noon\""),
            "[0].MetricDataResults[1].Values[1]: must be a number of 0 or more, not -1",
            time("[0].MetricDataResults[1].Timestamps[2]", "\"12:01\""),
            "[0].MetricDataResults[2].Timestamps[0]: must be the start of a minute, not"
                + " \"2026-01-01T12:00:30Z\"",
            "[0].MetricDataResults[2].Values[0]: must be a number of 0 or more, not \"NaN\"",
            time("[0].MetricDataResults[2].Timestamps[1]", "1767268860000"),
            "[0].MetricDataResults[2].Values[1]: must be a number of 0 or more, not null",
            time("[0].MetricDataResults[2].Timestamps[2]", "\"2026-01-01T12:01:00\""),
            "[1].MetricDataResults: must be an array, as in the output of aws cloudwatch"
                + " get-metric-data, not 5",
            "[2].MetricDataResults[0].StatusCode: must be Complete, not \"InternalError\": call"
                + " GetMetricData again",
            "[2].MetricDataResults[0].Values[0]: is 2, but an earlier value for"
                + " 2026-01-01T12:00:00Z is 1",
            "baseline_errors: is missing: without it baseline would seem to have no errors",
            "canary_durations: has no requests, so there is no release to replay",
            "alarm_a at 2026-01-01T12:00:00Z: must be 1 for ALARM or 0 for OK, not 2");
  }

  private static String time(String path, String value) {
    return path
        + ": must be a time such as \"2026-01-01T12:00:00+00:00\", or seconds since 1970, not "
        + value;
  }

  @Test
  void thresholdsAndCountsAboveThemGoTogether() {
    String half =
        answer(
            series("p30", "'2026-01-01T09:00:00Z'", "90"),
            series("canary_above0", "'2026-01-01T12:01:00Z'", "71"));

    assertThat(faults("[" + GOOD + ", " + half + "]"))
        .hasSize(4 + 5 + 4 + 1)
        .contains(
            "canary_above0 at 2026-01-01T12:01:00Z: must be at most 10, the count of durations, not"
                + " 71",
            "canary_above1: is missing: record p30 to p99 together with above0 to above4 of each"
                + " version",
            "baseline_above0: is missing: record p30 to p99 together with above0 to above4 of each"
                + " version",
            "p99: is missing: record p30 to p99 together with above0 to above4 of each version");
  }

  @Test
  void pointsOfFiveMinutesAreRefused() {
    String coarse =
        answer(
            series(
                "canary_durations",
                "1767268800, 1767269100, 1767269400, 1767269700, 1767270000",
                "1, 1, 1, 1, 1"),
            series("canary_errors", "", ""),
            series("alias_durations", "1767268800", "1"),
            series("alias_errors", "", ""));

    assertThat(faults(coarse)).singleElement().asString().contains("record with Period 60");
  }

  @ParameterizedTest
  @CsvSource({"'', not JSON", "{, not JSON", "[NaN], not JSON", "3, MetricDataResults: must be"})
  void otherJsonIsRefused(String text, String fault) {
    assertThat(faults(text).get(0)).startsWith(fault);
  }

  private static List<String> faults(String text) {
    return catchThrowableOfType(
            InvalidRecordingException.class, () -> RecordedMetrics.parse("bad", text))
        .faults();
  }

  private static long minute(String time) {
    return Instant.parse("2026-01-01T" + time + ":00Z").getEpochSecond();
  }

  private static String answer(String... series) {
    return "{'MetricDataResults': [%s], 'Messages': []}"
        .formatted(String.join(", ", series))
        .replace('\'', '"');
  }

  private static String series(String id, String timestamps, String values) {
    return "{'Id': '%s', 'Label': 'x', 'Timestamps': [%s], 'Values': [%s], 'StatusCode': 'Complete'}"
        .formatted(id, timestamps, values)
        .replace('\'', '"');
  }
}
