package dev.coalmine.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.AlarmReading;
import dev.coalmine.release.AlarmState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** What AWS may list and this code does not know is skipped, or named. */
class UnknownValuesTest {
  /** A Lambda client that lists these versions. */
  private record ListedVersions(List<String> versions) implements LambdaClient {
    @Override
    public ListVersionsByFunctionResponse listVersionsByFunction(
        ListVersionsByFunctionRequest request) {
      return ListVersionsByFunctionResponse.builder()
          .versions(
              versions.stream()
                  .map(version -> FunctionConfiguration.builder().version(version).build())
                  .toList())
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      nullValues = "none",
      textBlock =
          """
          $LATEST,                          none
          $LATEST $LATEST.PUBLISHED,        none
          $LATEST $LATEST.PUBLISHED 9 10,   10
          $LATEST $CANDIDATE 9 10 11-beta,  10
          """)
  void newestVersionHasANumber(String versions, String newest) {
    FunctionVersions listed =
        new FunctionVersions(new ListedVersions(Arrays.asList(versions.split(" "))));

    assertThat(listed.newest("orders").orElse(null)).isEqualTo(newest);
  }

  /** A CloudWatch client with one alarm of each type in this state. */
  private record AlarmsInState(String state) implements CloudWatchClient {
    @Override
    public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
      return DescribeAlarmsResponse.builder()
          .metricAlarms(MetricAlarm.builder().alarmName("metric").stateValue(state).build())
          .compositeAlarms(
              CompositeAlarm.builder().alarmName("composite").stateValue(state).build())
          .build();
    }

    @Override
    public software.amazon.awssdk.services.cloudwatch.paginators.DescribeAlarmsIterable
        describeAlarmsPaginator(DescribeAlarmsRequest request) {
      return new software.amazon.awssdk.services.cloudwatch.paginators.DescribeAlarmsIterable(
          this, request);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @Test
  void alarmInAnUnknownStateHasNoOpinionAndIsNamed() {
    List<AlarmReading> readings =
        new Alarms(new AlarmsInState("MUTED")).read(List.of("metric", "composite"));

    assertThat(readings).extracting(AlarmReading::state).containsOnly(AlarmState.INSUFFICIENT_DATA);
    assertThat(readings)
        .extracting(AlarmReading::reason)
        .containsOnly("CloudWatch reports a state that is not known: MUTED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TaskPostponed",
        "EvaluationFailed",
        "TaskScheduled",
        "TaskFailed",
        "MapRunStarted"
      })
  void eventOfAnUnknownTypeOrWithoutDetailsHasNone(String type) {
    HistoryEntry entry = HistoryEntry.of(event(one -> one.type(type)));

    assertThat(entry.state() + entry.resource() + entry.error() + entry.cause()).isEmpty();
    assertThat(entry.json().get()).isEmpty();
  }

  private static HistoryEvent event(Consumer<HistoryEvent.Builder> fields) {
    return HistoryEvent.builder().id(7L).timestamp(Instant.EPOCH).applyMutation(fields).build();
  }
}
