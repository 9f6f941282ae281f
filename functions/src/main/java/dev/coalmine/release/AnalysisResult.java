package dev.coalmine.release;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the gate makes of all that one look found.
 *
 * @param verdict the one word
 * @param reason what it rests on, in words and numbers
 * @param incomplete whether something that was asked for could not be read
 * @param samples the figures that were new to the look, of each target in the release's order; none
 *     for a release that is not judged by metrics
 * @param alarmFindings how the look found each alarm of the gate, in the request's order
 * @param cause what speaks against the canary, in a word; NONE unless the verdict is FAIL
 */
public record AnalysisResult(
    Verdict verdict,
    String reason,
    boolean incomplete,
    List<MetricSample> samples,
    List<AlarmFinding> alarmFindings,
    RollbackCause cause) {

  /**
   * An alarm as a look found it.
   *
   * @param name the alarm's name
   * @param state what it said
   * @param since when it last changed state; the epoch for a missing alarm
   */
  public record AlarmFinding(String name, AlarmState state, Instant since) {
    static AlarmFinding of(AlarmReading reading) {
      return new AlarmFinding(reading.name(), reading.state(), reading.since());
    }
  }

  /** Documents of an execution that began before there were figures have none. */
  public AnalysisResult {
    samples = samples == null ? List.of() : List.copyOf(samples);
    alarmFindings = alarmFindings == null ? List.of() : List.copyOf(alarmFindings);
    cause = RollbackCause.orNone(cause);
  }

  /** One that rests on no figures. */
  AnalysisResult(Verdict verdict, String reason) {
    this(verdict, reason, false);
  }

  private AnalysisResult(Verdict verdict, String reason, boolean blind) {
    this(verdict, reason, blind, List.of(), List.of(), RollbackCause.NONE);
  }

  /** The same with what was found. */
  AnalysisResult withReadings(List<MetricReading> metrics, List<AlarmReading> alarms) {
    return new AnalysisResult(
        verdict,
        reason,
        incomplete,
        metrics.stream().map(MetricReading::sample).toList(),
        alarms.stream().map(AlarmFinding::of).toList(),
        cause);
  }

  /** Before the first look. */
  public static final AnalysisResult NONE_YET =
      new AnalysisResult(Verdict.INCONCLUSIVE, "not checked yet");

  private static final int MOST_NAMED = 3;

  /**
   * Bad wins over everything; what could not be read wins over good; one good is enough where
   * others have no opinion; and where nothing can speak at all, time alone decides.
   */
  static AnalysisResult of(List<CheckResult> opinions) {
    Map<CheckResult.CheckStatus, List<CheckResult>> by =
        opinions.stream()
            .collect(
                Collectors.groupingBy(
                    CheckResult::status,
                    () -> new EnumMap<>(CheckResult.CheckStatus.class),
                    Collectors.toList()));
    if (by.containsKey(CheckResult.CheckStatus.BAD)) {
      List<CheckResult> bad = by.get(CheckResult.CheckStatus.BAD);
      // As the reason does, it begins with the metrics: they tell what an alarm does not.
      return new AnalysisResult(
          Verdict.FAIL, describe(bad), false, List.of(), List.of(), bad.get(0).cause());
    }
    if (by.containsKey(CheckResult.CheckStatus.UNKNOWN)) {
      return new AnalysisResult(
          Verdict.INCONCLUSIVE, describe(by.get(CheckResult.CheckStatus.UNKNOWN)), true);
    }
    if (by.containsKey(CheckResult.CheckStatus.GOOD)) {
      return new AnalysisResult(Verdict.PASS, goodBeside(by));
    }
    if (by.containsKey(CheckResult.CheckStatus.SILENT)) {
      return new AnalysisResult(
          Verdict.INCONCLUSIVE,
          "not enough data yet: " + describe(by.get(CheckResult.CheckStatus.SILENT)));
    }
    return new AnalysisResult(Verdict.PASS, onTimeAlone(by));
  }

  private static String goodBeside(Map<CheckResult.CheckStatus, List<CheckResult>> by) {
    StringBuilder reason = new StringBuilder(describe(by.get(CheckResult.CheckStatus.GOOD)));
    for (CheckResult.CheckStatus quiet :
        List.of(CheckResult.CheckStatus.SILENT, CheckResult.CheckStatus.EXCUSED)) {
      if (by.containsKey(quiet)) {
        reason.append("; ").append(describe(by.get(quiet)));
      }
    }
    return reason.toString();
  }

  private static String onTimeAlone(Map<CheckResult.CheckStatus, List<CheckResult>> by) {
    return by.containsKey(CheckResult.CheckStatus.EXCUSED)
        ? "time alone: " + describe(by.get(CheckResult.CheckStatus.EXCUSED))
        : "time alone: the gate has no alarms and no metrics";
  }

  private static String describe(List<CheckResult> opinions) {
    String named =
        opinions.stream()
            .limit(MOST_NAMED)
            .map(CheckResult::reason)
            .collect(Collectors.joining("; "));
    int rest = opinions.size() - MOST_NAMED;
    return rest > 0 ? named + "; and " + rest + " more" : named;
  }
}
