package dev.coalmine.workflow;

import static java.time.temporal.ChronoUnit.MINUTES;

import dev.coalmine.aws.CountsByMinute;
import dev.coalmine.aws.FailureKind;
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
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The gate on metrics. It reads the new minutes from CloudWatch and judges them. Only whole minutes
 * count, each once, and what CloudWatch adds to a counted minute later. A minute that CloudWatch
 * does not have yet is judged in a later look.
 */
final class MetricsGate {
  /** Minutes before the release that the judge starts from. */
  private static final int HISTORY = 60;

  /** The most minutes that a look reads; the longest poll interval is a day. */
  private static final int LONGEST_GAP = 1_500;

  /** The highest relative difference between two counts of the same requests. */
  private static final double TOLERANCE = 0.1;

  /** Requests in an hour that change no verdict. */
  private static final double FEW = 20;

  /** The share of the baseline's requests that changes no verdict. */
  private static final double LITTLE = 0.01;

  private final Metrics metrics;
  private final MetricReader reader;

  MetricsGate(Metrics metrics) {
    this.metrics = metrics;
    this.reader = new MetricReader(metrics);
  }

  /**
   * The start of a target's measurement.
   *
   * @param part with its memory for the first look
   * @param first the first weight that the history allows; 100 if this target does not set the
   *     weight
   * @param faults why the target can't be measured; empty if it can
   */
  record MeasurementStart(TargetProgress part, Weight first, List<String> faults) {}

  /** Measures thresholds and usual rates in the hours before the release. */
  MeasurementStart start(TargetProgress part, Plan plan, MetricScope scope, Instant now) {
    if (scope.isOff()) {
      return new MeasurementStart(part, Weight.ALL, List.of());
    }
    List<Double> thresholds = metrics.thresholds(part, now);
    Instant end = start(minute(now) - part.metricSource().minutesUntilComplete() + 1);
    Instant begin = end.minus(HISTORY, MINUTES);
    Optional<CountsByMinute> past =
        metrics.readMinutes(part, Set.of(TrafficSlice.ALL), thresholds, false, begin, end);
    BaselineHistory history = history(past, begin, end);
    double requests = history.minutes().stream().mapToDouble(RequestCounts::requests).sum();
    JudgeState state =
        judge(plan, scope).start(requests > 0 ? history : new BaselineHistory(List.of()));
    AnalysisMemory memory =
        new AnalysisMemory(
            thresholds,
            numbers(state),
            minute(now) - 1,
            0,
            SampleRatioCheck.NONE,
            past.isPresent() ? quietShare(history) : 0,
            List.of());
    Weight first = part.metricSource().hasCanaryMetrics() ? state.weight() : Weight.ALL;
    boolean byQualifier = part.metricSource().kind() == MetricSource.MetricSourceKind.QUALIFIERS;
    return new MeasurementStart(
        part.withMeasurement(
            memory,
            byQualifier ? isWhole(part, requests, begin, end) : part.metricSource().complete()),
        first,
        byQualifier ? foreignCallerFaults(part, requests, begin, end) : List.of());
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
   * The share of minutes without requests, as a few more minutes may show it; 1 if all were
   * without.
   */
  private static double quietShare(BaselineHistory history) {
    long quiet = history.minutes().stream().filter(minute -> minute.requests() == 0).count();
    return quiet == HISTORY ? 1 : (quiet + .5) / (HISTORY + 1);
  }

  /**
   * Whether the counted functions serve all requests of a stage and no others. Only then can the
   * canary's share be predicted from its weight.
   */
  private boolean isWhole(TargetProgress part, double requests, Instant begin, Instant end) {
    return metrics
        .requestsOfStage(part, begin, end)
        .filter(stage -> stage > 0 && Math.abs(stage - requests) <= TOLERANCE * stage)
        .isPresent();
  }

  /** Other callers of the canary's functions: their requests would count as the canary's. */
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
                    part.metricSource().pairs().stream()
                        .map(pair -> pair.canary().toString())
                        .collect(Collectors.joining(", ")),
                    own));
  }

  /**
   * One reading for each target; empty if the release is not judged by metrics, or if the canary
   * has no weight yet.
   */
  List<MetricReading> read(Release release, Instant now) {
    return release.scope().isOff() || release.weight().equals(Weight.NONE)
        ? List.of()
        : release.targetProgress().stream().map(part -> read(release, part, now)).toList();
  }

  private MetricReading read(Release release, TargetProgress part, Instant now) {
    AnalysisMemory memory = part.memory();
    long last = minute(now) - part.metricSource().minutesUntilComplete();
    long first = Math.max(memory.lastCountedMinute() + 1, last + 1 - LONGEST_GAP);
    MinuteAnalysis analysis =
        new MinuteAnalysis(release, part, judge(release.plan(), release.scope()), first, now);
    if (first <= last) {
      Optional<CountsByMinute> minutes;
      try {
        Instant from = start(Math.min(first, analysis.firstChangeable()));
        minutes = reader.read(release, part, from, start(last + 1));
      } catch (SdkException failed) {
        if (FailureKind.of(failed) != FailureKind.PASSING) {
          throw failed;
        }
        // Alarms may still be readable: they are not to be lost with the metrics.
        return analysis.unknown("CloudWatch could not be read: " + failed.getMessage());
      }
      if (minutes.isEmpty()) {
        return analysis.unknown("CloudWatch returned incomplete data");
      }
      MinuteCounts counts = new MinuteCounts(release, minutes.get());
      analysis.revise(counts);
      for (long m = first; m <= last && analysis.canContinue(); m++) {
        analysis.accept(m, counts);
      }
    }
    return analysis.reading();
  }

  private static Judge judge(Plan plan, MetricScope scope) {
    return new Judge(
        plan.isThorough() ? JudgeProfile.THOROUGH : JudgeProfile.PACED,
        WeightLadder.DEFAULT,
        scope);
  }

  /** Minutes since the epoch. */
  static long minute(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), 60L);
  }

  /** The start of a minute. */
  static Instant start(long minute) {
    return Instant.ofEpochSecond(60 * minute);
  }

  static List<Double> numbers(JudgeState state) {
    return DoubleStream.of(state.numbers()).boxed().toList();
  }
}
