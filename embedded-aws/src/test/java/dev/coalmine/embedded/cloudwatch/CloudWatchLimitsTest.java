package dev.coalmine.embedded.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.AwsError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that would take long or much: CloudWatch refuses them, as AWS does, or is quick. */
@Timeout(20)
class CloudWatchLimitsTest {
  private final CloudWatchFixture cloudWatch = new CloudWatchFixture();

  private static Map<String, Object> statistic(String id, int period) {
    return CloudWatchFixture.map(
        "Id",
        id,
        "ReturnData",
        false,
        "MetricStat",
        CloudWatchFixture.map(
            "Metric",
            CloudWatchFixture.map("Namespace", "My", "MetricName", "Errors"),
            "Period",
            period,
            "Stat",
            "Sum"));
  }

  private static Map<String, Object> math(String id, String expression) {
    return CloudWatchFixture.map("Id", id, "Expression", expression);
  }

  private List<Map<String, Object>> results(Duration range, List<Map<String, Object>> queries) {
    Instant now = cloudWatch.now();
    Map<String, Object> output =
        cloudWatch.call(
            "GetMetricData",
            "MetricDataQueries",
            queries,
            "StartTime",
            now.minus(range),
            "EndTime",
            now);
    return CloudWatchFixture.list(output, "MetricDataResults");
  }

  @ParameterizedTest
  @CsvSource({"60, P45000D, 21600", "60, P15D, 21600", "60, P1D, 1440", "1, PT2H, 7200"})
  void fillEndsWithTheRetention(int period, String range, int points) {
    List<Map<String, Object>> filled =
        results(Duration.parse(range), List.of(statistic("m1", period), math("a", "FILL(m1,0)")));

    assertThat((List<?>) filled.get(0).get("Values")).hasSize(points);
  }

  @ParameterizedTest
  @CsvSource({
    "60, 1970-01-01T00:00:00Z, 2096-10-02T07:06:40Z",
    "1, -100000-01-01T00:00:00Z, +100000-01-01T00:00:00Z"
  })
  void moreDataPointsThanAnAccountGetsInASecondAreThrottled(int period, String start, String end) {
    assertThatThrownBy(
            () ->
                cloudWatch.call(
                    "GetMetricData",
                    "MetricDataQueries",
                    List.of(statistic("m1", period), math("a", "FILL(m1,0)")),
                    "StartTime",
                    Instant.parse(start),
                    "EndTime",
                    Instant.parse(end)))
        .isInstanceOfSatisfying(
            AwsError.class, error -> assertThat(error.code()).isEqualTo("Throttling"))
        .hasMessage("Rate exceeded");
  }

  @Test
  void theRecentQuotaIsSmaller() {
    List<Map<String, Object>> queries = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> queries.add(statistic("m" + i, 5)));

