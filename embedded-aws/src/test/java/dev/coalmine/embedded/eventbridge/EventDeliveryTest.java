package dev.coalmine.embedded.eventbridge;

import static dev.coalmine.embedded.EventFixture.DEAD;
import static dev.coalmine.embedded.EventFixture.FUNCTION;
import static dev.coalmine.embedded.EventFixture.START;
import static dev.coalmine.embedded.EventFixture.function;
import static dev.coalmine.embedded.EventFixture.machine;
import static dev.coalmine.embedded.EventFixture.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.EventFixture;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.JsonFields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDeliveryTest {
  private static final Map<String, Object> DEAD_LETTERS = map("Arn", DEAD);

  private final EventFixture fixture = new EventFixture();

  /** The attributes of the only dead letter, with the seconds since the start. */
  private Map<String, Object> deadLetter() {
    assertThat(fixture.queues.messages(DEAD)).hasSize(1);
    JsonFields message = new JsonFields(fixture.queues.messages(DEAD).get(0));
    Map<String, Object> received = new TreeMap<>();
    message
        .object("MessageAttributes")
        .tree()
        .forEach(
            (name, value) -> received.put(name, new JsonView(value).get("StringValue").text()));
    long sent = Long.parseLong(message.object("Attributes").text("SentTimestamp"));
    received.put("after", (sent - START.toEpochMilli()) / 1000);
    return received;
  }

  @Test
  void aThrottledDeliveryComesLater() {
    fixture.rule("shop", machine());
    fixture.faults.next("StartExecution", Fault.throttled(), Fault.serviceError());
    fixture.put();
    List<Long> attempts = new ArrayList<>();
    fixture.faults.next("StartExecution", Fault.before(() -> attempts.add(fixture.seconds())));
    fixture.clock.run();

    assertThat(fixture.engine.started).hasSize(1);
    assertThat(attempts.get(0)).isBetween(1L, 3L); // a second and two, less up to half
  }

  @Test
  void exhaustedAttemptsGoToTheDeadLetterQueue() {
    fixture.rule(
        "shop",
        machine("DeadLetterConfig", DEAD_LETTERS, "RetryPolicy", map("MaximumRetryAttempts", 3)));
    fixture.faults.always("StartExecution", Fault.throttled());
    fixture.put();
    fixture.clock.run();

    Map<String, Object> letter = deadLetter();
    assertThat(letter)
        .containsEntry("RULE_ARN", "arn:aws:events:us-east-1:000000000000:rule/rule")
        .containsEntry("TARGET_ARN", EventFixture.MACHINE)
        .containsEntry("ERROR_CODE", "THROTTLING")
        .containsEntry("ERROR_MESSAGE", "ThrottlingException: Rate exceeded")
        .containsEntry("EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts")
        .containsEntry("RETRY_ATTEMPTS", "3");
    assertThat((long) letter.get("after")).isBetween(3L, 7L);
  }

  @Test
  void tooOldEventsGoToTheDeadLetterQueueAtThatMoment() {
    fixture.rule(
        "shop",
        machine(
            "DeadLetterConfig", DEAD_LETTERS, "RetryPolicy", map("MaximumEventAgeInSeconds", 60)));
    fixture.faults.always("StartExecution", Fault.serviceError());
    fixture.put();
    fixture.clock.run();

    assertThat(deadLetter())
        .containsEntry("EXHAUSTED_RETRY_CONDITION", "MaximumEventAgeInSeconds")
        .containsEntry("ERROR_CODE", "ERROR_FROM_TARGET")
        .containsEntry("after", 60L);
  }

  @Test
  void withoutAPolicyRetriesLastADay() {
    fixture.rule("shop", machine("DeadLetterConfig", DEAD_LETTERS));
    fixture.faults.always("StartExecution", Fault.throttled());
    fixture.put();
    fixture.clock.run();

    assertThat(deadLetter()).containsEntry("RETRY_ATTEMPTS", "185");
    assertThat((long) deadLetter().get("after")).isLessThanOrEqualTo(86_400);
  }

  @ParameterizedTest
  @CsvSource({
    "400, ExecutionAlreadyExists, RESOURCE_ALREADY_EXISTS",
    "400, StateMachineDoesNotExist, NO_RESOURCE",
    "400, InvalidExecutionInput, INVALID_PARAMETER",
    "403, AccessDeniedException, NO_PERMISSIONS",
  })
  void permanentFailuresAreNotRetried(int status, String error, String code) {
    fixture.rule("shop", machine("DeadLetterConfig", DEAD_LETTERS));
    fixture.faults.next("StartExecution", Fault.error(status, error, "no"));
    fixture.put();
    fixture.clock.run();

    assertThat(deadLetter())
        .containsEntry("ERROR_CODE", code)
        .containsEntry("RETRY_ATTEMPTS", "0")
        .containsEntry("after", 0L)
        .doesNotContainKey("EXHAUSTED_RETRY_CONDITION");
    assertThat(fixture.engine.started).isEmpty();
  }

  @Test
  void theDeadLetterIsTheUnchangedEvent() {
    fixture.rule("shop", machine("InputPath", "$.detail", "DeadLetterConfig", DEAD_LETTERS));
    fixture.faults.next("StartExecution", Fault.error(400, "InvalidName", "no"));
    fixture.put();
    fixture.clock.run();

    Map<String, Object> body =
        Json.parseObject(
            JsonFields.utf8((String) fixture.queues.messages(DEAD).get(0).get("Body")));
    assertThat(body.get("source")).isEqualTo("shop");
    assertThat(body.get("detail")).isEqualTo(map("n", 1));
  }

  @Test
  void aFunctionHasToPermitTheRule() {
    fixture.lambda.publish("starter", "other".getBytes(StandardCharsets.UTF_8));
    Map<String, Object> unpermitted = function("DeadLetterConfig", DEAD_LETTERS);
    unpermitted.put("Arn", FUNCTION.replaceFirst(":1$", ":2"));
    fixture.rule("shop", unpermitted);
    fixture.put();
    fixture.clock.run();

    assertThat(fixture.received).isEmpty();
    assertThat(deadLetter()).containsEntry("ERROR_CODE", "NO_PERMISSIONS");
  }

  @Test
  void aMissingFunctionIsNotRetried() {
    Map<String, Object> gone = function("DeadLetterConfig", DEAD_LETTERS);
    gone.put("Arn", Arns.function("gone"));
    fixture.rule("shop", gone);
    fixture.put();
    fixture.clock.run();

    assertThat(deadLetter()).containsEntry("ERROR_CODE", "NO_RESOURCE");
  }

  @Test
  void inputThatIsNoJsonIsNotDelivered() {
    fixture.rule(
        "shop",
        function(
            "DeadLetterConfig",
            DEAD_LETTERS,
            "InputTransformer",
            map("InputPathsMap", map("d", "$.detail"), "InputTemplate", "{\"d\": \"<d>\"}")));
    fixture.put();
    fixture.clock.run();

    assertThat(fixture.received).isEmpty();
    assertThat(deadLetter()).containsEntry("ERROR_CODE", "INVALID_JSON");
  }

  @Test
  void deliveryCanBeLateAndTwice() {
    fixture.rule("shop", function("Input", "{}"));
    fixture.events.setDeliveryDelay(Duration.ofSeconds(90));
    fixture.events.duplicateNext(1);
    fixture.put();
    fixture.put();
    fixture.clock.run();

    assertThat(fixture.received).containsExactly("90 {}", "90 {}", "90 {}");
  }

  @Test
  void anEventThatComesTwiceStartsOneExecution() {
    fixture.rule("shop", machine("DeadLetterConfig", DEAD_LETTERS));
    fixture.events.duplicateNext(1);
    fixture.put();
    fixture.clock.run();

    assertThat(fixture.engine.started).hasSize(1);
    assertThat(fixture.queues.messages(DEAD)).isEmpty(); // same name and input: the same execution
  }

  @Test
  void aQueueCanBeATarget() {
    fixture.rule("shop", map("Id", "q", "Arn", DEAD, "InputPath", "$.detail"));
    fixture.put();
    fixture.clock.run();

    assertThat(fixture.queues.messagesByArn().get(DEAD).get(0)).containsEntry("Body", "{\"n\":1}");
  }

  @Test
  void aTopicGetsTextEvenIfItIsNoJson() {
    String topic = Arns.topic("news");
    Map<String, Object> lines =
        map("InputPathsMap", map("n", "$.detail.n"), "InputTemplate", "\"order <n>\"\n\"placed\"");
    fixture.rule("shop", map("Id", "t", "Arn", topic, "InputTransformer", lines));
    fixture.put();
    fixture.clock.run();

    assertThat(fixture.topics.messagesByArn().get(topic))
        .singleElement()
        .satisfies(
            message ->
                assertThat(message)
                    .containsEntry("Message", "\"order 1\"\n\"placed\"")
                    .containsEntry("TopicArn", topic)
                    .containsEntry("Timestamp", "2026-01-01T12:00:00Z"));
  }
}
