package dev.coalmine.embedded.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.EventFixture;
import dev.coalmine.embedded.eventbridge.QueueEventSource.EventSourceMapping;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.Arns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A FIFO queue between a rule and a function, as Lambda's developer guide has it. */
class QueueEventSourceTest {
  private static final String QUEUE = Arns.queue("events.fifo");
  private static final String FUNCTION = Arns.function("reader");

  private final EventFixture aws = new EventFixture();

  /** The batches that the function got, each with the seconds since the start. */
  private final List<String> batches = new ArrayList<>();

  /** The function answers each batch with this. */
  private void map(Function<List<JsonView>, String> answer) {
    aws.lambda.createFunction(
        "reader",
        "Reader",
        "reader".getBytes(StandardCharsets.UTF_8),
        Map.of(),
        call -> {
          List<JsonView> records = JsonView.parse(call.payload()).get("Records").items();
          batches.add(aws.seconds() + ": " + records.stream().map(this::number).toList());
          String said = answer.apply(records);
          return new FunctionRunner.FunctionResult(
              said.getBytes(StandardCharsets.UTF_8), said.contains("errorType"), Duration.ZERO);
        });
    aws.queues.createFifo(QUEUE, new FifoSettings(Duration.ofSeconds(30), Duration.ofMinutes(5)));
    new QueueEventSource(
            aws.clock,
            aws.queues,
            aws.aws::handle,
            task -> aws.clock.runAt(aws.clock.instant(), task))
        .map(new EventSourceMapping(QUEUE, FUNCTION, 10, true));
    aws.rule(
        "shop",
        EventFixture.map(
            "Id", "queue", "Arn", QUEUE, "SqsParameters", Map.of("MessageGroupId", "one")));
  }

  private Object number(JsonView record) {
    assertThat(record.get("eventSourceARN").text()).isEqualTo(QUEUE);
    assertThat(record.get("attributes").get("MessageGroupId").text()).isEqualTo("one");
    return JsonView.parse(record.get("body").text().getBytes(StandardCharsets.UTF_8))
        .get("detail")
        .object()
        .get("n");
  }

  private void publish(int from, int to) {
    IntStream.range(from, to)
        .forEach(
            n ->
                aws.call(
                    "PutEvents",
                    "Entries",
                    List.of(
                        EventFixture.map(
                            "Source", "shop", "DetailType", "t", "Detail", "{\"n\": " + n + "}"))));
  }

  private static String failing(List<JsonView> records) {
    return Json.toText(
        Map.of(
            "batchItemFailures",
            records.stream()
                .map(one -> Map.of("itemIdentifier", one.get("messageId").text()))
                .toList()));
  }

  private void run(long seconds) {
    aws.clock.runTo(EventFixture.START.plusSeconds(seconds));
  }

  @Test
  void messagesOfAGroupComeInOrderTenAtATime() {
    map(records -> "{}");
    publish(0, 23);
    run(1);

    assertThat(batches)
        .containsExactly(
            "0: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
            "0: [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]",
            "0: [20, 21, 22]");
    assertThat(aws.queues.messages(QUEUE)).isEmpty();
  }

  @Test
  void aDuplicateDeliveryIsDropped() {
    map(records -> "{}");
    aws.events.duplicateNext(1);
    publish(0, 2);
    run(1);

    assertThat(batches).containsExactly("0: [0, 1]");
  }

  @ParameterizedTest
  @CsvSource({"error", "all"})
  void aBatchThatFailsComesAgainAfterTheVisibilityTimeoutAndHoldsUpTheGroup(String how) {
    map(
        records ->
            aws.seconds() > 0
                ? "{}"
                : how.equals("all") ? failing(records) : "{\"errorType\": \"Broken\"}");
    publish(0, 1);
    run(5);
    publish(1, 2);
    run(29);
    assertThat(batches).containsExactly("0: [0]");
    run(31);

    assertThat(batches).containsExactly("0: [0]", "30: [0, 1]");
    assertThat(aws.queues.messages(QUEUE)).isEmpty();
  }

  @Test
  void aMessageIsDroppedAtTheEndOfItsRetention() {
    map(QueueEventSourceTest::failing);
    publish(0, 1);
    run(1000);

    assertThat(batches).hasSize(10).endsWith("270: [0]");
    assertThat(aws.queues.messages(QUEUE)).isEmpty();
  }

  @Test
  void anUnknownIdFailsTheWholeBatch() {
    map(
        records ->
            aws.seconds() > 0 ? "{}" : "{\"batchItemFailures\": [{\"itemIdentifier\": \"x\"}]}");
    publish(0, 1);
    run(31);

    assertThat(batches).containsExactly("0: [0]", "30: [0]");
  }

  @Test
  void aRuleNeedsAGroupForAFifoQueueAndForNoOther() {
    Map<String, Object> without = EventFixture.map("Id", "q", "Arn", QUEUE);
    Map<String, Object> other =
        EventFixture.map(
            "Id", "q", "Arn", EventFixture.DEAD, "SqsParameters", Map.of("MessageGroupId", "a"));
    aws.call("PutRule", "Name", "rule", "EventPattern", "{\"source\": [\"shop\"]}");

    assertThat(aws.call("PutTargets", "Rule", "rule", "Targets", List.of(without)))
        .containsEntry("message", "Parameter MessageGroupId must be specified for target: q.");
    assertThat(aws.call("PutTargets", "Rule", "rule", "Targets", List.of(other)))
        .extractingByKey("message")
        .asString()
        .startsWith("target q: here only a FIFO queue takes SqsParameters");
  }

  @Test
  void otherQueuesAndLargerBatchesAreRefused() {
    QueueEventSource source =
        new QueueEventSource(aws.clock, aws.queues, aws.aws::handle, Runnable::run);

    assertThatThrownBy(() -> source.map(new EventSourceMapping(QUEUE, FUNCTION, 10, true)))
        .hasMessageContaining("FIFO queues only");
    assertThatThrownBy(() -> new EventSourceMapping(QUEUE, FUNCTION, 11, true))
        .hasMessageContaining("BatchSize must be from 1 to 10");
  }
}
