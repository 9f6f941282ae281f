package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.release.Decision;
import dev.coalmine.release.StrayHandlers;
import dev.coalmine.text.JsonView;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every state has, and the words and errors that it shares with Java. */
class StateMachineContractTest extends ContractFixture {
  private static final String NO_ROOM = "Lambda.TooManyRequestsException";

  private static final Set<String> OF_STEP_FUNCTIONS =
      Set.of(
          "States.ALL",
          "States.Timeout",
          "Lambda.TooManyRequestsException",
          "Lambda.ServiceException",
          "Lambda.AWSLambdaException",
          "Lambda.SdkClientException",
          "Lambda.ClientExecutionTimeoutException",
          "Lambda.SnapStartNotReadyException",
          "Lambda.Unknown",
          "Sandbox.Timedout",
          "Runtime.ExitError",
          "EventBridge.ThrottlingException",
          "EventBridge.InternalException",
          "EventBridge.FailedEntry");

  @Test
  void wordsOfDecideAreTheDecisionsOfJavaBothWays() {
    List<Object> words =
        Stream.concat(choices("Decide"), choices("DecideRollback"))
            .map(choice -> choice.get("StringEquals"))
            .filter(word -> word != null)
            .toList();

    assertThat(words)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Decision.values()).map(Decision::name).toList());
    assertThat(state("Decide")).containsEntry("Default", "Rollback");
    assertThat(state("DecideRollback")).containsEntry("Default", "ExplainUnrestored");
  }

  @Test
  void wordsOfDecideStackAreThoseOfStackReleaseBothWays() throws ReflectiveOperationException {
    Class<?> words = Class.forName("dev.coalmine.trigger.StackProgress$StackDecision");

    assertThat(choices("DecideStack").map(choice -> choice.get("StringEquals")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(words.getEnumConstants()).map(Object::toString).toList());
    assertThat(state("DecideStack")).containsEntry("Default", "AnswerStack");
  }

  @Test
  void anAnswerIsTriedUntilNobodyWaitsForIt() {
    assertThat(attempts("AnswerStack").values()).allMatch(attempts -> attempts >= 30);
    assertThat(JsonView.of(Json.parse(definitions.get("StackWorkflow"))).map())
        .containsEntry("TimeoutSeconds", 3_480);
  }

  @Test
  void everyErrorNameExists() {
    Set<String> names = new TreeSet<>();
    collect(states, "ErrorEquals", names);

    assertThat(names).isNotEmpty();
    for (String name : names) {
      if (!OF_STEP_FUNCTIONS.contains(name)) {
        assertThat(loaded(name)).as(name).isAssignableTo(Throwable.class);
      }
    }
  }

  private static Class<?> loaded(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("no such error: " + name, e);
    }
  }

  @Test
  void everyTaskHasTimeoutRetryAndCatch() {
    for (String task : handlers()) {
      assertThat(state(task)).containsKeys("TimeoutSeconds", "Retry", "Catch");
      assertThat(retried(task)).contains("States.Timeout", "Sandbox.Timedout", "States.ALL");
      assertThat(lastCatch(task)).containsEntry("ErrorEquals", List.of("States.ALL"));
    }
  }

  /** Rollback outlasts the handlers that Step Functions lost, by these numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"Claim", "ShiftWeight", "Promote", "Rollback"})
  void aStateThatWritesCountsItsAttemptsAndItsHandlerEndsBeforeTheSecondLook(String task) {
    Map<String, Object> payload =
        JsonView.of(state(task)).object("Parameters").object("Payload").map();
    assertThat(payload).containsEntry("retries.$", "$$.State.RetryCount");

    assertThat(template.functionTimeout(task + "Function"))
        .isLessThanOrEqualTo((int) StrayHandlers.LONGEST.toSeconds() - 15);
    int limit = (int) state(task).get("TimeoutSeconds");
    for (Object retrier : list(state(task).get("Retry"))) {
      Object pause = JsonView.of(retrier).map().getOrDefault("MaxDelaySeconds", 0);
      assertThat(limit + (int) pause)
          .isLessThanOrEqualTo((int) StrayHandlers.LONGEST_ATTEMPT.toSeconds());
    }
  }

  private static Map<String, Object> lastCatch(String task) {
    List<Object> caught = list(state(task).get("Catch"));
    return JsonView.of(caught.get(caught.size() - 1)).map();
  }

  /** A retry would wait, or call the hook, a second time. */
  @Test
  void aTaskThatWaitsEndsInTimeAndIsNeverTriedAgainForThat() {
    List<String> waiting = Stream.of(tasks(WAITING), tasks(ASKING)).flatMap(List::stream).toList();

    assertThat(waiting).containsExactlyInAnyOrder("Bake", "KeepBaking", "Ask", "Watch", "CallHook");
    for (String task : waiting) {
      assertThat(state(task)).containsEntry("TimeoutSecondsPath", "$.latest.release.waitSeconds");
      assertThat(retried(task)).isNotEmpty().doesNotContain("States.ALL", "States.Timeout");
      assertThat(lastCatch(task)).containsEntry("ErrorEquals", List.of("States.ALL"));
    }
  }

  @Test
  void newsThatCannotBeToldChangeNothing() {
    assertThat(tasks(TELLING))
        .containsExactlyInAnyOrder(
            "Tell", "TellPromoted", "TellRolledBack", "TellRefused", "TellStuck")
        .allSatisfy(
            task ->
                assertThat(lastCatch(task))
                    .containsEntry("ErrorEquals", List.of("States.ALL"))
                    .containsEntry("Next", state(task).get("Next")));
  }

  @Test
  void allTasksButRollbackAreRetriedAlike() {
    Map<Object, Integer> promote = attemptsByError("Promote");
    promote.remove(NO_ROOM);
    assertThat(
            releaseTasks().stream()
                .filter(task -> !task.equals("Rollback"))
                .map(StateMachineContractTest::attemptsByError)
                .peek(attempts -> attempts.remove(NO_ROOM))) // a look waits less for it
        .hasSize(6)
        .containsOnly(promote);
  }

  @Test
  void rollbackIsRetriedLongestWhateverWentWrong() {
    Map<Object, Integer> rollback = attemptsByError("Rollback");

    for (String task : releaseTasks()) {
      if (!task.equals("Rollback")) {
        assertThat(attemptsByError(task)).hasSameSizeAs(rollback);
        attemptsByError(task)
            .forEach((errors, attempts) -> assertThat(attempts).isLessThan(rollback.get(errors)));
      }
    }
  }

  @Test
  void everyStateSaysWhatItIsFor() {
    assertThat(states.values()).allMatch(state -> JsonView.of(state).map().containsKey("Comment"));
  }

  private static List<String> releaseTasks() {
    Set<String> own = statesOf("Workflow").keySet();
    return handlers().stream().filter(own::contains).toList();
  }

  private static List<Object> retried(String task) {
    return list(state(task).get("Retry")).stream()
        .flatMap(retrier -> list(JsonView.of(retrier).map().get("ErrorEquals")).stream())
        .toList();
  }

  /** The attempts by errors, without those that are never retried. */
  private static Map<Object, Integer> attempts(String task) {
    return list(state(task).get("Retry")).stream()
        .map(each -> JsonView.of(each).map())
        .filter(retrier -> (int) retrier.get("MaxAttempts") > 0)
        .collect(
            Collectors.toMap(
                retrier -> retrier.get("ErrorEquals"),
                retrier -> (int) retrier.get("MaxAttempts")));
  }

  private static Map<Object, Integer> attemptsByError(String task) {
    Map<Object, Integer> found = new TreeMap<>();
    attempts(task)
        .forEach((errors, attempts) -> list(errors).forEach(error -> found.put(error, attempts)));
    return found;
  }
}
