package dev.coalmine.release;

import dev.coalmine.text.VisibleText;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of one analysis: the gate's verdict on everything that was read.
 *
 * @param verdict PASS, FAIL or INCONCLUSIVE
 * @param reason why, in words and numbers
 * @param incomplete whether something could not be read
 * @param samples the metrics that were new to this analysis, of each target in the release's order;
 *     empty for a release that is not judged by metrics
 * @param alarmFindings the state of each alarm of the gate, in the request's order
 * @param cause why to roll back; NONE unless the verdict is FAIL
 * @param probes the counts of probes that were new to this analysis, of each target; empty for a
 *     release without a probe
 */
public record AnalysisResult(
    Verdict verdict,
    String reason,
    boolean incomplete,
    List<MetricSample> samples,
    List<AlarmFinding> alarmFindings,
    RollbackCause cause,
    List<MetricSample> probes) {

  /**
   * The state of an alarm at one analysis.
   *
   * @param name the alarm's name
   * @param state its state
   * @param since when the state last changed; the epoch for a missing alarm
   * @param byHistory whether the state follows from the alarm's history alone
   */
  public record AlarmFinding(String name, AlarmState state, Instant since, boolean byHistory) {
    static AlarmFinding of(AlarmReading reading) {
      return new AlarmFinding(
          reading.name(), reading.state(), reading.since(), reading.byHistory());
    }

    /** Whether AWS throttled the description of the alarm. */
    boolean isThrottled() {
      return byHistory || state == AlarmState.UNREAD;
    }
  }

  /** Whether AWS throttled the reads of alarms in this analysis. */
  public boolean hasThrottledAlarms() {
    return alarmFindings.stream().anyMatch(AlarmFinding::isThrottled);
  }

  /** Documents of an execution that began before there were samples have none. */
  public AnalysisResult {
    reason = VisibleText.of(reason);
    samples = samples == null ? List.of() : List.copyOf(samples);
    alarmFindings = alarmFindings == null ? List.of() : List.copyOf(alarmFindings);
    cause = RollbackCause.orNone(cause);
    probes = probes == null ? List.of() : List.copyOf(probes);
  }

  /** A result without probes. */
  public AnalysisResult(
      Verdict verdict,
      String reason,
      boolean incomplete,
      List<MetricSample> samples,
      List<AlarmFinding> alarmFindings,
      RollbackCause cause) {
    this(verdict, reason, incomplete, samples, alarmFindings, cause, List.of());
  }

  /** A result without samples. */
  AnalysisResult(Verdict verdict, String reason) {
    this(verdict, reason, false);
  }

  private AnalysisResult(Verdict verdict, String reason, boolean incomplete) {
    this(verdict, reason, incomplete, List.of(), List.of(), RollbackCause.NONE);
  }

  /** With what was read. */
  AnalysisResult withReadings(List<MetricReading> metrics, List<AlarmReading> alarms) {
    return new AnalysisResult(
        verdict,
        reason,
        incomplete,
        metrics.stream().map(MetricReading::sample).toList(),
        alarms.stream().map(AlarmFinding::of).toList(),
        cause,
        metrics.stream().flatMap(reading -> reading.probeSample().stream()).toList());
  }

  /** With the states of alarms, and without metrics. */
  AnalysisResult withFindings(List<AlarmFinding> findings) {
    return new AnalysisResult(verdict, reason, incomplete, List.of(), findings, cause);
  }

  /** The result before the first analysis. */
  public static final AnalysisResult NONE_YET =
      new AnalysisResult(Verdict.INCONCLUSIVE, "not checked yet");

  private static final int MOST_NAMED = 3;

  /**
   * The verdict on all checks. One bad check is a FAIL. Otherwise one unreadable or doubtful check
   * makes it INCONCLUSIVE, one good check is enough for a PASS, and checks without data make it
   * INCONCLUSIVE. Without any check, time alone passes.
   */
  static AnalysisResult of(List<CheckResult> results) {
    Map<CheckResult.CheckStatus, List<CheckResult>> byStatus =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    CheckResult::status,
                    () -> new EnumMap<>(CheckResult.CheckStatus.class),
                    Collectors.toList()));
    if (byStatus.containsKey(CheckResult.CheckStatus.BAD)) {
      List<CheckResult> bad = byStatus.get(CheckResult.CheckStatus.BAD);
      // Checks of metrics come first, as in the reason: they are more specific than alarms.
      return new AnalysisResult(
          Verdict.FAIL, describe(bad), false, List.of(), List.of(), bad.get(0).cause());
    }
    if (byStatus.containsKey(CheckResult.CheckStatus.UNKNOWN)) {
      return new AnalysisResult(
          Verdict.INCONCLUSIVE, describe(byStatus.get(CheckResult.CheckStatus.UNKNOWN)), true);
    }
    if (byStatus.containsKey(CheckResult.CheckStatus.DOUBTFUL)) {
      return new AnalysisResult(
          Verdict.INCONCLUSIVE, describe(byStatus.get(CheckResult.CheckStatus.DOUBTFUL)));
    }
    if (byStatus.containsKey(CheckResult.CheckStatus.GOOD)) {
      return new AnalysisResult(Verdict.PASS, passReason(byStatus));
    }
    if (byStatus.containsKey(CheckResult.CheckStatus.SILENT)) {
      return new AnalysisResult(
          Verdict.INCONCLUSIVE,
          "not enough data yet: " + describe(byStatus.get(CheckResult.CheckStatus.SILENT)));
    }
    return new AnalysisResult(Verdict.PASS, timeAloneReason(byStatus));
  }

  private static String passReason(Map<CheckResult.CheckStatus, List<CheckResult>> byStatus) {
    StringBuilder reason = new StringBuilder(describe(byStatus.get(CheckResult.CheckStatus.GOOD)));
    for (CheckResult.CheckStatus status :
        List.of(CheckResult.CheckStatus.SILENT, CheckResult.CheckStatus.EXCUSED)) {
      if (byStatus.containsKey(status)) {
        reason.append("; ").append(describe(byStatus.get(status)));
      }
    }
    return reason.toString();
  }

  private static String timeAloneReason(Map<CheckResult.CheckStatus, List<CheckResult>> byStatus) {
    return byStatus.containsKey(CheckResult.CheckStatus.EXCUSED)
        ? "time alone: " + describe(byStatus.get(CheckResult.CheckStatus.EXCUSED))
        : "time alone: the gate has no alarms and no metrics";
  }

  private static String describe(List<CheckResult> results) {
    String named =
        results.stream()
            .limit(MOST_NAMED)
            .map(CheckResult::reason)
            .collect(Collectors.joining("; "));
    int rest = results.size() - MOST_NAMED;
    return rest > 0 ? named + "; and " + rest + " more" : named;
  }
}
