package dev.coalmine.embedded.cloudwatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.cloudwatch.metric.MetricKey;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The bytes of the protocols that no client in these tests uses, and the choice of the protocol.
 */
class CloudWatchWireTest {
  private static final String CBOR = "/service/GraniteServiceVersion20100801/operation/";

  private final CloudWatchFixture fixture = new CloudWatchFixture();

  @Test
  void eachProtocolNamesItsOperation() {
    assertThat(fixture.service.operation(json("DescribeAlarms", "{}")))
        .contains("cloudwatch:DescribeAlarms");
    assertThat(fixture.service.operation(cbor("GetMetricData", new byte[0])))
        .contains("cloudwatch:GetMetricData");
    assertThat(fixture.service.operation(form("Action=PutDashboard&Version=2010-08-01")))
        .contains("cloudwatch:PutDashboard");
    assertThat(fixture.service.operation(form("Action=Publish&Version=2010-03-31"))).isEmpty();
    assertThat(
            fixture.service.operation(
                request("/", Map.of("x-amz-target", "AWSEvents.PutEvents"), "")))
        .isEmpty();
    assertThat(fixture.service.operation(request("/2015-03-31/functions", Map.of(), ""))).isEmpty();
  }

  @Test
  void queryStringsAreAcceptedAsRequests() {
    WireRequest request =
        new WireRequest(
            "GET",
            "/",
            Map.of("Action", "DescribeAlarms", "Version", "2010-08-01"),
            Map.of(),
            new byte[0]);
    assertThat(text(fixture.service.handle(request)))
        .contains("<DescribeAlarmsResult>")
        .contains("<MetricAlarms></MetricAlarms>");
  }

