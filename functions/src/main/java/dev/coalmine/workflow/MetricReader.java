package dev.coalmine.workflow;

import static dev.coalmine.aws.TrafficSlice.ALL;
import static dev.coalmine.aws.TrafficSlice.BASELINE;
import static dev.coalmine.aws.TrafficSlice.CANARY;

import dev.coalmine.aws.CountsByMinute;
import dev.coalmine.aws.Metrics;
import dev.coalmine.aws.TrafficSlice;
import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.target.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the counts of canary and baseline for some minutes, by whichever metrics distinguish them.
 */
final class MetricReader {
  private final Metrics metrics;

  MetricReader(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * The counts of canary and baseline. Once the canary serves all requests, those of all requests
   * as well, if they have metrics of their own.
   *
   * @param from start of the first minute
   * @param to end of the last minute
   * @return empty if CloudWatch did not answer completely
   */
  Optional<CountsByMinute> read(Release release, TargetProgress part, Instant from, Instant to) {
    boolean promoted = release.weight().equals(Weight.ALL);
    return switch (part.metricSource().kind()) {
      case VERSIONS -> readSlices(part, promoted, from, to, CANARY, promoted ? ALL : BASELINE);
      case QUALIFIERS ->
          promoted
              ? readSlices(part, true, from, to, CANARY)
              : readSlices(part, false, from, to, CANARY, BASELINE);
      case CANARY_LOG ->
          readSlices(part, promoted, from, to, CANARY, ALL)
              .map(found -> promoted ? found : withoutTheCanary(found));
      case NOTHING -> wholeStage(release, part, from, to);
    };
  }

  private Optional<CountsByMinute> readSlices(
      TargetProgress part, boolean promoted, Instant from, Instant to, TrafficSlice... slices) {
    return metrics.readMinutes(
        part, Set.of(slices), part.memory().thresholds(), promoted, from, to);
  }

  /** The baseline has the stage's requests that are not in the canary's log. */
  private static CountsByMinute withoutTheCanary(CountsByMinute found) {
    SortedMap<Instant, RequestCounts> canary = found.of(CANARY);
    SortedMap<Instant, RequestCounts> baseline = new TreeMap<>();
    found
        .of(ALL)
        .forEach(
            (minute, all) ->
                baseline.put(
                    minute, canary.containsKey(minute) ? all.minus(canary.get(minute)) : all));
    return new CountsByMinute(Map.of(CANARY, canary, BASELINE, baseline));
  }

  /**
   * Without metrics that distinguish them, the same minutes before the release are the baseline.
   */
  private Optional<CountsByMinute> wholeStage(
      Release release, TargetProgress part, Instant from, Instant to) {
    Duration back = Duration.ofHours(Duration.between(release.preparedAt(), to).toHours() + 1);
    return readSlices(part, false, from, to, ALL)
        .flatMap(
            now ->
                readSlices(part, false, from.minus(back), to.minus(back), ALL)
                    .map(
                        then ->
                            new CountsByMinute(
                                Map.of(
                                    CANARY, now.of(ALL), BASELINE, shifted(then.of(ALL), back)))));
  }

  private static SortedMap<Instant, RequestCounts> shifted(
      SortedMap<Instant, RequestCounts> counts, Duration by) {
    SortedMap<Instant, RequestCounts> later = new TreeMap<>();
    counts.forEach((minute, count) -> later.put(minute.plus(by), count));
    return later;
  }
}
