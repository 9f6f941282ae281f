package dev.coalmine.workflow;

import static java.time.temporal.ChronoUnit.MINUTES;

import dev.coalmine.aws.CountsByMinute;
import dev.coalmine.aws.Metrics;
import dev.coalmine.aws.TrafficSlice;
import dev.coalmine.judge.BaselineHistory;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeProfile;
import dev.coalmine.judge.JudgeState;
import dev.coalmine.judge.WeightLadder;
import dev.coalmine.release.AnalysisMemory;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.SampleRatioCheck;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.request.MetricScope;
import dev.coalmine.request.Plan;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Weight;
import java.time.Instant;
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
  private final MetricReader reader;

  MetricsGate(Metrics metrics) {
    this.metrics = metrics;
    this.reader = new MetricReader(metrics);
  }

  /**
   * The start of a trial.
   *
   * @param part with what it is to remember
   * @param first the weight that the history allows to begin with; everything, where the part does
   *     not set the pace
   * @param faults why the part can't be measured
   */
  record MeasurementStart(TargetProgress part, Weight first, List<String> faults) {}

  /** Learns from the hours before the release what is usual, and how sure the numbers are. */
  MeasurementStart start(TargetProgress part, Plan plan, MetricScope scope, Instant now) {
    if (scope.isOff()) {
      return new MeasurementStart(part, Weight.ALL, List.of());
    }
    List<Double> thresholds = metrics.thresholds(part, now);
    Instant end = start(minute(now) - part.meter().minutesUntilComplete() + 1);
    Instant begin = end.minus(HISTORY, MINUTES);
    Optional<CountsByMinute> past =
        metrics.readMinutes(part, Set.of(TrafficSlice.ALL), thresholds, false, begin, end);
    BaselineHistory history = history(past, begin, end);
    double requests = history.minutes().stream().mapToDouble(RequestCounts::requests).sum();
    JudgeState state =
        judge(plan, scope).start(requests > 0 ? history : new BaselineHistory(List.of()));
    AnalysisMemory trial =
        new AnalysisMemory(thresholds, numbers(state), minute(now) - 1, 0, SampleRatioCheck.NONE);
    Weight first = part.meter().hasCanaryMetrics() ? state.weight() : Weight.ALL;
    if (part.meter().kind() != MetricSource.MetricSourceKind.QUALIFIERS) {
      return new MeasurementStart(
          part.withMeasurement(trial, part.meter().whole()), first, List.of());
    }
    return new MeasurementStart(
        part.withMeasurement(trial, isWhole(part, requests, begin, end)),
        first,
        foreignCallerFaults(part, requests, begin, end));
  }

  private static BaselineHistory history(
      Optional<CountsByMinute> past, Instant begin, Instant end) {
    List<RequestCounts> minutes = new ArrayList<>();
    for (Instant minute = begin; minute.isBefore(end); minute = minute.plus(1, MINUTES)) {
      Instant at = minute;
      minutes.add(past.flatMap(all -> all.find(TrafficSlice.ALL, at)).orElse(RequestCounts.NONE));
    }
    return new BaselineHistory(minutes);
  }

  /**
   * Whether all requests of a stage, and nobody else's, run through what is counted: only then is a
   * share of them to be expected of the canary.
   */
  private boolean isWhole(TargetProgress part, double requests, Instant begin, Instant end) {
    return metrics
        .requestsOfStage(part, begin, end)
        .filter(stage -> stage > 0 && Math.abs(stage - requests) <= ALIKE * stage)
        .isPresent();
  }

  /** Requests that reach the canary's functions before it has any would be taken for its own. */
  private List<String> foreignCallerFaults(
      TargetProgress part, double requests, Instant begin, Instant end) {
    double own =
        metrics
            .readMinutes(part, Set.of(TrafficSlice.CANARY), List.of(), false, begin, end)
            .map(
                found ->
                    found.of(TrafficSlice.CANARY).values().stream()
                        .mapToDouble(RequestCounts::requests)
                        .sum())
            .orElse(0.0);
    return own <= Math.max(FEW, LITTLE * requests)
        ? List.of()
        : List.of(
            "the canary of %s would invoke %s, which had %,.0f other requests in the last hour: the metrics cannot separate them from the canary's; give the canary its own alias, or switch gate.metrics off"
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

  private MetricReading read(Release release, TargetProgress part, Instant now) {
    AnalysisMemory trial = part.trial();
    long last = minute(now) - part.meter().minutesUntilComplete();
    long first = Math.max(trial.counted() + 1, last + 1 - LONGEST_GAP);
    MinuteAnalysis hearing =
        new MinuteAnalysis(release, part, judge(release.plan(), release.scope()), first, now);
    if (first <= last) {
      Optional<CountsByMinute> minutes = reader.read(release, part, start(first), start(last + 1));
      if (minutes.isEmpty()) {
        return hearing.inconclusive("CloudWatch returned incomplete data");
      }
      for (long m = first; m <= last && hearing.canContinue(); m++) {
        hearing.accept(m, minutes.get());
      }
    }
    return hearing.reading();
  }

  private static Judge judge(Plan plan, MetricScope scope) {
    return new Judge(
        plan.isThorough() ? JudgeProfile.THOROUGH : JudgeProfile.PACED,
        WeightLadder.DEFAULT,
        scope);
  }

  /** The minute of a moment, since the epoch. */
  static long minute(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), 60L);
  }

  /** When a minute begins. */
  static Instant start(long minute) {
    return Instant.ofEpochSecond(60 * minute);
  }

  static List<Double> numbers(JudgeState state) {
    return DoubleStream.of(state.numbers()).boxed().toList();
  }
}