  @Test
  void queryErrorsAreXml() {
    WireResponse answer =
        refused(form("Action=DeleteAlarms&Version=2010-08-01&AlarmNames.member.1=x"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(text(answer))
        .contains("<Error><Type>Sender</Type><Code>ResourceNotFound</Code>")
        .contains("<RequestId>");
  }

  @Test
  void jsonMomentsAreSeconds() {
    fixture.alarm("a");
    Map<String, Object> answer =
        Json.parseObject(fixture.service.handle(json("DescribeAlarms", "{}")).body());
    assertThat(CloudWatchFixture.list(answer, "MetricAlarms").get(0))
        .containsEntry("StateUpdatedTimestamp", 1767268800.0);
  }

  @Test
  void jsonErrorsNameTheShapeAndOnRequestTheCode() {
    WireRequest plain = json("PutMetricData", "{\"MetricData\": []}");
    WireResponse answer = refused(plain);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(Json.parseObject(answer.body()))
        .containsEntry("__type", "com.amazonaws.cloudwatch#MissingRequiredParameterException")
        .containsEntry("message", "The parameter Namespace is required.");
    assertThat(answer.headers()).doesNotContainKey("x-amzn-query-error");
    Map<String, String> headers = new LinkedHashMap<>(plain.headers());
    headers.put("x-amzn-query-mode", "true");
    assertThat(refused(request("/", headers, plain.text())).headers())
        .containsEntry("x-amzn-query-error", "MissingParameter;Sender");
  }

  @Test
  void cborRoundTripsTaggedMoments() {
    byte[] body =
        HexFormat.of()
            .parseHex(
                "bf"
                    + hex("Namespace", "My")
                    + key("MetricData")
                    + "9fbf" // indefinite list of one indefinite map, as SDKs send them
                    + hex("MetricName", "Errors")
                    + key("Value")
                    + "fb4008000000000000" // 3.0
                    + key("Timestamp")
                    + "c1fb41da55981000" // tag 1, 1767268416.0 as a double
                    + "0000"
                    + "ffffff");
    WireResponse put = fixture.service.handle(cbor("PutMetricData", body));
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.body()).isEmpty();
    assertThat(put.headers()).containsEntry("smithy-protocol", "rpc-v2-cbor");
    assertThat(fixture.store.keys(fixture.now()))
        .containsExactly(MetricKey.of("My", "Errors", Map.of()));

    fixture.alarm("a");
    WireResponse described =
        fixture.service.handle(cbor("DescribeAlarms", new byte[] {(byte) 0xa0}));
    assertThat(described.headers()).containsEntry("Content-Type", "application/cbor");
    Map<?, ?> tree = new CBORMapper().readValue(described.body(), Map.class);
    Map<?, ?> alarm = (Map<?, ?>) ((List<?>) tree.get("MetricAlarms")).get(0);
    assertThat(alarm.get("Threshold")).isEqualTo(0.5);
    assertThat(alarm.get("StateUpdatedTimestamp")).isEqualTo(1767268800.0);
    assertThat(HexFormat.of().formatHex(described.body()))
        .contains(HexFormat.of().formatHex("StateUpdatedTimestamp".getBytes(UTF_8)) + "c1fb");
  }

  @Test
  void cborErrorsNameTheShape() {
    WireResponse answer = refused(cbor("GetDashboard", new byte[0]));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(new CBORMapper().readValue(answer.body(), Map.class).get("__type"))
        .isEqualTo("com.amazonaws.cloudwatch#UnknownOperationException");
    WireRequest bare = request(CBOR + "DescribeAlarms", Map.of(), "");
    assertThatThrownBy(() -> fixture.service.handle(bare)).hasMessageContaining("smithy-protocol");
    assertThatThrownBy(
            () -> fixture.service.handle(cbor("DescribeAlarms", new byte[] {(byte) 0xbf})))
        .isInstanceOf(AwsError.class);
  }

  @Test
  void gzippedBodiesAreRead() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(
          "{\"Namespace\":\"Z\",\"MetricData\":[{\"MetricName\":\"m\",\"Value\":1}]}"
              .getBytes(UTF_8));
    }
    Map<String, String> headers = new LinkedHashMap<>(json("PutMetricData", "").headers());
    headers.put("content-encoding", "gzip");
    fixture.service.handle(new WireRequest("POST", "/", Map.of(), headers, packed.toByteArray()));
    assertThat(fixture.store.keys(fixture.now())).hasSize(1);
    WireRequest broken = request("/", headers, "not gzip");
    assertThatThrownBy(() -> fixture.service.handle(broken)).hasMessageContaining("gzip");
  }

  @Test
  void allFaultsAreReportedAtOnce() {
    assertThatThrownBy(
            () ->
                fixture.service.handle(
                    json("SetAlarmState", "{\"AlarmName\":\"\",\"StateValue\":\"BAD\"}")))
        .hasMessageStartingWith("3 validation errors detected: ")
        .hasMessageContaining(
            "Value 'BAD' at 'stateValue' failed to satisfy constraint: Member must satisfy enum"
                + " value set: [OK, ALARM, INSUFFICIENT_DATA]")
        .hasMessageContaining(
            "Value null at 'stateReason' failed to satisfy constraint: Member must not be null");
  }

  private WireResponse refused(WireRequest request) {
    try {
      throw new AssertionError("answered: " + text(fixture.service.handle(request)));
    } catch (AwsError e) {
      return fixture.service.errorResponse(request, e);
    }
  }

  private static String text(WireResponse answer) {
    return new String(answer.body(), UTF_8);
  }

  private static WireRequest json(String operation, String body) {
    return request("/", Map.of("x-amz-target", "GraniteServiceVersion20100801." + operation), body);
  }

  private static WireRequest cbor(String operation, byte[] body) {
    Map<String, String> headers =
        Map.of("smithy-protocol", "rpc-v2-cbor", "content-type", "application/cbor");
    return new WireRequest("POST", CBOR + operation, Map.of(), headers, body);
  }

  private static WireRequest form(String body) {
    return request("/", Map.of("content-type", "application/x-www-form-urlencoded"), body);
  }

  private static WireRequest request(String path, Map<String, String> headers, String body) {
    return new WireRequest("POST", path, Map.of(), headers, body.getBytes(UTF_8));
  }

  private static String hex(String name, String value) {
    return key(name) + key(value);
  }

  private static String key(String text) {
    return HexFormat.of().toHexDigits((byte) (0x60 + text.length()))
        + HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
