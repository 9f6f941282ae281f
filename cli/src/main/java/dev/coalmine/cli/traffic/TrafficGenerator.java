package dev.coalmine.cli.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Generates the requests to an alias of a function, or to a stage of an API, as a traffic file
 * describes them. A minute's requests are sampled after its end, from the routes that it had and
 * from a seed of its own: the same seed and the same routes at the same times give the same
 * requests, however often {@link #advanceTo} is called in between. Thread-safe.
 */
public final class TrafficGenerator {
  /** How long the counts of a minute are known. */
  private static final Duration COUNTED = Duration.ofDays(1);

  private final TrafficProfile traffic;
  private final long seed;
  private final Supplier<TrafficSplit> split;
  private final Consumer<RouteMinute> listener;
  private final Map<Instant, SortedMap<TrafficRoute, TrafficCount>> counts = new HashMap<>();

  private final Map<String, WarmingContainers> containers = new HashMap<>();
  private final RandomSampler direct;

  private Instant settled;
  private TrafficMinute minute;
  private Optional<TrafficBaseline> baseline = Optional.empty();
  private Optional<Instant> release = Optional.empty();

  /**
   * Traffic that starts at a moment.
   *
   * @param traffic request rate and behaviour of versions
   * @param seed the same seed gives the same requests
   * @param split the current split of requests
   * @param listener is called with the results of each route in each minute that had requests
   * @param start when requests start
   */
  public TrafficGenerator(
      TrafficProfile traffic,
      long seed,
      Supplier<TrafficSplit> split,
      Consumer<RouteMinute> listener,
      Instant start) {
    this.traffic = traffic;
    this.seed = seed;
    this.split = split;
    this.listener = listener;
    this.direct = new RandomSampler(~seed);
    this.settled = start;
    this.minute = new TrafficMinute(start.truncatedTo(ChronoUnit.MINUTES));
    this.minute.add(TrafficSplit.NONE, start);
  }

  /**
   * Sets when the release starts: minute 0 of the traffic file. What is primary at the next advance
   * is the baseline. Without this call, the release starts when the first request meets something
   * else than what was primary first.
   */
  public synchronized void releaseStartsAt(Instant moment) {
    release = Optional.of(moment);
    baseline = Optional.empty();
  }

  /**
   * Advances the traffic to a moment, with the current split. Must be called before each change of
   * a routing, and before metrics are read or alarms evaluated. A moment before the last one
   * changes nothing.
   */
  public void advanceTo(Instant now) {
    TrafficSplit current = split.get(); // outside the lock: foreign code
    synchronized (this) {
      if (now.isAfter(settled)) {
        updateBaseline(current);
        advanceTo(current, now);
      }
    }
  }

  private void advanceTo(TrafficSplit current, Instant now) {
    while (!now.isBefore(minute.end())) {
      minute.add(current, minute.end());
      sampleMinute();
      minute = new TrafficMinute(minute.end());
    }
    if (now.isAfter(minute.start())) {
      minute.add(current, now);
    }
    settled = now;
  }

  /** Finds the baseline and the start of the release from the split. */
  private void updateBaseline(TrafficSplit current) {
    if (current.isEmpty()) {
      return;
    }
    TrafficBaseline known = baseline.orElse(current.baseline());
    baseline = Optional.of(known);
    if (release.isEmpty() && current.differsFrom(known)) {
      release = Optional.of(settled);
    }
  }

  private void sampleMinute() {
    RandomSampler sampler = new RandomSampler(minuteSeed(seed, minute.start().getEpochSecond()));
    double sinceRelease = sinceRelease(minute.start().plusSeconds(30));
    long requests = sampler.poisson(traffic.rate().at(minute.start(), sinceRelease));
    SortedMap<TrafficRoute, TrafficCount> counted = new TreeMap<>();
    minute
        .distribute(requests, sampler)
        .forEach(
            (route, count) -> {
              RouteMinute fared = sampleRoute(route, count, sinceRelease, sampler);
              traffic
                  .forFunction(route.function())
                  .metricDelay(sinceRelease)
                  .ifPresent(delay -> listener.accept(fared.reportedLater(delay)));
              counted.put(route, new TrafficCount(count, fared.failures()));
            });
    counts.remove(minute.start().minus(COUNTED));
    if (!counted.isEmpty()) {
      counts.put(minute.start(), counted);
    }
  }

  private double sinceRelease(Instant moment) {
    return release
        .map(start -> Duration.between(start, moment).toMillis() / 60_000.0)
        .orElse(Double.NEGATIVE_INFINITY);
  }

  private RouteMinute sampleRoute(
      TrafficRoute route, long requests, double sinceRelease, RandomSampler sampler) {
    TrafficBaseline known = baseline.orElseThrow(); // there is a split, so it is known
    TrafficProfile met = traffic.forFunction(route.function());
    VersionBehaviour function = met.behaviour(route.version(), known.includes(route), sinceRelease);
    VersionBehaviour answer =
        known.isRedeployed(route) ? met.behaviour(route.version(), false, sinceRelease) : function;
    double slower = containers(route).serve(requests, (double) requests, function);
    return RouteMinute.sample(
        route, minute.start(), requests, function.slower(slower), answer.slower(slower), sampler);
  }

  private WarmingContainers containers(TrafficRoute route) {
    return containers.computeIfAbsent(
        route.function() + ":" + route.version(), none -> new WarmingContainers());
  }

  /**
   * Samples a request that someone else sends to a version, not these callers. It has a random
   * sequence of its own.
   */
  public SampledRequest sampleRequest(String function, String version, Instant now) {
    TrafficSplit current = split.get(); // outside the lock: foreign code
    synchronized (this) {
      updateBaseline(current);
      TrafficRoute route = new TrafficRoute(function, "", version, TrafficRoute.StageSide.NONE);
      boolean isBaseline = baseline.map(known -> known.includes(route)).orElse(true);
      VersionBehaviour behaviour =
          traffic.forFunction(function).behaviour(version, isBaseline, sinceRelease(now));
      VersionBehaviour met = behaviour.slower(containers(route).serve(1, 1, behaviour));
      InvocationGroup only = InvocationGroup.sample(now, 1, met, direct).groups().get(0);
      Duration took = Duration.ofNanos(Math.round(only.durations().sum() * 1e6));
      return new SampledRequest(took, only.errors() > 0);
    }
  }

  /**
   * How much later than usual CloudWatch shows what a function did at a moment; empty if it never
   * does.
   */
  public synchronized Optional<Duration> metricDelay(String function, Instant moment) {
    return traffic.forFunction(function).metricDelay(sinceRelease(moment));
  }

  private static long minuteSeed(long seed, long minute) {
    long mixed = (seed ^ (minute * 0x9E3779B97F4A7C15L)) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 31);
  }

  /**
   * The requests and failures on each route in a minute that is over; empty before that, and a day
   * later.
   *
   * @param minute any moment of the minute
   */
  public synchronized SortedMap<TrafficRoute, TrafficCount> counts(Instant minute) {
    return counts.getOrDefault(minute.truncatedTo(ChronoUnit.MINUTES), new TreeMap<>());
  }
}
