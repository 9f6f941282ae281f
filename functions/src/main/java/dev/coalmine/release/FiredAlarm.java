package dev.coalmine.release;

import dev.coalmine.text.JsonView;
import dev.coalmine.text.TextLimit;
import dev.coalmine.text.VisibleText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An alarm's change to ALARM, as CloudWatch's event has it.
 *
 * @param name the alarm's name
 * @param at when it changed; in the far future if the event has no time in the documented format
 * @param reason CloudWatch's reason
 */
public record FiredAlarm(String name, Instant at, String reason) {
  /** CloudWatch's own limit, in characters (API reference, MetricAlarm, StateReason). */
  private static final int LONGEST_REASON = 1_023;

  public FiredAlarm {
    reason = TextLimit.cut(VisibleText.of(reason), LONGEST_REASON);
  }

  /** As a part of the message to a release. */
  public Map<String, String> toMessage() {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("name", name);
    told.put("at", at.toString());
    told.put("reason", reason);
    return told;
  }

  /** Reads the alarm of a message; empty if it has none, or none that can be read. */
  static Optional<FiredAlarm> of(JsonView message) {
    JsonView alarm = message.object("alarm");
    return alarm
        .text("name")
        .flatMap(name -> at(alarm).map(at -> new FiredAlarm(name, at, alarm.text("reason", ""))));
  }

  private static Optional<Instant> at(JsonView alarm) {
    try {
      return alarm.text("at").map(Instant::parse).filter(at -> at.isBefore(Instant.MAX));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * The release rolled back, if the event alone shows that its next analysis would do so: it bakes,
   * and the alarm is one of its gate, was not in ALARM before the release, and was last seen in an
   * older state. Then no alarm need be read again.
   */
  Optional<Release> rollBack(Release release) {
    if (release.progress().phase() != ReleaseProgress.Phase.BAKING) {
      return Optional.empty();
    }
    return release.progress().alarms().stream()
        .filter(one -> one.name().equals(name))
        .filter(one -> !one.excused() && at.isAfter(one.lastSeenChange()))
        .findFirst()
        .map(one -> rollBack(release, one));
  }

  private Release rollBack(Release release, WatchedAlarm watched) {
    AlarmReading reading =
        new AlarmReading(
            name,
            AlarmState.ALARM,
            at,
            reason,
            List.of(new AlarmReading.AlarmTransition(at, AlarmState.ALARM)));
    WatchedAlarm.AlarmCheck check = watched.check(reading);
    List<WatchedAlarm> remembered =
        release.progress().alarms().stream()
            .map(one -> one.name().equals(name) ? check.remembered() : one)
            .toList();
    AnalysisResult result =
        AnalysisResult.of(List.of(check.result())).withFindings(findings(release));
    return ReleaseRollback.rollBack(
        release.with(release.progress().withAlarms(remembered)).withAnalysis(result),
        result.cause(),
        result.reason());
  }

  /** What the last analysis found, with this alarm's new state. */
  private List<AnalysisResult.AlarmFinding> findings(Release release) {
    AnalysisResult.AlarmFinding fired =
        new AnalysisResult.AlarmFinding(name, AlarmState.ALARM, at, false);
    List<AnalysisResult.AlarmFinding> before = release.analysis().alarmFindings();
    return before.stream().anyMatch(one -> one.name().equals(name))
        ? before.stream().map(one -> one.name().equals(name) ? fired : one).toList()
        : Stream.concat(before.stream(), Stream.of(fired)).toList();
  }
}
