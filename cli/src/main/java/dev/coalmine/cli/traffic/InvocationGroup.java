package dev.coalmine.cli.traffic;

import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Invocations that began in one minute and ended in the same minute as each other.
 *
 * @param ended a moment of the minute in which they ended
 * @param count how many
 * @param errors how many of them failed
 * @param durations in milliseconds
 */
record InvocationGroup(Instant ended, long count, long errors, MetricSamples durations) {
  /** Requests come evenly over a minute, so on average at its middle. */
  private static final Duration MIDDLE = Duration.ofSeconds(30);

  /**
   * The requests of one minute on one route, sampled and grouped by the minute in which they end.
   *
   * @param at start of the minute
   */
  static SampledInvocations sample(
      Instant at, long requests, VersionBehaviour behaviour, RandomSampler sampler) {
    long hanging =
        behaviour.timeoutShare() > 0 ? sampler.binomial(requests, behaviour.timeoutShare()) : 0;
    long answered = requests - hanging;
    long errors = sampler.binomial(answered, behaviour.errorRate());
    DurationSampler.SampledDurations durations =
        DurationSampler.sample(sampler, answered, behaviour);
    List<InvocationGroup> groups = grouped(at, errors, durations.all(), sampler);
    if (hanging == 0) {
      return new SampledInvocations(groups, durations.waits());
    }
    Instant ended = at.plus(MIDDLE).plusMillis((long) behaviour.timeoutMillis());
    MetricSamples until = MetricSamples.of(behaviour.timeoutMillis(), (double) hanging);
    groups.add(new InvocationGroup(ended, hanging, hanging, until));
    return new SampledInvocations(groups, MetricSamples.merged(List.of(durations.waits(), until)));
  }

  private static List<InvocationGroup> grouped(
      Instant at, long errors, MetricSamples durations, RandomSampler sampler) {
    SortedMap<Instant, MetricSamples> byEnd =
        durations.groupedBy(
            millis -> at.plus(MIDDLE).plusMillis((long) millis).truncatedTo(ChronoUnit.MINUTES));
    List<InvocationGroup> groups = new ArrayList<>();
    long errorsLeft = errors;
    long left = (long) durations.count();
    for (var group : byEnd.entrySet()) {
      long count = (long) group.getValue().count();
      long here = count < left ? sampler.binomial(errorsLeft, (double) count / left) : errorsLeft;
      here = Math.max(errorsLeft - (left - count), Math.min(count, here));
      groups.add(new InvocationGroup(group.getKey(), count, here, group.getValue()));
      errorsLeft -= here;
      left -= count;
    }
    return groups;
  }

  InvocationGroup endedLater(Duration delay) {
    return new InvocationGroup(ended.plus(delay), count, errors, durations);
  }
}
