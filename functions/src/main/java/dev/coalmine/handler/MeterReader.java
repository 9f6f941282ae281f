package dev.coalmine.handler;

import static dev.coalmine.aws.Metrics.Side.ALL;
import static dev.coalmine.aws.Metrics.Side.BASELINE;
import static dev.coalmine.aws.Metrics.Side.CANARY;

import dev.coalmine.aws.Counts;
import dev.coalmine.aws.Metrics;
import dev.coalmine.aws.Metrics.Minutes;
import dev.coalmine.release.Part;
import dev.coalmine.release.Release;
import dev.coalmine.release.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what a part's meter says of some minutes: the canary's counts and the baseline's, however
 * CloudWatch tells them apart.
 */
final class MeterReader {
  private final Metrics metrics;

  MeterReader(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * The counts of canary and baseline; once the canary serves everything, also those of all
   * requests, where they are counted apart from it.
   *
   * @param from start of the first minute
   * @param to end of the last minute
   * @return nothing if CloudWatch could not answer in full
   */
  Optional<Minutes> read(Release release, Part part, Instant from, Instant to) {
    boolean promoted = release.weight().equals(Weight.ALL);
    return switch (part.meter().kind()) {
      case VERSIONS -> ask(part, promoted, from, to, CANARY, promoted ? ALL : BASELINE);
      case QUALIFIERS ->
          promoted
              ? ask(part, true, from, to, CANARY)
              : ask(part, false, from, to, CANARY, BASELINE);
      case CANARY_LOG ->
          ask(part, promoted, from, to, CANARY, ALL)
              .map(found -> promoted ? found : withoutTheCanary(found));
      case NOTHING -> wholeStage(release, part, from, to);
    };
  }

  private Optional<Minutes> ask(
      Part part, boolean promoted, Instant from, Instant to, Metrics.Side... sides) {
    return metrics.minutes(part, Set.of(sides), part.trial().thresholds(), promoted, from, to);
  }

  /** What the canary's log leaves of a stage's requests is the baseline's. */
  private static Minutes withoutTheCanary(Minutes found) {
    SortedMap<Instant, Counts> canary = found.of(CANARY);
    SortedMap<Instant, Counts> baseline = new TreeMap<>();
    found
        .of(ALL)
        .forEach(
            (minute, all) ->
                baseline.put(
                    minute, canary.containsKey(minute) ? all.without(canary.get(minute)) : all));
    return new Minutes(Map.of(CANARY, canary, BASELINE, baseline));
  }

  /** Where nothing tells them apart, the same minutes before the release are the baseline. */
  private Optional<Minutes> wholeStage(Release release, Part part, Instant from, Instant to) {
    Duration back = Duration.ofHours(Duration.between(release.preparedAt(), to).toHours() + 1);
    return ask(part, false, from, to, ALL)
        .flatMap(
            now ->
                ask(part, false, from.minus(back), to.minus(back), ALL)
                    .map(
                        then ->
                            new Minutes(
                                Map.of(CANARY, now.of(ALL), BASELINE, later(then.of(ALL), back)))));
  }

  private static SortedMap<Instant, Counts> later(SortedMap<Instant, Counts> counts, Duration by) {
    SortedMap<Instant, Counts> later = new TreeMap<>();
    counts.forEach((minute, count) -> later.put(minute.plus(by), count));
    return later;
  }
}
