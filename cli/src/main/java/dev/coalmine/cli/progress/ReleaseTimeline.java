package dev.coalmine.cli.progress;

import static java.util.stream.Collectors.joining;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.document.AnalysisLogFields;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.release.Outcome;
import dev.coalmine.text.DurationText;
import dev.coalmine.text.JsonView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells an execution as it goes: a line for each change of weight, and for each look that says
 * something new.
 */
public final class ReleaseTimeline implements ExecutionListener {
  private final Consumer<String> lines;
  private final Consumer<Map<String, Object>> looks;
  private static final String FAILED = "failed: ";

  private volatile String execution = "";
  private boolean answered;
  private int repeated;
  private String told = "";
  private String id = "";
  private final CompletableFuture<RehearsalResult> ending = new CompletableFuture<>();

  /**
   * A timeline of one execution of the release workflow: the first that it hears of.
   *
   * @param lines gets each line
   * @param looks gets each look, as a line of the log
   */
  public ReleaseTimeline(Consumer<String> lines, Consumer<Map<String, Object>> looks) {
    this.lines = lines;
    this.looks = looks;
  }

  /** How it ends; done once it has ended. */
  public CompletableFuture<RehearsalResult> result() {
    return ending;
  }

  /** Whether there is an execution to tell of. */
  public boolean hasStarted() {
    return !execution.isEmpty();
  }

  /** Its ARN; empty as long as there is none. */
  public String executionArn() {
    return execution;
  }

  @Override
  public void onEvent(Execution heard, HistoryEvent event) {
    if (execution.isEmpty() && heard.identity().stateMachineName().equals(StackName.NAME)) {
      execution = heard.identity().arn();
    }
    if (execution.equals(heard.identity().arn())) {
      write(heard, event);
    }
  }

  private void write(Execution execution, HistoryEvent event) {
    Duration at = Duration.between(execution.identity().startTime(), event.timestamp());
    switch (event.type()) {
      case TASK_SUCCEEDED -> answered = isHandler(event);
      case TASK_FAILED, TASK_TIMED_OUT -> taskFailed(at, execution.currentState(), event);
      case TASK_STATE_EXITED -> stateExited(at, event);
      default -> {
        if (event.type().endsExecution()) {
          writeRepeatCount();
          ending.complete(result(execution, at));
        }
      }
    }
  }

  /** A state that was left by a Catch has told its failure already. */
  private void stateExited(Duration at, HistoryEvent event) {
    if (!answered) {
      return;
    }
    answered = false;
    stateExited(at, event.stateName(), JsonView.of(event.detailTree().get("output")).map());
  }

  /** A state was left whose handler answered. */
  public void stateExited(Duration at, String state, Map<String, Object> output) {
    Map<String, Object> release = JsonView.of(output.get("latest")).object("release").map();
    id = String.valueOf(release.getOrDefault("id", id));
    if (state.equals("CheckAlarms")) {
      recordLook(at, release);
    } else {
      write(at, weight(release), state, describeAnswer(state, release));
    }
  }

  /** Tells what no state of the workflow says. */
  public void addRemark(Duration at, String says) {
    write(at, -1, "", says);
  }

  private static String describeAnswer(String state, Map<String, Object> release) {
    boolean untouched = Set.of("REFUSE", "QUEUE").contains(String.valueOf(release.get("decision")));
    if (!state.equals("Rollback") || untouched) {
      return String.valueOf(release.get("reason"));
    }
    boolean several = targets(release).count() > 1;
    String baselines =
        targets(release)
            .map(target -> baseline(target) + (several ? " of " + name(target) : ""))
            .collect(joining(", "));
    return release.get("decision").equals("RESTORED")
        ? baselines + (several ? " serve" : " serves") + " all traffic again"
        : baselines + (several ? " are" : " is") + " restored; AWS is still shifting traffic";
  }

