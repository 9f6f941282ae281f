package dev.coalmine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.request.RequestReader;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** Histories of AWS that do not occur in rehearsals. */
class HistoryReaderTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Release RELEASE =
      ReleaseStart.prepared(
          new Release.ReleaseIdentity("orders-8", "arn:run", NOON),
          RequestReader.read(Map.of("function", "orders")).request(),
          List.of(
              TargetProgress.of(
                  new AliasTarget("orders", "live", "8"),
                  new Snapshot(AliasRouting.allTo("7"), "", "r1"),
                  MetricSource.OF_VERSIONS)),
          List.of(),
          new Weight(1),
          NOON);

  private final HistoryRecorder recorder = new HistoryRecorder("arn:run");
  private int seconds;
  private long events;

  private void happens(HistoryEventType type, Consumer<HistoryEvent.Builder> details) {
    recorder.accept(
        HistoryEntry.of(
            HistoryEvent.builder()
                .id(++events)
                .timestamp(NOON.plusSeconds(seconds))
                .type(type)
                .applyMutation(details)
                .build()));
  }

  private void enters(String state) {
    happens(
        HistoryEventType.TASK_STATE_ENTERED,
        event -> event.stateEnteredEventDetails(entered -> entered.name(state)));
  }

  private void calls(String resource) {
    happens(
        HistoryEventType.TASK_SCHEDULED,
        event -> event.taskScheduledEventDetails(task -> task.resource(resource)));
    happens(
        HistoryEventType.TASK_STARTED,
        event -> event.taskStartedEventDetails(task -> task.resource(resource)));
  }

  private void succeeds(String resource) {
    happens(
        HistoryEventType.TASK_SUCCEEDED,
        event -> event.taskSucceededEventDetails(task -> task.resource(resource)));
  }

  private void fails(String resource, String error) {
    happens(
        HistoryEventType.TASK_FAILED,
        event -> event.taskFailedEventDetails(task -> task.resource(resource).error(error)));
  }

  private void leaves(String state, String output) {
    happens(
        HistoryEventType.TASK_STATE_EXITED,
        event -> event.stateExitedEventDetails(exited -> exited.name(state).output(output)));
  }

  private static String document(Object release) {
    return Json.toJson(Map.of("latest", Map.of("release", release)));
  }

  @Test
  void aFunctionsTimeIsFromItsCallToItsAnswer() {
    enters("CheckAlarms");
    calls("invoke");
    seconds += 2;
    succeeds("invoke");
    leaves("CheckAlarms", document(RELEASE));

    assertThat(recorder.history().usage())
        .isEqualTo(new ReleaseHistory.ResourceUsage(1, 1, 0, Duration.ofSeconds(2)));
    assertThat(recorder.history().stateOutputs()).hasSize(1);
    assertThat(recorder.history().id()).isEqualTo("orders-8");
  }

  @Test
  void aRetryIsATransitionAndACallOfItsOwn() {
    enters("CheckAlarms");
    calls("invoke");
    seconds += 3;
    fails("invoke", "Lambda.TooManyRequestsException");
    seconds += 5;
    calls("invoke");
    seconds += 1;
    succeeds("invoke");

    assertThat(recorder.history().usage())
        .isEqualTo(new ReleaseHistory.ResourceUsage(2, 2, 0, Duration.ofSeconds(4)));
    assertThat(recorder.history().taskFailures())
        .containsExactly(
            new ReleaseHistory.TaskFailure(
                NOON.plusSeconds(3), "CheckAlarms", "Lambda.TooManyRequestsException", ""));
  }

  @Test
  void aHooksCallerRunsUntilItHasHandedTheTokenOn() {
    enters("CallHook");
    calls("invoke.waitForTaskToken");
    seconds += 1;
    happens(
        HistoryEventType.TASK_SUBMITTED,
        event -> event.taskSubmittedEventDetails(task -> task.resource("invoke.waitForTaskToken")));
    seconds += 600;
    succeeds("invoke.waitForTaskToken");

    assertThat(recorder.history().usage())
        .isEqualTo(new ReleaseHistory.ResourceUsage(1, 1, 0, Duration.ofSeconds(1)));
  }

  @Test
  void aBakeThatIsOverIsNoFaultButAnEvent() {
    enters("Bake");
    calls("putEvents.waitForTaskToken");
    happens(
        HistoryEventType.TASK_SUBMITTED,
        event ->
            event.taskSubmittedEventDetails(task -> task.resource("putEvents.waitForTaskToken")));
    seconds += 60;
    happens(
        HistoryEventType.TASK_TIMED_OUT,
        event ->
            event.taskTimedOutEventDetails(
                task -> task.resource("putEvents.waitForTaskToken").error("States.Timeout")));

    assertThat(recorder.history().taskFailures()).isEmpty();
    assertThat(recorder.history().usage())
        .isEqualTo(new ReleaseHistory.ResourceUsage(1, 0, 1, Duration.ZERO));
  }

  @Test
  void anEventThatWasNotTakenIsAFault() {
    enters("Bake");
    calls("putEvents.waitForTaskToken");
    fails("putEvents.waitForTaskToken", "EventBridge.ThrottlingException");

    assertThat(recorder.history().taskFailures()).hasSize(1);
    assertThat(recorder.history().usage())
        .isEqualTo(new ReleaseHistory.ResourceUsage(1, 0, 0, Duration.ZERO));
  }

  @Test
  void whatCouldNotBeStartedIsAFault() {
    enters("CheckAlarms");
    happens(
        HistoryEventType.TASK_START_FAILED,
        event ->
            event.taskStartFailedEventDetails(
                task -> task.resource("invoke").error("Lambda.SdkClientException")));

    assertThat(recorder.history().taskFailures())
        .extracting(ReleaseHistory.TaskFailure::error)
        .containsExactly("Lambda.SdkClientException");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      value = {"nothing", "''", "{\"latest\": {\"release\": {\"sche", "[1]", "7"})
  void anAnswerThatIsCutOffTellsNothing(String output) {
    enters("CheckAlarms");
    calls("invoke");
    succeeds("invoke");
    leaves("CheckAlarms", output);
    happens(
        HistoryEventType.EXECUTION_SUCCEEDED,
        event -> event.executionSucceededEventDetails(end -> end.output(output)));

    assertThat(recorder.history().stateOutputs()).isEmpty();
    assertThat(recorder.history().end())
        .contains(new ReleaseHistory.ExecutionEnd(NOON, "SUCCEEDED", "", ""));
  }

  @Test
  void aStateThatACatchLedOutOfHasTheDocumentOfAnEarlierState() {
    enters("ShiftWeight");
    calls("invoke");
    fails("invoke", "Lambda.Unknown");
    leaves("ShiftWeight", document(RELEASE));

    assertThat(recorder.history().stateOutputs()).isEmpty();
  }

  @Test
  void aDocumentOfAnotherShapeIsNotGuessedAt() {
    enters("CheckAlarms");
    calls("invoke");
    succeeds("invoke");

    assertThatThrownBy(() -> leaves("CheckAlarms", document(Map.of("schema", 99))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "cannot read the release document: its schema is 99, this version reads %d",
            Release.SCHEMA);
  }

  @Test
  void whatIsDrivenOnceMoreHasNotEnded() {
    happens(
        HistoryEventType.EXECUTION_TIMED_OUT,
        event -> event.executionTimedOutEventDetails(end -> end.error("States.Timeout")));
    assertThat(recorder.hasEnded()).isTrue();

    happens(HistoryEventType.EXECUTION_REDRIVEN, event -> {});
    assertThat(recorder.hasEnded()).isFalse();
    assertThat(recorder.history(NOON.plusSeconds(9)).until()).isEqualTo(NOON.plusSeconds(9));
  }

  @Test
  void whatPreparesNothingIsNoRelease() {
    enters("Receive");
    assertThat(recorder.isRelease()).isTrue();

    enters("StackRelease");
    assertThat(recorder.isRelease()).isFalse();
  }
}