    assertThat(results(Duration.ofHours(2), queries)).isEmpty();
    assertThatThrownBy(() -> results(Duration.ofMinutes(170), queries)).hasMessage("Rate exceeded");
  }

  @Test
  void anExpressionThatIsUsedOftenIsEvaluatedOnce() {
    List<Map<String, Object>> queries = new ArrayList<>(List.of(statistic("m1", 60)));
    queries.add(CloudWatchFixture.map("Id", "q0", "Expression", "m1", "ReturnData", false));
    for (int i = 1; i < 400; i++) {
      queries.add(math("q" + i, "q%d + q%d".formatted(i - 1, i - 1)));
      queries.get(i + 1).put("ReturnData", i == 399);
    }
    cloudWatch.put(1);
    cloudWatch.advance("PT2M");

    assertThat(results(Duration.ofMinutes(5), queries)).hasSize(1);
  }

  @Test
  void nestedExpressionsOfManyQueriesDoNotNest() {
    List<Map<String, Object>> queries = new ArrayList<>(List.of(statistic("m1", 60)));
    for (int i = 0; i < 400; i++) {
      String below = i == 0 ? "m1" : "q" + (i - 1);
      queries.add(math("q" + i, below + "+1".repeat(900)));
    }
    assertThat(results(Duration.ofMinutes(5), queries)).hasSize(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "ABS(", "[", "SUM(["})
  void nestingIsBounded(String opening) {
    String expression = opening.repeat(1900 / opening.length()) + "m1";
    assertThatThrownBy(
            () -> results(Duration.ofHours(1), List.of(statistic("m1", 60), math("a", expression))))
        .isInstanceOfSatisfying(
            AwsError.class, error -> assertThat(error.code()).isEqualTo("ValidationError"))
        .hasMessageContaining("nested deeper than 100");
  }

  @Test
  void arraysDoNotMultiply() {
    String array = "[m1" + ",m1".repeat(400) + "]";
    List<Map<String, Object>> queries =
        List.of(statistic("m1", 60), math("a", array), math("b", "SUM([a,a])"));
    queries.get(1).put("ReturnData", false);

    assertThatThrownBy(() -> results(Duration.ofHours(1), queries))
        .hasMessageContaining("more than 500 series");
  }

  @Test
  void theWorkOfExpressionsIsBounded() {
    List<Map<String, Object>> queries = new ArrayList<>(List.of(statistic("m1", 60)));
    queries.add(math("f", "FILL(m1,0)"));
    queries.add(math("a", "f" + "+f".repeat(1000)));

    assertThatThrownBy(() -> results(Duration.ofDays(14), queries))
        .hasMessageContaining("more than 10000000 data points");
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeAlarms, AlarmNames, alarmNames.1.member",
    "DeleteAlarms, AlarmNames, alarmNames.1.member",
    "GetMetricData, MetricDataQueries, metricDataQueries.1.member",
    "PutMetricAlarm, AlarmActions, alarmActions.1.member",
    "PutMetricAlarm, Metrics, metrics.1.member"
  })
  void anElementThatIsNullIsRefused(String operation, String list, String place) {
    assertThatThrownBy(() -> cloudWatch.call(operation, list, Collections.singletonList(null)))
        .isInstanceOfSatisfying(
            AwsError.class, error -> assertThat(error.code()).isEqualTo("ValidationError"))
        .hasMessageContaining(
            "Value null at '%s' failed to satisfy constraint: Member must not be null", place);
  }

  @ParameterizedTest
  @CsvSource({
    "250, is not a valid rule: it has more than 500 elements",
    "249, alarms [a] in the alarm rule do not exist",
    "1500, it has more than 500 elements"
  })
  void aRuleHas500Elements(int parentheses, String message) {
    String rule = "(".repeat(parentheses) + "ALARM(a)" + ")".repeat(parentheses);
    assertThatThrownBy(() -> cloudWatch.composite("x", rule))
        .isInstanceOfSatisfying(
            AwsError.class, error -> assertThat(error.code()).isEqualTo("ValidationError"))
        .hasMessageContaining(message);
  }

  @Test
  void aRuleHas100Alarms() {
    String rule =
        String.join(" OR ", IntStream.range(0, 101).mapToObj(i -> "OK(a" + i + ")").toList());
    assertThatThrownBy(() -> cloudWatch.composite("x", rule))
        .hasMessageContaining("more than 100 alarms");
  }

  @Test
  void longNamesAndManyNegationsAreRead() {
    String name = "x".repeat(10_000);
    assertThatThrownBy(() -> cloudWatch.composite("x", "ALARM(\"" + name + "\")"))
        .hasMessageContaining("do not exist");
    cloudWatch.composite("x", "NOT ".repeat(2_500) + "TRUE");
    assertThat(cloudWatch.described("x")).containsEntry("StateValue", "ALARM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PutMetricData", "DescribeAlarms"})
  void deepNamesOfAFormAreRefused(String action) {
    String deep = String.join(".", Collections.nCopies(5000, "MetricData.member.1"));
    WireResponse answer = form("Action=%s&Version=2010-08-01&%s=x".formatted(action, deep));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).contains("<Code>MalformedInput</Code>", "at most 50 parts");
  }

  @Test
  void anUnpackedBodyIsBounded() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(new byte[20_000_000]);
    }
    Map<String, String> headers =
        Map.of(
            "x-amz-target",
            "GraniteServiceVersion20100801.PutMetricData",
            "content-encoding",
            "gzip");
    WireResponse answer =
        handle(new WireRequest("POST", "/", Map.of(), headers, packed.toByteArray()));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(text(answer)).contains("RequestEntityTooLarge");
  }

  private WireResponse form(String body) {
    return handle(
        new WireRequest(
            "POST",
            "/",
            Map.of(),
            Map.of("content-type", "application/x-www-form-urlencoded"),
            body.getBytes(StandardCharsets.UTF_8)));
  }

  private WireResponse handle(WireRequest request) {
    try {
      return cloudWatch.service.handle(request);
    } catch (AwsError error) {
      return cloudWatch.service.errorResponse(request, error);
    }
  }

  private static String text(WireResponse answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