  private static Stream<Map<String, Object>> targets(Map<String, Object> release) {
    return ((List<?>) release.get("targets")).stream().map(target -> JsonView.of(target).map());
  }

  private static String name(Map<String, Object> target) {
    return target.containsKey("stage")
        ? target.get("restApi") + "/" + target.get("stage")
        : target.get("function") + ":" + target.get("alias");
  }

  private static String baseline(Map<String, Object> target) {
    return target.containsKey("stage")
        ? String.valueOf(target.get("before"))
        : "version " + target.get("before");
  }

  private void recordLook(Duration at, Map<String, Object> release) {
    looks.accept(lookRecord(at, release));
    Map<String, Object> judgement = JsonView.of(release.get("judgement")).map();
    if (!release.get("decision").equals("ADVANCE")) {
      String says = judgement.get("verdict") + ": " + judgement.get("reason");
      write(at, weight(release), "CheckAlarms", says);
    }
  }

  /** Says it, unless it is what was said last; failures that repeat are counted. */
  private void write(Duration at, int weight, String state, String says) {
    String what = state + weight + says;
    if (what.equals(told)) {
      repeated++;
      return;
    }
    writeRepeatCount();
    told = what;
    lines.accept(line(at, weight, state, says));
  }

  private void writeRepeatCount() {
    if (repeated > 0 && told.contains(FAILED)) {
      lines.accept("%30s(%d more times)".formatted("", repeated));
    }
    repeated = 0;
  }

  private static Map<String, Object> lookRecord(Duration at, Map<String, Object> release) {
    Map<String, Object> look = new LinkedHashMap<>();
    look.put("id", release.get("id"));
    look.put("minute", at.toMinutes());
    look.put("weightPercent", weight(release));
    Map<String, Object> judgement = JsonView.of(release.get("judgement")).map();
    look.put("verdict", judgement.get("verdict"));
    look.put("decision", release.get("decision"));
    look.put("reason", release.get("reason"));
    look.put("evidence", judgement.get("reason"));
    List<String> targets = targets(release).map(ReleaseTimeline::name).toList();
    look.putAll(AnalysisLogFields.of(targets, judgement));
    return look;
  }

  /** Waits that are answered or over say nothing of the release themselves. */
  private static boolean isHandler(HistoryEvent event) {
    return event.detailTree().get("resource").equals("invoke");
  }

  /** A task's failure shows unless it is a handler's own word, which the outcome repeats. */
  private void taskFailed(Duration at, String state, HistoryEvent event) {
    String error = String.valueOf(event.detailTree().get("error"));
    boolean waited =
        String.valueOf(event.detailTree().get("resource")).endsWith(".waitForTaskToken");
    if (!waited && !error.startsWith("dev.coalmine.")) {
      write(at, -1, state, FAILED + error);
    }
  }

  private RehearsalResult result(Execution execution, Duration took) {
    return switch (execution.status()) {
      case SUCCEEDED ->
          new RehearsalResult(
              Outcome.PROMOTED,
              id,
              String.valueOf(JsonView.of(execution.output()).map().get("reason")),
              took);
      case FAILED ->
          new RehearsalResult(
              Outcome.ofError(execution.error()), id, failureReason(execution), took);
      case ABORTED, TIMED_OUT, RUNNING ->
          new RehearsalResult(
              Outcome.STUCK, id, "ended from outside as " + execution.status(), took);
    };
  }

  private static String failureReason(Execution execution) {
    return Outcome.ofError(execution.error()) == Outcome.STUCK && !execution.error().equals("Stuck")
        ? execution.error() + ": " + execution.cause()
        : execution.cause();
  }

  private static int weight(Map<String, Object> release) {
    return release.get("weight") instanceof Number weight ? weight.intValue() : 0;
  }

  private static String line(Duration at, int weight, String state, Object says) {
    return "%7s  %5s  %-11s  %s"
        .formatted(DurationText.clock(at), weight < 0 ? "" : weight + " %", state, says);
  }
}
