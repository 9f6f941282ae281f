package dev.coalmine.embedded.eventbridge;

import static dev.coalmine.embedded.EventFixture.FUNCTION;
import static dev.coalmine.embedded.EventFixture.MACHINE;
import static dev.coalmine.embedded.EventFixture.entry;
import static dev.coalmine.embedded.EventFixture.function;
import static dev.coalmine.embedded.EventFixture.machine;
import static dev.coalmine.embedded.EventFixture.map;
import static dev.coalmine.embedded.EventFixture.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.EventFixture;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.stepfunctions.ExecutionEngine;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBridgeServiceTest {
  private static final String RULES = "arn:aws:events:us-east-1:000000000000:rule/";

  private final EventFixture fixture = new EventFixture();

  private Map<String, Object> call(String operation, Object... fields) {
    return fixture.call(operation, fields);
  }

  private static Map<String, Object> error(String code, String message) {
    return map("__type", code, "message", message);
  }

  @Test
  void answersInAwsJson11() {
    WireResponse answer =
        fixture.aws.handle(
            WireRequest.awsJson("AWSEvents.PutEvents", Map.of("Entries", List.of(entry()))));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("Content-Type", "application/x-amz-json-1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Source", "DetailType", "Detail"})
  void requiredFieldsAreReported(String field) {
    Map<String, Object> output = fixture.put(field, "");

    assertThat(output).containsEntry("FailedEntryCount", 1);
    assertThat(only(output))
        .isEqualTo(
            map(
                "ErrorCode",
                "InvalidArgument",
                "ErrorMessage",
                "Parameter %s is not valid. Reason: %s is a required argument."
                    .formatted(field, field)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"text\"", "[\"list\"]", "{not json", "\"{}\""})
  void aDetailThatIsNoObjectIsMalformed(String detail) {
    assertThat(only(fixture.put("Detail", detail)))
        .isEqualTo(map("ErrorCode", "MalformedDetail", "ErrorMessage", "Detail is malformed."));
  }

  @Test
  void oneBadEntryFailsAlone() {
    fixture.rule("shop", function());
    Map<String, Object> output =
        call("PutEvents", "Entries", List.of(entry(), entry("Source", "aws.lambda"), entry()));
    fixture.clock.runTo(fixture.clock.instant());

    assertThat(output).containsEntry("FailedEntryCount", 1);
    assertThat((List<?>) output.get("Entries"))
        .extracting(each -> String.valueOf(((Map<?, ?>) each).get("ErrorCode")))
        .containsExactly("null", "NotAuthorizedForSource", "null");
    assertThat(fixture.received).hasSize(2);
  }

  @Test
  void anEventForAMissingBusIsAcceptedAndDropped() {
    fixture.rule("shop", function());
    Map<String, Object> output = fixture.put("EventBusName", "nowhere");
    fixture.clock.runTo(fixture.clock.instant());

    assertThat(output).containsEntry("FailedEntryCount", 0);
    assertThat(only(output)).containsOnlyKeys("EventId");
    assertThat(fixture.received).isEmpty();
  }

  @Test
  void tooManyOrTooLargeEntriesAreRefusedTogether() {
    assertThat(call("PutEvents", "Entries", Collections.nCopies(11, entry())).get("message"))
        .asString()
        .endsWith(
            "at 'entries' failed to satisfy constraint: Member must have length less than or equal"
                + " to 10");
    assertThat(call("PutEvents", "Entries", List.of()).get("__type"))
        .isEqualTo("ValidationException");
    String large = "{\"a\": \"" + "x".repeat(262_144) + "\"}";
    assertThat(fixture.put("Detail", large))
        .isEqualTo(
            error(
                "ValidationException",
                "Total size of the entries in the request is over the limit."));
  }

  @Test
  void aTargetGetsTheEventInItsEnvelope() {
    fixture.rule("shop", function());
    Map<String, Object> put =
        fixture.put("Resources", List.of("arn:x"), "Time", 1_767_268_800, "Detail", "{\"n\": 1}");
    fixture.clock.runTo(fixture.clock.instant());

    Map<String, Object> event =
        map(
            "version", "0",
            "id", only(put).get("EventId"),
            "detail-type", "Kind",
            "source", "shop",
            "account", "000000000000",
            "time", "2026-01-01T12:00:00Z",
            "region", "us-east-1",
            "resources", List.of("arn:x"),
            "detail", map("n", 1));
    assertThat(fixture.received).containsExactly("0 " + Json.toText(event));
  }

  @Test
  void deliveryHappensAfterThePutCall() {
    fixture.rule("shop", function());
    fixture.put();

    assertThat(fixture.received).isEmpty();
  }

  @Test
  void aStateMachineIsStartedUnderTheEventsId() {
    fixture.rule("shop", machine("InputPath", "$.detail"));
    Map<String, Object> put = fixture.put();
    fixture.clock.runTo(fixture.clock.instant());

    assertThat(fixture.engine.started).hasSize(1);
    ExecutionEngine.ExecutionStart start = fixture.engine.started.get(0);
    assertThat(start.name()).startsWith(only(put).get("EventId") + "_").hasSize(73);
    assertThat(start.input()).isEqualTo("{\"n\":1}");
    assertThat(start.machine().arn()).isEqualTo(MACHINE);
  }

  @Test
  void rulesOfOtherBusesReceiveNothing() {
    call("CreateEventBus", "Name", "own");
    call("PutRule", "Name", "r", "EventBusName", "own", "EventPattern", "{\"source\":[\"shop\"]}");
    call("PutTargets", "Rule", "r", "EventBusName", "own", "Targets", List.of(machine()));
    fixture.put();
    fixture.put("EventBusName", "own");
    fixture.put("EventBusName", "arn:aws:events:us-east-1:000000000000:event-bus/own");
    fixture.clock.runTo(fixture.clock.instant());

    assertThat(fixture.engine.started).hasSize(2);
  }

  @Test
  void aRuleIsDescribedAsItWasPut() {
    fixture.rule("shop", function("RetryPolicy", map("MaximumRetryAttempts", 3)));
    Map<String, Object> rule =
        map(
            "Name", "rule",
            "Arn", RULES + "rule",
            "EventPattern", "{\"source\": [\"shop\"]}",
            "State", "ENABLED",
            "EventBusName", "default");

    assertThat(call("ListRules", "NamePrefix", "ru")).isEqualTo(map("Rules", List.of(rule)));
    assertThat(call("ListTargetsByRule", "Rule", "rule"))
        .isEqualTo(
            map("Targets", List.of(function("RetryPolicy", map("MaximumRetryAttempts", 3)))));
    assertThat(call("ListRuleNamesByTarget", "TargetArn", FUNCTION))
        .isEqualTo(map("RuleNames", List.of("rule")));
    rule.put("CreatedBy", "000000000000");
    assertThat(call("DescribeRule", "Name", "rule")).isEqualTo(rule);
  }

  @Test
  void aDisabledRuleDoesNothingUntilEnabled() {
    fixture.rule("shop", function());
    call("DisableRule", "Name", "rule");
    fixture.put();
    call("EnableRule", "Name", "rule");
    fixture.put();
    fixture.clock.runTo(fixture.clock.instant());

    assertThat(fixture.received).hasSize(1);
  }

  @Test
  void aRuleIsDeletedOnlyWithoutTargets() {
    fixture.rule("shop", function());

    assertThat(call("DeleteRule", "Name", "rule"))
        .isEqualTo(error("ValidationException", "Rule can't be deleted since it has targets."));
    assertThat(call("RemoveTargets", "Rule", "rule", "Ids", List.of("function", "other")))
        .containsEntry("FailedEntryCount", 1);
    assertThat(call("DeleteRule", "Name", "rule")).isEmpty();
    assertThat(call("DescribeRule", "Name", "rule"))
        .isEqualTo(
            error("ResourceNotFoundException", "Rule rule does not exist on EventBus default."));
    assertThat(call("DeleteRule", "Name", "rule")).isEmpty();
  }

  @Test
  void busesAreCreatedAndDescribed() {
    assertThat(call("CreateEventBus", "Name", "own", "Description", "d"))
        .isEqualTo(
            map(
                "EventBusArn",
                "arn:aws:events:us-east-1:000000000000:event-bus/own",
                "Description",
                "d"));
    assertThat(call("DescribeEventBus", "Name", "own"))
        .containsEntry("Name", "own")
        .containsEntry("Description", "d");
    assertThat(call("CreateEventBus", "Name", "own").get("__type"))
        .isEqualTo("ResourceAlreadyExistsException");
    assertThat(call("DeleteEventBus", "Name", "no")).isEmpty();
    assertThat(call("DescribeEventBus", "Name", "no"))
        .isEqualTo(error("ResourceNotFoundException", "Event bus no does not exist."));
    assertThat(call("DeleteEventBus", "Name", "default"))
        .isEqualTo(error("ValidationException", "Cannot delete event bus default."));
    assertThat((List<?>) call("ListEventBuses").get("EventBuses")).hasSize(2);
  }

  @Test
  void targetsThatCannotBeReachedAreRefused() {
    call("PutRule", "Name", "rule", "EventPattern", "{\"source\": [\"shop\"]}");
    Map<String, Object> stream =
        map("Id", "t", "Arn", "arn:aws:kinesis:us-east-1:000000000000:stream/s");
    Map<String, Object> withoutRole = map("Id", "t", "Arn", MACHINE);

    assertThat(call("PutTargets", "Rule", "rule", "Targets", List.of(stream)).get("message"))
        .asString()
        .contains("not to arn:aws:kinesis");
    assertThat(call("PutTargets", "Rule", "rule", "Targets", List.of(withoutRole)))
        .isEqualTo(error("ValidationException", "RoleArn is required for target " + MACHINE + "."));
  }

  @Test
  void patternsCanBeTried() {
    String event =
        "{\"id\": \"1\", \"account\": \"1\", \"source\": \"shop\", \"time\": \"t\", \"region\":"
            + " \"r\", \"resources\": [], \"detail-type\": \"Kind\"}";

    assertThat(call("TestEventPattern", "EventPattern", "{\"source\":[\"shop\"]}", "Event", event))
        .isEqualTo(map("Result", true));
    assertThat(call("TestEventPattern", "EventPattern", "{\"source\":[\"x\"]}", "Event", event))
        .isEqualTo(map("Result", false));
    assertThat(call("TestEventPattern", "EventPattern", "{\"source\":[\"x\"]}", "Event", "[]"))
        .isEqualTo(error("ValidationException", "Parameter Event is not valid."));
    assertThat(
            call(
                "TestEventPattern",
                "EventPattern",
                "{\"source\":[\"x\"]}",
                "Event",
                event.replace("account", "accounts")))
        .isEqualTo(error("ValidationException", "Parameter Event is not valid. Missing: account."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListRules", "ListEventBuses"})
  void anotherServicesPageTokenIsRefused(String operation) {
    assertThat(call(operation, "NextToken", "x"))
        .isEqualTo(error("ValidationException", "Token x is invalid."));
  }

  @Test
  void aScheduledRuleFiresOnTheClock() {
    call("PutRule", "Name", "rule", "ScheduleExpression", "rate(5 minutes)");
    call("PutTargets", "Rule", "rule", "Targets", List.of(function("InputPath", "$.resources[0]")));
    fixture.clock.runTo(EventFixture.START.plusSeconds(720));
    call("DisableRule", "Name", "rule");
    fixture.clock.runTo(EventFixture.START.plusSeconds(1200));
    call("PutRule", "Name", "rule", "ScheduleExpression", "cron(0 13 * * ? *)");
    fixture.clock.runTo(EventFixture.START.plusSeconds(4000));

    String arn = " \"" + RULES + "rule\"";
    assertThat(fixture.received).containsExactly("300" + arn, "600" + arn, "3600" + arn);
  }

  @Test
  void schedulesAreOnlyOnTheDefaultBus() {
    call("CreateEventBus", "Name", "own");

    assertThat(
            call(
                "PutRule",
                "Name",
                "r",
                "EventBusName",
                "own",
                "ScheduleExpression",
                "rate(1 minute)"))
        .isEqualTo(
            error(
                "ValidationException",
                "ScheduleExpression is supported only on the default event bus."));
    assertThat(call("PutRule", "Name", "r").get("message"))
        .isEqualTo("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  }

  @Test
  void anUnknownOperationIsRefused() {
    assertThat(call("CreateArchive").get("__type")).isEqualTo("UnknownOperationException");
  }
}
