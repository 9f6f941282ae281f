package dev.coalmine.local;

import static java.util.stream.Collectors.joining;

import dev.coalmine.handler.LookFigures;
import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.release.Outcome;
import dev.coalmine.release.Words;
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
final class Timeline implements ExecutionListener {
  private final Consumer<String> lines;
  private final Consumer<Map<String, Object>> looks;
  private static final String FAILED = "failed: ";

  private volatile String execution = "";
  private boolean answered;
  private int repeated;
  private String told = "";
  private String id = "";
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  /**
   * A timeline of one execution of the release workflow: the first that it hears of.
   *
   * @param lines gets each line
   * @param looks gets each look, as a line of the log
   */
  Timeline(Consumer<String> lines, Consumer<Map<String, Object>> looks) {
    this.lines = lines;
    this.looks = looks;
  }

  /** How it ends; done once it has ended. */
  CompletableFuture<Ending> ending() {
    return ending;
  }

  /** Whether there is an execution to tell of. */
  boolean hasBegun() {
    return !execution.isEmpty();
  }

  /** Its ARN; empty as long as there is none. */
  String execution() {
    return execution;
  }

  @Override
  public void happened(Execution heard, HistoryEvent event) {
    if (execution.isEmpty() && heard.identity().stateMachineName().equals(World.NAME)) {
      execution = heard.identity().arn();
    }
    if (execution.equals(heard.identity().arn())) {
      tell(heard, event);
    }
  }

  private void tell(Execution execution, HistoryEvent event) {
    Duration at = Duration.between(execution.identity().startTime(), event.timestamp());
    switch (event.type()) {
      case TASK_SUCCEEDED -> answered = isHandler(event);
      case TASK_FAILED, TASK_TIMED_OUT -> failed(at, execution.currentState(), event);
      case TASK_STATE_EXITED -> exited(at, event);
      default -> {
        if (event.type().endsExecution()) {
          countRepeated();
          ending.complete(ending(execution, at));
        }
      }
    }
  }

  /** A state that was left by a Catch has told its failure already. */
  private void exited(Duration at, HistoryEvent event) {
    if (!answered) {
      return;
    }
    answered = false;
    exited(at, event.stateName(), Template.map(event.facts().get("output")));
  }

  /** A state was left whose handler answered. */
  void exited(Duration at, String state, Map<String, Object> output) {
    Map<String, Object> release = Template.map(Template.map(output.get("latest")).get("release"));
    id = String.valueOf(release.getOrDefault("id", id));
    if (state.equals("CheckAlarms")) {
      looked(at, release);
    } else {
      tell(at, weight(release), state, answer(state, release));
    }
  }

  /** Tells what no state of the workflow says. */
  void remark(Duration at, String says) {
    tell(at, -1, "", says);
  }

  private static String answer(String state, Map<String, Object> release) {
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
        ? baselines + (several ? " serve" : " serves") + " everything again"
        : baselines
            + (several ? " are" : " is")
            + " written back; AWS is still moving the requests";
  }

  private static Stream<Map<String, Object>> targets(Map<String, Object> release) {
    return ((List<?>) release.get("targets")).stream().map(Template::map);
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

  private void looked(Duration at, Map<String, Object> release) {
    looks.accept(look(at, release));
    Map<String, Object> judgement = Template.map(release.get("judgement"));
    if (!release.get("decision").equals("ADVANCE")) {
      String says = judgement.get("verdict") + ": " + judgement.get("reason");
      tell(at, weight(release), "CheckAlarms", says);
    }
  }

  /** Says it, unless it is what was said last; failures that repeat are counted. */
  private void tell(Duration at, int weight, String state, String says) {
    String what = state + weight + says;
    if (what.equals(told)) {
      repeated++;
      return;
    }
    countRepeated();
    told = what;
    lines.accept(line(at, weight, state, says));
  }

  private void countRepeated() {
    if (repeated > 0 && told.contains(FAILED)) {
      lines.accept("%30s(%d more times)".formatted("", repeated));
    }
    repeated = 0;
  }

  private static Map<String, Object> look(Duration at, Map<String, Object> release) {
    Map<String, Object> look = new LinkedHashMap<>();
    look.put("id", release.get("id"));
    look.put("minute", at.toMinutes());
    look.put("weightPercent", weight(release));
    Map<String, Object> judgement = Template.map(release.get("judgement"));
    look.put("verdict", judgement.get("verdict"));
    look.put("decision", release.get("decision"));
    look.put("reason", release.get("reason"));
    look.put("evidence", judgement.get("reason"));
    List<String> targets = targets(release).map(Timeline::name).toList();
    look.putAll(LookFigures.of(targets, judgement));
    return look;
  }

  /** Waits that are answered or over say nothing of the release themselves. */
  private static boolean isHandler(HistoryEvent event) {
    return event.facts().get("resource").equals("invoke");
  }

  /** A task's failure shows unless it is a handler's own word, which the outcome repeats. */
  private void failed(Duration at, String state, HistoryEvent event) {
    String error = String.valueOf(event.facts().get("error"));
    boolean waited = String.valueOf(event.facts().get("resource")).endsWith(".waitForTaskToken");
    if (!waited && !error.startsWith("dev.coalmine.")) {
      tell(at, -1, state, FAILED + error);
    }
  }

  private Ending ending(Execution execution, Duration took) {
    return switch (execution.status()) {
      case SUCCEEDED ->
          new Ending(
              Outcome.PROMOTED,
              id,
              String.valueOf(Template.map(execution.output()).get("reason")),
              took);
      case FAILED -> new Ending(Outcome.ofError(execution.error()), id, why(execution), took);
      case ABORTED, TIMED_OUT, RUNNING ->
          new Ending(Outcome.STUCK, id, execution.status() + " from outside", took);
    };
  }

  private static String why(Execution execution) {
    return Outcome.ofError(execution.error()) == Outcome.STUCK && !execution.error().equals("Stuck")
        ? execution.error() + ": " + execution.cause()
        : execution.cause();
  }

  private static int weight(Map<String, Object> release) {
    return release.get("weight") instanceof Number weight ? weight.intValue() : 0;
  }

  private static String line(Duration at, int weight, String state, Object says) {
    return "%7s  %5s  %-11s  %s"
        .formatted(Words.clock(at), weight < 0 ? "" : weight + " %", state, says);
  }
}
