package dev.coalmine.local;

import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.local.asl.HistoryEventType;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Tells an execution as it goes: a line for each change of weight, and for each look that says
 * something new.
 */
final class Timeline implements ExecutionListener {
  private final Consumer<String> lines;
  private final Consumer<Map<String, Object>> looks;
  private String said = "";
  private String id = "";
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  /**
   * A timeline of one execution.
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

  @Override
  public void happened(Execution execution, HistoryEvent event) {
    Instant start = execution.identity().startTime();
    if (event.type() == HistoryEventType.TASK_STATE_EXITED) {
      answered(start, event);
    } else if (event.type() == HistoryEventType.TASK_FAILED
        || event.type() == HistoryEventType.TASK_TIMED_OUT) {
      failed(start, execution.currentState(), event);
    } else if (event.type().endsExecution()) {
      ending.complete(ending(execution, Duration.between(start, event.timestamp())));
    }
  }

  private void answered(Instant start, HistoryEvent event) {
    Map<String, Object> output = Template.map(event.facts().get("output"));
    if (!output.containsKey("latest")) {
      return;
    }
    Map<String, Object> release = Template.map(Template.map(output.get("latest")).get("release"));
    if (!release.containsKey("decision")) {
      return;
    }
    id = String.valueOf(release.getOrDefault("id", id));
    String state = event.stateName();
    Duration at = Duration.between(start, event.timestamp());
    if (state.equals("CheckAlarms")) {
      looked(at, release);
    } else {
      said = "";
      lines.accept(line(at, weight(release), state, release.get("reason")));
    }
  }

  private void looked(Duration at, Map<String, Object> release) {
    looks.accept(look(at, release));
    Map<String, Object> judgement = Template.map(release.get("judgement"));
    String says = judgement.get("verdict") + ": " + judgement.get("reason");
    boolean moves = release.get("decision").equals("ADVANCE");
    if (!moves && !says.equals(said)) {
      lines.accept(line(at, weight(release), "CheckAlarms", says));
    }
    said = says;
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
    return look;
  }

  /** A task's failure shows unless it is a handler's own word, which the outcome repeats. */
  private void failed(Instant start, String state, HistoryEvent event) {
    String error = String.valueOf(event.facts().get("error"));
    if (!error.startsWith("dev.coalmine.")) {
      Duration at = Duration.between(start, event.timestamp());
      lines.accept(line(at, -1, state, "failed: " + error));
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
    return "%7s  %5s  %-11s  %s".formatted(clock(at), weight < 0 ? "" : weight + " %", state, says);
  }

  private static String clock(Duration at) {
    return at.toHours() > 0
        ? "%d:%02d:%02d".formatted(at.toHours(), at.toMinutesPart(), at.toSecondsPart())
        : "%02d:%02d".formatted(at.toMinutes(), at.toSecondsPart());
  }
}
