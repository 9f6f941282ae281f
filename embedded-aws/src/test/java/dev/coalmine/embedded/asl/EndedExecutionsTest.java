package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an interpreter keeps of executions that have ended. */
class EndedExecutionsTest {
  private static final String MACHINE =
      """
      {"StartAt": "Call", "TimeoutSeconds": 86400, "States": {
        "Call": {"Type": "Task", "Resource": "%s", "TimeoutSeconds": 3600,
          "Next": "Pause"},
        "Pause": {"Type": "Wait", "Seconds": 5, "Next": "Done"},
        "Done": {"Type": "Succeed"}}}\
      """
          .formatted(InterpreterFixture.INVOKE);

  private final InterpreterFixture fixture =
      new InterpreterFixture()
          .answering(
              InterpreterFixture.INVOKE,
              (call, answer) -> answer.succeed(Json.parse("{\"n\": [1, 2.5, null, true, \"ö\"]}")));

  private static List<String> lines(List<HistoryEvent> events) {
    return events.stream()
        .map(
            event ->
                event.id()
                    + " after "
                    + event.previousEventId()
                    + " at "
                    + event.timestamp()
                    + " "
                    + event.type()
                    + " "
                    + Json.toText(event.details()))
        .toList();
  }

  @Test
  void aPackedHistoryReadsLikeTheEventsThatWereRecorded() {
    List<HistoryEvent> recorded = new ArrayList<>();
    fixture.interpreter().packHistories();
    Execution execution = fixture.start(MACHINE, "{\"a\": 1}", recorded::add);
    fixture.clock.run();
    assertThat(recorded).hasSizeGreaterThan(8);
    assertThat(lines(execution.history())).isEqualTo(lines(recorded));
    assertThat(execution.history().subList(recorded.size(), recorded.size())).isEmpty();
    assertThat(Json.toText(execution.output())).isEqualTo("{\"n\":[1,2.5,null,true,\"ö\"]}");
  }

  @Test
  void aListThatWasReadBeforeTheEndStaysAsItWas() {
    fixture.interpreter().packHistories();
    Execution execution = fixture.start(MACHINE, "{}");
    fixture.clock.runTo(InterpreterFixture.START.plusSeconds(1));
    List<HistoryEvent> before = execution.history();
    int size = before.size();
    fixture.clock.run();
    assertThat(before).hasSize(size);
    assertThat(lines(before)).isEqualTo(lines(execution.history()).subList(0, size));
  }

  /** It never ends by itself. */
  private static final String LOOP =
      """
      {"StartAt": "Call", "States": {
        "Call": {"Type": "Task", "Resource": "%s", "TimeoutSeconds": 3600,
          "Next": "Pause"},
        "Pause": {"Type": "Wait", "Seconds": 5, "Next": "Call"}}}\
      """
          .formatted(InterpreterFixture.INVOKE);

  @Test
  void aLongHistoryIsPackedWhileItsExecutionRuns() {
    List<HistoryEvent> recorded = new ArrayList<>();
    fixture.interpreter().packHistories();
    Execution execution = fixture.start(LOOP, "{}", recorded::add);
    for (int minute = 2; minute <= 5; minute++) {
      fixture.clock.runTo(InterpreterFixture.START.plusSeconds(60L * minute));
      List<HistoryEvent> running = execution.history();
      assertThat(lines(running)).isEqualTo(lines(recorded));
      assertThat(running.get(0)).isNotSameAs(recorded.get(0));
      assertThat(running.get(running.size() - 1)).isSameAs(recorded.get(recorded.size() - 1));
      assertThat(lines(PackedHistory.of(running).events())).isEqualTo(lines(recorded));
    }
    assertThat(recorded).hasSizeGreaterThan(300);
    List<HistoryEvent> before = execution.history();
    assertThat(execution.stop("", "")).isTrue();
    assertThat(lines(execution.history())).isEqualTo(lines(recorded));
    assertThat(lines(before)).isEqualTo(lines(recorded).subList(0, before.size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no history", "{}"})
  void whatIsNoPackedHistoryIsRefused(String text) {
    PackedHistory packed = PackedHistory.of(text.getBytes(StandardCharsets.UTF_8), 1);
    assertThatThrownBy(() -> packed.events().get(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a packed history");
  }

  @Test
  void packedBytesReadAgain() {
    Execution execution = fixture.run(MACHINE, "{}");
    PackedHistory packed = PackedHistory.of(execution.history());
    PackedHistory read = PackedHistory.of(packed.bytes(), packed.count());
    assertThat(read.count()).isEqualTo(execution.history().size());
    assertThat(lines(read.events())).isEqualTo(lines(execution.history()));
  }

  @Test
  void tokensOfTheLastTenThousandTasksAreKnown() {
    TaskTokens tokens = fixture.interpreter().tokens();
    List<String> closed = new ArrayList<>();
    for (int i = 0; i < TaskTokens.MOST_CLOSED + 100; i++) {
      String token = TaskToken.random(new SplittableRandom(i));
      tokens.close(token);
      closed.add(token);
    }
    assertThat(tokens.count()).isEqualTo(TaskTokens.MOST_CLOSED);
    assertThat(tokens.fail(closed.get(99), Optional.empty(), Optional.empty()))
        .isEqualTo(TaskTokenResult.TASK_DOES_NOT_EXIST);
    assertThat(tokens.fail(closed.get(100), Optional.empty(), Optional.empty()))
        .isEqualTo(TaskTokenResult.TASK_TIMED_OUT);
  }
}
