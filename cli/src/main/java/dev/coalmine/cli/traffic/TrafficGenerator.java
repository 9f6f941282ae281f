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
 * Calls an alias of a function, or a stage of an API, as a traffic file says. A minute's requests
 * are drawn when it is over, from the lanes that it had and a seed of its own: the same seed and
 * the same lanes at the same times give the same requests, however often time was settled in
 * between. Thread-safe.
 */
public final class TrafficGenerator {
  private final TrafficProfile traffic;
  private final long seed;
  private final Supplier<TrafficSplit> lanes;
  private final Consumer<RouteMinute> reports;
  private final Map<Instant, SortedMap<TrafficRoute, TrafficCount>> counts = new HashMap<>();

  private Instant settled;
  private TrafficMinute minute;
  private Optional<TrafficBaseline> baseline = Optional.empty();
  private Optional<Instant> release = Optional.empty();

  /**
   * Callers that begin at a moment.
   *
   * @param traffic who calls and how versions behave
   * @param seed same seed, same requests
   * @param lanes where requests go now
   * @param reports is told how each lane fared in each minute that had requests
   * @param start when calls begin
   */
  public TrafficGenerator(
      TrafficProfile traffic,
      long seed,
      Supplier<TrafficSplit> lanes,
      Consumer<RouteMinute> reports,
      Instant start) {
    this.traffic = traffic;
    this.seed = seed;
    this.lanes = lanes;
    this.reports = reports;
    this.settled = start;
    this.minute = new TrafficMinute(start.truncatedTo(ChronoUnit.MINUTES));
    this.minute.add(TrafficSplit.NONE, start);
  }

  /**
   * Says when the release starts: minute 0 of the traffic file, and what is primary at the next
   * settling is the baseline. Unsaid, it starts when the first request meets something else than
   * what was primary first.
   */
  public synchronized void releaseStartsAt(Instant moment) {
    release = Optional.of(moment);
    baseline = Optional.empty();
  }

  /**
   * Brings the callers up to a moment, with the lanes as they are now. To be called before each
   * change of a routing, and before anyone looks at metrics or lets alarms' time pass. Earlier
   * moments than the last one change nothing.
   */
  public void advanceTo(Instant now) {
    TrafficSplit current = lanes.get(); // without the lock: it is another's code
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

  /** Learns from the lanes what the baseline is and when the release began. */
  private void updateBaseline(TrafficSplit current) {
    if (current.isEmpty()) {
      return;
    }
    TrafficBaseline usual = baseline.orElse(current.baseline());
    baseline = Optional.of(usual);
    if (release.isEmpty() && current.differsFrom(usual)) {
      release = Optional.of(settled);
    }
  }

  private void sampleMinute() {
    RandomSampler draws = new RandomSampler(minuteSeed(seed, minute.start().getEpochSecond()));
    double sinceRelease = sinceRelease(minute.start().plusSeconds(30));
    long requests = draws.poisson(traffic.rate().at(minute.start(), sinceRelease));
    SortedMap<TrafficRoute, TrafficCount> counted = new TreeMap<>();
    minute
        .distribute(requests, draws)
        .forEach(
            (lane, count) -> {
              RouteMinute fared = sampleRoute(lane, count, sinceRelease, draws);
              reports.accept(fared);
              counted.put(lane, new TrafficCount(count, fared.failures()));
            });
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
      TrafficRoute lane, long requests, double sinceRelease, RandomSampler draws) {
    TrafficBaseline usual = baseline.orElseThrow(); // there are lanes, so it was noticed
    TrafficProfile met = traffic.forFunction(lane.function());
    VersionBehaviour function = met.behaviour(lane.version(), usual.includes(lane), sinceRelease);
    VersionBehaviour answer =
        usual.isRedeployed(lane) ? met.behaviour(lane.version(), false, sinceRelease) : function;
    return RouteMinute.sample(lane, minute.start(), requests, function, answer, draws);
  }

  private static long minuteSeed(long seed, long minute) {
    long mixed = (seed ^ (minute * 0x9E3779B97F4A7C15L)) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 31);
  }

  /**
   * What each lane was asked in a minute that is over, and how often its callers saw it fail;
   * nothing before that.
   *
   * @param minute any moment of the minute
   */
  public synchronized SortedMap<TrafficRoute, TrafficCount> counts(Instant minute) {
    return counts.getOrDefault(minute.truncatedTo(ChronoUnit.MINUTES), new TreeMap<>());
  }
}
