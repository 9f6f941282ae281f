package dev.coalmine.embedded.cloudtrail;

import static dev.coalmine.embedded.EventFixture.function;
import static dev.coalmine.embedded.EventFixture.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.EventFixture;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.JsonFields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudTrailTest {
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:orders";
  private static final String CODE =
      Base64.getEncoder().encodeToString("second".getBytes(StandardCharsets.UTF_8));

  private final EventFixture fixture = new EventFixture();

  CloudTrailTest() {
    fixture.lambda.createFunction("orders", "Orders", new byte[] {1}, Map.of("SECRET", "hush"));
    fixture.lambda.publish("orders", new byte[] {1});
    fixture.lambda.putAlias("orders", "live", "1", Map.of());
    fixture.rule("aws.lambda", function());
  }

  private WireResponse call(String method, String path, Object... fields) {
    return callBy("aws-cli/2", method, path, fields);
  }

  private WireResponse callBy(String agent, String method, String path, Object... fields) {
    Map<String, String> headers =
        Map.of(
            "user-agent",
            agent,
            "authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/lambda");
    return fixture.aws.handle(
        new WireRequest(
            method, "/2015-03-31/functions/" + path, Map.of(), headers, Json.toBytes(map(fields))));
  }

  /** The published events so far. */
  private List<JsonFields> events() {
    fixture.clock.runTo(fixture.clock.instant());
    List<JsonFields> events = new ArrayList<>();
    for (String received : fixture.received) {
      String json = received.substring(received.indexOf(' ') + 1);
      events.add(new JsonFields(Json.parseObject(json.getBytes(StandardCharsets.UTF_8))));
    }
    return events;
  }

  private JsonFields detail() {
    assertThat(events()).hasSize(1);
    return events().get(0).object("detail");
  }

  @Test
  void anUpdateThatPublishesHasTheRecordedShape() {
    WireResponse answer =
        call(
            "PUT",
            "arn:aws:lambda:us-east-1:000000000000:function:orders/code".replace(":", "%3A"),
            "ZipFile",
            CODE,
            "Publish",
            true);
    JsonFields event = events().get(0);

    assertThat(event.tree())
        .containsEntry("source", "aws.lambda")
        .containsEntry("detail-type", "AWS API Call via CloudTrail")
        .containsEntry("resources", List.of());
    JsonFields detail = detail();
    assertThat(detail.tree().keySet())
        .containsExactly(
            "eventVersion",
            "userIdentity",
            "eventTime",
            "eventSource",
            "eventName",
            "awsRegion",
            "sourceIPAddress",
            "userAgent",
            "requestParameters",
            "responseElements",
            "requestID",
            "eventID",
            "readOnly",
            "eventType",
            "managementEvent",
            "recipientAccountId",
            "eventCategory");
    assertThat(detail.tree())
        .containsEntry("eventName", "UpdateFunctionCode20150331v2")
        .containsEntry("eventTime", "2026-01-01T12:00:00Z")
        .containsEntry("userAgent", "aws-cli/2")
        .containsEntry("requestID", answer.headers().get("x-amzn-RequestId"))
        .containsEntry(
            "requestParameters",
            map(
                "dryRun",
                false,
                "publish",
                true,
                "functionName",
                ARN,
                "fullyQualifiedArn",
                map(
                    "arnPrefix",
                        map(
                            "partition", "aws",
                            "region", "us-east-1",
                            "account", "000000000000"),
                    "relativeId", map("functionName", "orders"),
                    "functionQualifier", map())));
    assertThat(detail.object("responseElements").tree())
        .containsEntry("functionName", "orders")
        .containsEntry("functionArn", ARN + ":2")
        .containsEntry("version", "2")
        .containsEntry("state", "Pending")
        .containsEntry("stateReason", "The function is being created.")
        .containsEntry("stateReasonCode", "Creating")
        .containsEntry("environment", map())
        .containsEntry("snapStart", map("applyOn", "None", "optimizationStatus", "Off"))
        .containsKeys("revisionId", "codeSha256", "role", "runtime", "handler", "lastModified")
        .doesNotContainKey("lastUpdateStatus");
  }

  @Test
  void aUserIsIdentifiedByAccessKey() {
    call("POST", "orders/versions");

    assertThat(detail().object("userIdentity").tree())
        .containsEntry("type", "IAMUser")
        .containsEntry("accessKeyId", "AKIDEXAMPLE")
        .containsEntry("accountId", "000000000000")
        .doesNotContainKey("invokedBy");
    assertThat(detail().text("sourceIPAddress")).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "cloudformation.amazonaws.com",
    "Boto3/1.42 md/Botocore#1.42 app/cloudformation.amazonaws.com"
  })
  void cloudFormationIsKnownByItsUserAgent(String agent) {
    callBy(agent, "POST", "orders/versions");

    String service = "cloudformation.amazonaws.com";
    assertThat(detail().object("userIdentity").tree()).containsEntry("invokedBy", service);
    assertThat(detail().tree())
        .containsEntry("sourceIPAddress", service)
        .containsEntry("userAgent", service);
  }

  @Test
  void aFunctionHasItsRoleIdentity() {
    callBy("aws-sdk-java/2 app/ShiftWeight", "POST", "orders/versions");

    assertThat(detail().object("userIdentity").tree())
        .containsEntry("type", "AssumedRole")
        .containsEntry("arn", "arn:aws:sts::000000000000:assumed-role/ShiftWeight/ShiftWeight");
  }

  @Test
  void aFailedCallHasAnErrorAndNoAnswer() {
    call("POST", "nobody/versions", "Description", "d");

    assertThat(detail().tree())
        .containsEntry("errorCode", "ResourceNotFoundException")
        .containsEntry(
            "errorMessage",
            "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody")
        .containsEntry("responseElements", null)
        .containsEntry("requestParameters", map("description", "d", "functionName", "nobody"));
  }

  @Test
  void aThrottledCallIsPublished() {
    fixture.faults.next("PublishVersion", Fault.throttled());
    call("POST", "orders/versions");

    assertThat(detail().text("errorCode")).isEqualTo("TooManyRequestsException");
  }

  @Test
  void anAliasEventHasItsWeights() {
    fixture.lambda.publish("orders", new byte[] {2});
    fixture.received.clear();
    call(
        "PUT",
        "orders/aliases/live",
        "RoutingConfig",
        map("AdditionalVersionWeights", map("2", 0.1)));

    assertThat(detail().tree())
        .containsEntry("eventName", "UpdateAlias20150331")
        .containsEntry(
            "requestParameters",
            map(
                "routingConfig", map("additionalVersionWeights", map("2", 0.1)),
                "functionName", "orders",
                "name", "live"));
    assertThat(detail().object("responseElements").tree())
        .containsEntry("functionVersion", "1")
        .containsKey("aliasArn");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, '', CreateFunction20150331",
    "POST, orders/versions, PublishVersion20150331",
    "PUT, orders/configuration, UpdateFunctionConfiguration20150331v2",
    "POST, orders/aliases, CreateAlias20150331",
    "DELETE, orders/aliases/next, DeleteAlias20150331",
    "DELETE, orders, DeleteFunction20150331",
  })
  void eventNamesHaveTheApiDate(String method, String path, String name) {
    call(method, path, "Environment", map("Variables", map("SECRET", "hush")));

    assertThat(detail().text("eventName")).isEqualTo(name);
    assertThat(fixture.received.toString()).doesNotContain("hush");
  }

  @Test
  void readingCallsAreNotPublished() {
    call("GET", "orders/aliases/live");
    call("POST", "orders/invocations");

    assertThat(events()).isEmpty();
  }

  @Test
  void theTrailCanBeDelayed() {
    fixture.trail.setDelay(Duration.ofMinutes(2));
    call("POST", "orders/versions");

    assertThat(events()).isEmpty();
    fixture.clock.runTo(EventFixture.START.plusSeconds(120));
    assertThat(events()).hasSize(1);
    assertThat(detail().text("eventTime")).isEqualTo("2026-01-01T12:00:00Z");
  }

  @Test
  void withoutARuleNoEventIsBuilt() {
    fixture.call("DisableRule", "Name", "rule");
    assertThat(fixture.events.mayMatch("aws.lambda", "AWS API Call via CloudTrail")).isFalse();
    call("POST", "orders/versions");
    fixture.call("EnableRule", "Name", "rule");

    assertThat(events()).isEmpty();
  }
}
