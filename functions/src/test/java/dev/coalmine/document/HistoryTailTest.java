package dev.coalmine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.aws.HistoryEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** What the newest events of a history show, and how many of them are read. */
class HistoryTailTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Map<String, Object> PENDING =
      Map.of("id", "orders-8", "weight", 0, "reason", "waiting", "waitSeconds", 10);
  private static final Map<String, Object> OTHER_SCHEMA =
      Map.of(
          "schema", 99, "execution", "arn:run", "id", "orders-8", "weight", 5, "waitSeconds", 60);

  private final List<HistoryEntry> newestFirst = new ArrayList<>();
  private int read;

  private HistoryTail tail() {
    return new HistoryTail("arn:run", newestFirst.stream().peek(entry -> read++).iterator());
  }

  private void before(HistoryEventType type, String state, String resource, Object json) {
    String text = Json.toJson(json);
    newestFirst.add(
        new HistoryEntry(
            100 - newestFirst.size(), NOON, type, state, resource, "", "", () -> text));
  }

  private void beforeWait() {
    String resource = "putEvents.waitForTaskToken";
    before(HistoryEventType.TASK_SUBMITTED, "", resource, "");
    before(HistoryEventType.TASK_STARTED, "", resource, "");
    before(
        HistoryEventType.TASK_SCHEDULED,
        "",
        resource,
        Map.of("Entries", List.of(Map.of("Detail", Map.of("token", "t1")))));
    before(HistoryEventType.TASK_STATE_ENTERED, "Bake", "", "");
  }

  private void beforeExit(String state, Map<String, Object> release) {
    before(
        HistoryEventType.TASK_STATE_EXITED,
        state,
        "",
        Map.of("latest", Map.of("release", release)));
  }

  @Test
  void theTokenIsInTheParametersOfTheTaskThatWaits() {
    beforeWait();

    assertThat(tail().token()).contains("t1");
    assertThat(read).isEqualTo(3);
  }

  @Test
  void aTaskThatHasItsAnswerDoesNotWait() {
    before(HistoryEventType.TASK_SUCCEEDED, "", "putEvents.waitForTaskToken", Map.of());
    beforeWait();

    assertThat(tail().token()).isEmpty();
    assertThat(read).isEqualTo(1);
  }

  @Test
  void beforeThereIsADocumentPrepareAnswersWhatItWaitsFor() {
    before(HistoryEventType.WAIT_STATE_ENTERED, "AwaitTarget", "", "");
    beforeExit("Prepare", PENDING);
    HistoryTail tail = tail();

    assertThat(tail.release()).isEmpty();
    assertThat(tail.answer().map(StateAnswer::reason)).contains("waiting");
    assertThat(tail.nextLook()).contains(NOON.plusSeconds(10));
  }

  @Test
  void aDocumentOfAnotherSchemaIsShownAndNotGuessedAt() {
    beforeWait();
    beforeExit("ShiftWeight", OTHER_SCHEMA);
    HistoryTail tail = tail();

    assertThat(tail.answer().map(StateAnswer::isReadable)).contains(false);
    assertThat(tail.answer().map(StateAnswer::id)).contains("orders-8");
    assertThat(tail.nextLook()).contains(NOON.plusSeconds(60));
    assertThatThrownBy(tail::release)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("its schema is 99");
  }

  @Test
  void aDocumentOfAnotherExecutionIsNotTheReleases() {
    before(
        HistoryEventType.TASK_SUCCEEDED,
        "",
        "putEvents.waitForTaskToken",
        Map.of("Payload", Map.of("schema", 99, "execution", "arn:other")));

    assertThat(tail().release()).isEmpty();
  }

  @Test
  void anExecutionThatRunsHasNoEnd() {
    beforeWait();

    assertThat(tail().end()).isEmpty();
    assertThatThrownBy(tail()::requireEnd)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the history of arn:run has no end event: its last event is TaskSubmitted");
  }
}
