package dev.coalmine.handler;

import dev.coalmine.aws.Counts;
import dev.coalmine.aws.Metrics;
import dev.coalmine.aws.Metrics.Minutes;
import dev.coalmine.judge.Above;
import dev.coalmine.judge.Grid;
import dev.coalmine.judge.History;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.Minute;
import dev.coalmine.judge.Profile;
import dev.coalmine.judge.Scope;
import dev.coalmine.judge.Side;
import dev.coalmine.judge.State;
import dev.coalmine.release.Meter;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.MetricScope;
import dev.coalmine.release.Part;
import dev.coalmine.release.Plan;
import dev.coalmine.release.Release;
import dev.coalmine.release.Split;
import dev.coalmine.release.Trial;
import dev.coalmine.release.Weight;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The gate on metrics: asks CloudWatch for the minutes that are new, and the judge what they mean.
 * Only whole minutes count, each once; what CloudWatch does not have yet is awaited.
 */
final class MetricsGate {
  private static final int HISTORY = 60;

  /** More minutes than this are not caught up with; the longest poll is a day. */
  private static final int LONGEST_GAP = 1_500;

  /** Two counts of the same requests differ by no more than this. */
  private static final double ALIKE = 0.1;

  /** So many requests in an hour, and such a share of the baseline's, change no verdict. */
  private static final double FEW = 20;

  private static final double LITTLE = 0.01;

  private final Metrics metrics;
  private final MeterReader reader;

  MetricsGate(Metrics metrics) {
    this.metrics = metrics;
    this.reader = new MeterReader(metrics);
  }

  /**
   * The start of a trial.
   *
   * @param part with what it is to remember
   * @param first the weight that the history allows to begin with; everything, where the part does
   *     not set the pace
   * @param faults why the part can't be measured
   */
  record Start(Part part, Weight first, List<String> faults) {}

  /** Learns from the hours before the release what is usual, and how sure the numbers are. */
  Start start(Part part, Plan plan, MetricScope scope, Instant now) {
    if (scope.isOff()) {
      return new Start(part, Weight.ALL, List.of());
    }
    List<Double> thresholds = metrics.thresholds(part, now);
    Instant end = start(minute(now) - part.meter().completeAfter() + 1);
    Instant begin = end.minus(HISTORY, ChronoUnit.MINUTES);
    Optional<Minutes> past =
        metrics.minutes(part, Set.of(Metrics.Side.ALL), thresholds, false, begin, end);
    List<Minute> minutes = new ArrayList<>();
    for (long m = minute(begin); m < minute(end); m++) {
      long minute = m;
      minutes.add(
          past.flatMap(all -> all.find(Metrics.Side.ALL, start(minute)))
              .map(MetricsGate::side)
              .map(of -> new Minute(of.requests(), of.errors(), of.durations(), of.above().p90()))
              .orElse(new Minute(0, 0, 0, 0)));
    }
    double requests = minutes.stream().mapToDouble(Minute::requests).sum();
    State state = judge(plan, scope(scope)).start(new History(requests > 0 ? minutes : List.of()));
    Trial trial = new Trial(thresholds, numbers(state), minute(now) - 1, 0, Split.NONE);
    Weight first = part.meter().tellsApart() ? state.weight() : Weight.ALL;
    if (part.meter().kind() != Meter.Kind.QUALIFIERS) {
      return new Start(part.measured(trial, part.meter().whole()), first, List.of());
    }
    return new Start(
        part.measured(trial, isWhole(part, requests, begin, end)),
        first,
        callersOfItsOwn(part, requests, begin, end));
  }

  /**
   * Whether all requests of a stage, and nobody else's, run through what is counted: only then is a
   * share of them to be expected of the canary.
   */
  private boolean isWhole(Part part, double requests, Instant begin, Instant end) {
    return metrics
        .requestsOfStage(part, begin, end)
        .filter(stage -> stage > 0 && Math.abs(stage - requests) <= ALIKE * stage)
        .isPresent();
  }

  /** Requests that reach the canary's functions before it has any would be taken for its own. */
  private List<String> callersOfItsOwn(Part part, double requests, Instant begin, Instant end) {
    double own =
        metrics
            .minutes(part, Set.of(Metrics.Side.CANARY), List.of(), false, begin, end)
            .map(
                found ->
                    found.of(Metrics.Side.CANARY).values().stream()
                        .mapToDouble(Counts::requests)
                        .sum())
            .orElse(0.0);
    return own <= Math.max(FEW, LITTLE * requests)
        ? List.of()
        : List.of(
            "the canary of %s would ask %s, which had %,.0f requests of others in the last hour: they could not be told from the canary's; give the canary an alias of its own, or switch gate.metrics off"
                .formatted(
                    part.target(),
                    part.meter().pairs().stream()
                        .map(pair -> pair.canary().toString())
                        .collect(Collectors.joining(", ")),
                    own));
  }

  /**
   * What the metrics say now of each part; none for a release that is not judged by them, or whose
   * canary has no requests yet.
   */
  List<MetricReading> read(Release release, Instant now) {
    return release.scope().isOff() || release.weight().equals(Weight.NONE)
        ? List.of()
        : release.parts().stream().map(part -> read(release, part, now)).toList();
  }

  private MetricReading read(Release release, Part part, Instant now) {
    Trial trial = part.trial();
    long last = minute(now) - part.meter().completeAfter();
    long first = Math.max(trial.counted() + 1, last + 1 - LONGEST_GAP);
    Scope scope = scope(release.scope());
    Hearing hearing = new Hearing(release, part, judge(release.plan(), scope), scope, first, now);
    if (first <= last) {
      Optional<Minutes> minutes = reader.read(release, part, start(first), start(last + 1));
      if (minutes.isEmpty()) {
        return hearing.unknown("CloudWatch could not answer in full");
      }
      for (long m = first; m <= last && hearing.goesOn(); m++) {
        hearing.hear(m, minutes.get());
      }
    }
    return hearing.reading();
  }

  private static Scope scope(MetricScope scope) {
    return new Scope(scope.errors(), scope.latency());
  }

  private static Judge judge(Plan plan, Scope scope) {
    return new Judge(plan.isThorough() ? Profile.THOROUGH : Profile.PACED, Grid.DEFAULT, scope);
  }

  /** The minute of a moment, since the epoch. */
  static long minute(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), 60L);
  }

  /** When a minute begins. */
  static Instant start(long minute) {
    return Instant.ofEpochSecond(60 * minute);
  }

  static List<Double> numbers(State state) {
    return DoubleStream.of(state.numbers()).boxed().toList();
  }

  /** The counts as the judge takes them. */
  static Side side(Counts counts) {
    List<Double> over = counts.above();
    return over.isEmpty()
        ? new Side(counts.requests(), counts.errors(), 0, Above.NONE)
        : new Side(
            counts.requests(),
            counts.errors(),
            counts.durations(),
            new Above(over.get(0), over.get(1), over.get(2), over.get(3), over.get(4)));
  }
}
