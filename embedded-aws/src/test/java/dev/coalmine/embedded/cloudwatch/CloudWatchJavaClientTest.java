package dev.coalmine.embedded.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** The SDK for Java 2.40, which uses the Query protocol, against the embedded CloudWatch. */
class CloudWatchJavaClientTest {
  private static final Dimension ORDERS =
      Dimension.builder().name("F").value("orders & <co>").build();

  private final CloudWatchFixture fixture = new CloudWatchFixture();
  private CloudWatchHttpServer server;
  private CloudWatchClient client;

  @BeforeEach
  void connect() throws IOException {
    server = new CloudWatchHttpServer(fixture.service, 0);
    client =
        CloudWatchClient.builder()
            .endpointOverride(server.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  @AfterEach
  void disconnect() {
    client.close();
    server.close();
  }

  @Test
  void alarmsRoundTrip() {
    client.putMetricAlarm(
        alarm ->
            alarm
                .alarmName("orders-errors")
                .namespace("My")
                .metricName("Errors")
                .dimensions(ORDERS)
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(2)
                .datapointsToAlarm(1)
                .threshold(0.5)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .treatMissingData("notBreaching"));
    client.putCompositeAlarm(alarm -> alarm.alarmName("all").alarmRule("ALARM(\"orders-errors\")"));
    client.setAlarmState(
        alarm ->
            alarm.alarmName("orders-errors").stateValue(StateValue.ALARM).stateReason("a\n<b>"));
    DescribeAlarmsResponse found =
        client.describeAlarms(
            ask ->
                ask.alarmNames("orders-errors", "all", "ghost")
                    .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM));
    MetricAlarm alarm = found.metricAlarms().get(0);
    assertThat(alarm.stateValue()).isEqualTo(StateValue.ALARM);
    assertThat(alarm.stateReason()).isEqualTo("a\n<b>");
    assertThat(alarm.dimensions()).containsExactly(ORDERS);
    assertThat(alarm.threshold()).isEqualTo(0.5);
    assertThat(alarm.stateTransitionedTimestamp()).isEqualTo(CloudWatchFixture.START);
    assertThat(found.compositeAlarms().get(0).stateValue()).isEqualTo(StateValue.ALARM);
    assertThat(
            client.describeAlarmHistory(ask -> ask.alarmName("orders-errors")).alarmHistoryItems())
        .hasSize(2);
  }

  @Test
  void dataRoundTrips() {
    client.putMetricData(
        put ->
            put.namespace("My")
                .metricData(
                    MetricDatum.builder()
                        .metricName("Latency")
                        .dimensions(ORDERS)
                        .unit(StandardUnit.MILLISECONDS)
                        .values(10.5, 20.0)
                        .counts(3.0, 1.0)
                        .build()));
    Instant start = CloudWatchFixture.START;
    MetricDataQuery p75 =
        MetricDataQuery.builder()
            .id("p75")
            .metricStat(stat -> stat.metric(latency()).period(60).stat("p75"))
            .build();
    MetricDataQuery twice = MetricDataQuery.builder().id("twice").expression("p75 * 2").build();
    List<MetricDataResult> results =
        client
            .getMetricData(
                ask ->
                    ask.startTime(start)
                        .endTime(start.plusSeconds(60))
                        .metricDataQueries(List.of(p75, twice)))
            .metricDataResults();
    assertThat(results.get(0).values()).containsExactly(10.5);
    assertThat(results.get(0).timestamps()).containsExactly(start);
    assertThat(results.get(1).values()).containsExactly(21.0);
    assertThat(
            client
                .getMetricStatistics(
                    ask ->
                        ask.namespace("My")
                            .metricName("Latency")
                            .dimensions(ORDERS)
                            .period(60)
                            .startTime(start)
                            .endTime(start.plusSeconds(60))
                            .extendedStatistics("p99"))
                .datapoints()
                .get(0)
                .extendedStatistics())
        .containsEntry("p99", 20.0);
  }

  private static Metric latency() {
    return Metric.builder().namespace("My").metricName("Latency").dimensions(ORDERS).build();
  }

  @Test
  void largeRequestsComeGzipped() {
    List<MetricDatum> data =
        IntStream.range(0, 600)
            .mapToObj(i -> MetricDatum.builder().metricName("m" + i).value((double) i).build())
            .toList();
    client.putMetricData(put -> put.namespace("Big").metricData(data));
    assertThat(client.listMetricsPaginator(ask -> ask.namespace("Big")).metrics()).hasSize(600);
  }

  /**
   * Several exceptions share the code ResourceNotFound, and the SDK selects
   * DashboardNotFoundErrorException.
   */
  @Test
  void errorsHaveTheirCodes() {
    assertCode(
        "ResourceNotFound",
        () ->
            client.setAlarmState(
                alarm -> alarm.alarmName("ghost").stateValue(StateValue.OK).stateReason("test")));
    assertCode("InvalidNextToken", () -> client.describeAlarms(ask -> ask.nextToken("?")));
    assertCode("InvalidParameterValue", () -> client.listMetrics(ask -> ask.nextToken("?")));
    client.putCompositeAlarm(alarm -> alarm.alarmName("own").alarmRule("FALSE"));
    assertCode(
        "InvalidFormat",
        () ->
            client.setAlarmState(
                alarm ->
                    alarm
                        .alarmName("own")
                        .stateValue(StateValue.ALARM)
                        .stateReason("test")
                        .stateReasonData("{")));
    assertCode("InvalidAction", () -> client.listDashboards());
  }

  private static void assertCode(String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            CloudWatchException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
