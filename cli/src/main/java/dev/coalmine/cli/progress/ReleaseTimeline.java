package dev.coalmine.cli.progress;

import dev.coalmine.document.AnalysisLogFields;
import dev.coalmine.document.HistoryListener;
import dev.coalmine.document.HistoryReader;
import dev.coalmine.document.StateAnswer;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.release.Decision;
import dev.coalmine.release.Outcome;
import dev.coalmine.release.Release;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.report.ReleaseWording;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The timeline of one release: a line for each answer, except for looks and answers that repeat the
 * line before.
 */
public final class ReleaseTimeline implements ExecutionListener, HistoryListener {
  private static final String FAILED = "failed: ";

  /** Shown for an answer that has neither a document nor a reason. */
  private static final String NO_REASON = "null";

  private final EntrySink entries;
  private final Consumer<Map<String, Object>> looks;
  private final HistoryReader reader = new HistoryReader(List.of(this));
  private final CompletableFuture<RehearsalResult> ending = new CompletableFuture<>();
  private volatile String execution = "";
  private Optional<Instant> start = Optional.empty();
  private int repeated;
  private String lastEntry = "";
  private String toldEvidence = "";
  private String id = "";

  /**
   * A timeline of the first release whose events it receives.
   *
   * @param lines gets each line
   * @param looks gets each look as the fields of a log line
   */
  public ReleaseTimeline(Consumer<String> lines, Consumer<Map<String, Object>> looks) {
    this.entries = entry -> lines.accept(entry.line());
    this.looks = looks;
  }

  private ReleaseTimeline(EntrySink entries, Consumer<Map<String, Object>> looks) {
    this.entries = entries;
    this.looks = looks;
  }

  /** A timeline for machines: the same with entries instead of lines. */
  public static ReleaseTimeline ofEntries(
      Consumer<TimelineEntry> entries, Consumer<Map<String, Object>> looks) {
    EntrySink sink = entries::accept;
    return new ReleaseTimeline(sink, looks);
  }

  /** Receives entries. */
  private interface EntrySink {
    void accept(TimelineEntry entry);
  }

  /** The result; completed when the release ends. */
  public CompletableFuture<RehearsalResult> result() {
    return ending;
  }

  /** Whether a release has started. */
  public boolean hasStarted() {
    return !execution.isEmpty();
  }

  /** The ARN of the execution; empty before it starts. */
  public String executionArn() {
    return execution;
  }

  @Override
  public void onEvent(Execution source, HistoryEvent event) {
    if (execution.isEmpty() && EngineHistory.isRelease(source)) {
      execution = source.identity().arn();
    }
    if (execution.equals(source.identity().arn())) {
      reader.accept(EngineHistory.entry(event));
    }
  }

  @Override
  public void started(Instant at, String request) {
    start = Optional.of(at);
  }

  /** Times count from the first answer if the start of the execution was not seen. */
  private Duration elapsed(Instant at) {
    start = start.or(() -> Optional.of(at));
    return Duration.between(start.get(), at);
  }

  @Override
  public void answered(Instant at, String state, StateAnswer answer) {
    id = answer.idOr(id);
    if (state.equals("CheckAlarms") && answer.release().isPresent()) {
      recordLook(elapsed(at), answer.release().get());
    } else {
      String text =
          answer.release().map(release -> describe(state, release)).orElse(reason(answer));
      write(elapsed(at), answer.weight(), state, withoutToldEvidence(text));
    }
  }

  /** What rests on a look repeats its evidence at the end; the look's own line has told it. */
  private String withoutToldEvidence(String text) {
    boolean told =
        !toldEvidence.isEmpty()
            && (text.endsWith("; " + toldEvidence) || text.endsWith(": " + toldEvidence));
    return told ? text.substring(0, text.length() - toldEvidence.length() - 2) : text;
  }

  private static String reason(StateAnswer answer) {
    return answer.reason().isEmpty() ? NO_REASON : answer.reason();
  }

  /** Adds a line that belongs to no state of the workflow. */
  public void addRemark(Duration at, String text) {
    write(at, -1, "", text);
  }

  private static String describe(String state, Release release) {
    boolean untouched =
        release.decision() == Decision.REFUSE || release.decision() == Decision.QUEUE;
    return state.equals("Rollback") && !untouched
        ? ReleaseWording.rollbackText(release)
        : release.reason();
  }

  private void recordLook(Duration at, Release release) {
    looks.accept(lookRecord(at, release));
    if (release.decision() != Decision.ADVANCE) {
      toldEvidence = release.analysis().reason();
      String text = release.analysis().verdict() + ": " + toldEvidence;
      write(at, release.weight().percent(), "CheckAlarms", text);
    }
  }

  /** Skips a line that repeats the one before it; repeated failures are counted. */
  private void write(Duration at, int weight, String state, String text) {
    String entry = state + weight + text;
    if (entry.equals(lastEntry)) {
      repeated++;
      return;
    }
    writeRepeatCount(at);
    lastEntry = entry;
    entries.accept(new TimelineEntry(at, weight, state, text, 0));
  }

  private void writeRepeatCount(Duration at) {
    if (repeated > 0 && lastEntry.contains(FAILED)) {
      entries.accept(TimelineEntry.repeated(at, repeated));
    }
    repeated = 0;
  }

  private static Map<String, Object> lookRecord(Duration at, Release release) {
    Map<String, Object> look = new LinkedHashMap<>();
    look.put("id", release.id());
    look.put("minute", at.toMinutes());
    look.put("weightPercent", release.weight().percent());
    look.put("verdict", release.analysis().verdict().name());
    look.put("decision", release.decision().name());
    look.put("reason", release.reason());
    look.put("evidence", release.analysis().reason());
    look.putAll(AnalysisLogFields.of(release));
    return look;
  }

  /** Failures of waits are left out. */
  @Override
  public void taskFailed(ReleaseHistory.TaskFailure failure, boolean tokenTask) {
    if (!tokenTask) {
      write(elapsed(failure.at()), -1, failure.state(), FAILED + failure.error());
    }
  }

  @Override
  public void ended(ReleaseHistory.ExecutionEnd end) {
    writeRepeatCount(elapsed(end.at()));
    Optional<Outcome> outcome = end.outcome();
    ending.complete(
        new RehearsalResult(
            outcome.orElse(Outcome.STUCK),
            id,
            outcome.isPresent() ? end.explanation() : "ended from outside as " + end.status(),
            elapsed(end.at())));
  }
}
