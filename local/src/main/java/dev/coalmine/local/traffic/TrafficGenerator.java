package dev.coalmine.local.traffic;

import dev.coalmine.local.aws.LambdaMetrics;
import dev.coalmine.local.aws.LambdaMetricsMinute;
import dev.coalmine.local.aws.MetricSamples;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls one alias of one function, as a traffic file says, and reports what CloudWatch would show
 * of it. A minute's requests are drawn when it is over, from its routing and a seed of its own: the
 * same seed and the same routing at the same times give the same requests, however often time was
 * settled in between. Thread-safe.
 */
public final class TrafficGenerator {
  private final Traffic traffic;
  private final long seed;
  private final LambdaMetrics metrics;
  private final String function;
  private final String alias;
  private final Supplier<Optional<TrafficRouting>> routing;
  private final Map<String, Map<Instant, TrafficCount>> counts = new HashMap<>();

  private Instant settled;
  private TrafficMinute minute;
  private Optional<String> baseline = Optional.empty();
  private Optional<Instant> release = Optional.empty();

  /**
   * Callers that begin at a moment.
   *
   * @param traffic who calls and how versions behave
   * @param seed same seed, same requests
   * @param metrics where invocations are reported
   * @param function its bare name
   * @param alias that is called
   * @param routing how the alias shares out requests now; empty while there is no such alias
   * @param start when calls begin
   */
  public TrafficGenerator(
      Traffic traffic,
      long seed,
      LambdaMetrics metrics,
      String function,
      String alias,
      Supplier<Optional<TrafficRouting>> routing,
      Instant start) {
    this.traffic = traffic;
    this.seed = seed;
    this.metrics = metrics;
    this.function = function;
    this.alias = alias;
    this.routing = routing;
    this.settled = start;
    this.minute = new TrafficMinute(start.truncatedTo(ChronoUnit.MINUTES));
    this.minute.add(Optional.empty(), start);
  }

  /**
   * Says when the release starts: minute 0 of the traffic file, and the version that is primary at
   * the next settling is the baseline. Unsaid, it starts when the first other version gets a share,
   * and the first primary version is the baseline.
   */
  public synchronized void releaseStartsAt(Instant moment) {
    release = Optional.of(moment);
    baseline = Optional.empty();
  }

  /**
   * Brings the callers up to a moment, with the routing as it is now. To be called before each
   * change of the routing, and before anyone looks at metrics or lets alarms' time pass. Earlier
   * moments than the last one change nothing.
   */
  public void settle(Instant now) {
    Optional<TrafficRouting> current = routing.get(); // without the lock: it is another's code
    synchronized (this) {
      if (now.isAfter(settled)) {
        notice(current);
        settle(current, now);
      }
    }
  }

  private void settle(Optional<TrafficRouting> current, Instant now) {
    while (!now.isBefore(minute.end())) {
      minute.add(current, minute.end());
      produce();
      minute = new TrafficMinute(minute.end());
    }
    if (now.isAfter(minute.start())) {
      minute.add(current, now);
    }
    settled = now;
  }

  /** Learns from the routing which version is the baseline and when the release began. */
  private void notice(Optional<TrafficRouting> current) {
    current.ifPresent(
        found -> {
          baseline = Optional.of(baseline.orElse(found.primary()));
          if (release.isEmpty() && found.hasOtherThan(baseline.orElseThrow())) {
            release = Optional.of(settled);
          }
        });
  }

  private void produce() {
    Draws draws = new Draws(mixed(seed, minute.start().getEpochSecond()));
    double sinceRelease = sinceRelease(minute.start().plusSeconds(30));
    long requests = draws.poisson(traffic.rate().at(minute.start(), sinceRelease));
    minute
        .shareOut(requests, draws)
        .forEach((version, count) -> publish(version, count, sinceRelease, draws));
  }

  private double sinceRelease(Instant moment) {
    return release
        .map(start -> Duration.between(start, moment).toMillis() / 60_000.0)
        .orElse(Double.NEGATIVE_INFINITY);
  }

  private void publish(String version, long requests, double sinceRelease, Draws draws) {
    boolean isBaseline = baseline.filter(version::equals).isPresent();
    Behaviour behaviour = traffic.behaviour(version, isBaseline, sinceRelease);
    long errors = draws.binomial(requests, behaviour.errorRate());
    MetricSamples durations = durations(behaviour, requests, draws);
    metrics.publish(
        new LambdaMetricsMinute(
            function, alias, version, minute.start(), requests, errors, 0, durations));
    counts
        .computeIfAbsent(version, v -> new HashMap<>())
        .put(minute.start(), new TrafficCount(requests, errors));
  }

  private static MetricSamples durations(Behaviour behaviour, long requests, Draws draws) {
    long cold = draws.binomial(requests, behaviour.coldShare());
    double slow = behaviour.median() * behaviour.coldFactor();
    return MetricSamples.merged(
        List.of(
            Durations.of(draws, requests - cold, behaviour.median(), behaviour.sigma()),
            Durations.of(draws, cold, slow, behaviour.sigma())));
  }

  private static long mixed(long seed, long minute) {
    long mixed = (seed ^ (minute * 0x9E3779B97F4A7C15L)) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 31);
  }

  /**
   * What a version was asked in a minute that is over; nothing before that.
   *
   * @param version its number
   * @param minute any moment of the minute
   */
  public synchronized TrafficCount count(String version, Instant minute) {
    return counts
        .getOrDefault(version, Map.of())
        .getOrDefault(minute.truncatedTo(ChronoUnit.MINUTES), TrafficCount.NONE);
  }
}
