package dev.coalmine.cli.scale;

import dev.coalmine.embedded.EmbeddedAws.CallCount;
import dev.coalmine.release.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a story with so many releases.
 *
 * @param outcomes the number of releases by outcome; those that did not end in time are STUCK
 * @param failed each release of a story that does not break which was not promoted, and why
 * @param early releases of a story that breaks which were to be rolled back before it did
 * @param verdictToRestored from the verdict until the alias serves the old version alone
 * @param alarmToRestored from the alarm until then
 * @param durations from a person's request to the end of each release
 * @param calls all calls of AWS operations, of callers inside AWS too
 * @param wall how long the run took
 * @param processor how long its threads ran
 * @param heapBytes what is reachable at its end
 */
public record ScaleResult(
    ScaleStory story,
    int size,
    Map<Outcome, Integer> outcomes,
    List<String> failed,
    int early,
    Delays verdictToRestored,
    Delays alarmToRestored,
    Delays durations,
    Map<String, CallCount> calls,
    Duration wall,
    Duration processor,
    long heapBytes) {

  /** What a run took of the machine. */
  record RunCost(Duration wall, Duration processor, long heapBytes) {}

  static ScaleResult of(
      ScaleStory story,
      int size,
      Collection<ReleaseTimes> releases,
      List<String> failed,
      Instant start,
      Map<String, CallCount> calls,
      RunCost cost) {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, 0);
    }
    releases.forEach(release -> outcomes.merge(release.outcome().orElseThrow(), 1, Integer::sum));
    Instant breaks = story.breaks() ? start.plus(ScaleStory.BREAK) : start;
    List<ReleaseTimes> later =
        releases.stream().filter(release -> !release.isJudgedBefore(breaks)).toList();
    return new ScaleResult(
        story,
        size,
        outcomes,
        failed,
        releases.size() - later.size(),
        Delays.of(later.stream().map(ReleaseTimes::verdictToRestored)),
        Delays.of(later.stream().map(ReleaseTimes::alarmToRestored)),
        Delays.of(releases.stream().map(ReleaseTimes::duration)),
        calls,
        cost.wall(),
        cost.processor(),
        cost.heapBytes());
  }

  int outcome(Outcome one) {
    return outcomes.get(one);
  }

  /** The number of calls. */
  long callCount() {
    return calls.values().stream().mapToLong(CallCount::calls).sum();
  }

  /** The number of throttled calls. */
  long throttled() {
    return calls.values().stream().mapToLong(CallCount::throttled).sum();
  }
}
