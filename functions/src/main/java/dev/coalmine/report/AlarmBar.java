package dev.coalmine.report;

import dev.coalmine.release.AlarmState;
import dev.coalmine.release.AnalysisResult;
import dev.coalmine.release.Release;
import dev.coalmine.release.WatchedAlarm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The states of one alarm during a release, as the looks found them.
 *
 * @param name the alarm's name
 * @param spans its states, oldest first; none overlap
 */
record AlarmBar(String name, List<AlarmSpan> spans) {
  /** The state of an alarm that fired before the release and does not count. */
  static final String EXCUSED = "excused";

  /** The alarm left its state between two looks and came back. No look found the state between. */
  static final String CHANGED = "changed";

  AlarmBar {
    spans = List.copyOf(spans);
  }

  /**
   * A state and its duration.
   *
   * @param state OK, ALARM, INSUFFICIENT_DATA or MISSING, or excused or changed
   */
  record AlarmSpan(Instant from, Instant to, String state) {
    String style() {
      return state.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String describe() {
      return switch (state) {
        case "INSUFFICIENT_DATA" -> "insufficient data";
        case "MISSING" -> "does not exist";
        case CHANGED -> "left this state and returned to it";
        case EXCUSED -> "in ALARM before the release, ignored";
        default -> state;
      };
    }
  }

  /** Whether every look found the alarm in state OK. */
  boolean isAlwaysOk() {
    return spans.stream().allMatch(span -> span.state().equals("OK"));
  }

  /** The states in their order, as text. */
  String describe() {
    List<String> words = spans.stream().map(AlarmSpan::describe).toList();
    int most = 4;
    return words.size() <= most
        ? String.join(", then ", words)
        : words.get(0) + ", …, finally " + words.get(words.size() - 1);
  }

  /** The bars of a release, in the order of the request. */
  static List<AlarmBar> of(ReleaseHistory history) {
    Map<String, List<AlarmSpan>> bars = new LinkedHashMap<>();
    List<ReleaseHistory.StateOutput> looks = history.analyses();
    for (ReleaseHistory.StateOutput look : looks) {
      for (AnalysisResult.AlarmFinding found : look.release().analysis().alarmFindings()) {
        if (found.state() == AlarmState.UNREAD) {
          continue;
        }
        List<AlarmSpan> spans = bars.computeIfAbsent(found.name(), name -> new ArrayList<>());
        add(spans, history.startedAt(), look.at(), found.since(), state(look.release(), found));
      }
    }
    List<AlarmBar> all = new ArrayList<>();
    bars.forEach((name, spans) -> all.add(new AlarmBar(name, extendToEnd(spans, history))));
    return all;
  }

  /**
   * Adds the state that a look found. It holds from the alarm's last change, but at the earliest
   * from the look before.
   */
  private static void add(
      List<AlarmSpan> spans, Instant start, Instant at, Instant since, String state) {
    if (spans.isEmpty()) {
      spans.add(new AlarmSpan(since.isBefore(start) ? start : earlierOf(since, at), at, state));
      return;
    }
    AlarmSpan last = spans.remove(spans.size() - 1);
    boolean changed = since.isAfter(last.to());
    if (last.state().equals(state) && changed) {
      spans.add(last);
      spans.add(new AlarmSpan(last.to(), earlierOf(since, at), CHANGED));
      spans.add(new AlarmSpan(earlierOf(since, at), at, state));
      return;
    }
    if (last.state().equals(state)) {
      spans.add(new AlarmSpan(last.from(), at, state));
      return;
    }
    Instant change = since.isBefore(last.to()) ? last.to() : earlierOf(since, at);
    spans.add(new AlarmSpan(last.from(), change, last.state()));
    spans.add(new AlarmSpan(change, at, state));
  }

  private static Instant earlierOf(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static List<AlarmSpan> extendToEnd(List<AlarmSpan> spans, ReleaseHistory history) {
    AlarmSpan last = spans.remove(spans.size() - 1);
    Instant end = last.to().isAfter(history.until()) ? last.to() : history.until();
    spans.add(new AlarmSpan(last.from(), end, last.state()));
    return spans;
  }

  private static String state(Release release, AnalysisResult.AlarmFinding found) {
    boolean excused =
        found.state() == AlarmState.ALARM
            && release.progress().alarms().stream()
                .filter(alarm -> alarm.name().equals(found.name()))
                .anyMatch(WatchedAlarm::excused);
    return excused ? EXCUSED : found.state().name();
  }
}
