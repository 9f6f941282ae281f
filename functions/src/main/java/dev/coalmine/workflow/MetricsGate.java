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
import dev.coalmine.judge.RuntimeWarmUp;
import dev.coalmine.judge.WeightLadder;
import dev.coalmine.release.AnalysisMemory;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.QuietMinutes;
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

  /** The highest relative difference between two counts of the same requests. */
  private static final double TOLERANCE = 0.1;

  /** Requests in an hour that change no verdict. */
  private static final double FEW = 20;

  /** The share of the baseline's requests that changes no verdict. */
  private static final double LITTLE = 0.01;

  private final Metrics metrics;
  private final MetricReader reader;
  private final ProbeGate probes;

  MetricsGate(Metrics metrics) {
    this.metrics = metrics;
    this.reader = new MetricReader(metrics);
    this.probes = new ProbeGate(metrics);
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

  /**
   * Measures thresholds and usual rates in the hours before the release.
   *
   * @param warmUp of the new version's containers
   */
  MeasurementStart start(
      TargetProgress part, RuntimeWarmUp warmUp, Plan plan, MetricScope scope, Instant now) {
    if (scope.isOff()) {
      return new MeasurementStart(part, Weight.ALL, List.of());
    }
    List<Double> thresholds = metrics.thresholds(part, now);
    Instant end = start(minute(now) - part.metricSource().minutesUntilComplete() + 1);
    Instant begin = end.minus(HISTORY, MINUTES);
    Optional<CountsByMinute> past =
        metrics.readMinutes(part, Set.of(TrafficSlice.ALL), thresholds, false, begin, end);
    BaselineHistory history = new BaselineHistory(minutes(past, begin, end), warmUp);
    double requests = history.minutes().stream().mapToDouble(RequestCounts::requests).sum();
    JudgeState state =
        judge(plan, scope).start(requests > 0 ? history : new BaselineHistory(List.of(), warmUp));
    AnalysisMemory memory =
        new AnalysisMemory(
            thresholds,
            numbers(state),
            minute(now) - 1,
            0,
            SampleRatioCheck.NONE,
            past.isPresent() ? quietMinutes(history) : QuietMinutes.busy(HISTORY),
            false,
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

  /** The same with the start of the target's probes. */
  MeasurementStart startWithProbes(
      TargetProgress part, RuntimeWarmUp warmUp, Plan plan, MetricScope scope, Instant now) {
    MeasurementStart callers = start(part, warmUp, plan, scope, now);
    List<String> faults = new ArrayList<>(callers.faults());
    faults.addAll(probes.foreignCallerFaults(part, now));
    return new MeasurementStart(
        ProbeGate.begin(callers.part(), warmUp, judge(plan, scope), now), callers.first(), faults);
  }

  private static List<RequestCounts> minutes(
      Optional<CountsByMinute> past, Instant begin, Instant end) {
    List<RequestCounts> minutes = new ArrayList<>();
    for (Instant minute = begin; minute.isBefore(end); minute = minute.plus(1, MINUTES)) {
      Instant at = minute;
      minutes.add(past.flatMap(all -> all.find(TrafficSlice.ALL, at)).orElse(RequestCounts.NONE));
    }
    return minutes;
  }

  private static QuietMinutes quietMinutes(BaselineHistory history) {
    QuietMinutes known = QuietMinutes.NOTHING_KNOWN;
    if (history.minutes().stream().anyMatch(minute -> minute.requests() > 0)) {
      for (RequestCounts minute : history.minutes()) {
        known = known.plus(minute.requests() == 0);
      }
    }
    return known;
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
   * has no weight yet. Once CloudWatch fails, the other targets are not read either: the alarms
   * still are, and a look has little time.
   */
  List<MetricReading> read(Release release, Instant now) {
    List<MetricReading> readings = new ArrayList<>();
    if (release.scope().isOff() || release.weight().equals(Weight.NONE)) {
      return readings;
    }
    Optional<String> failure = Optional.empty();
    for (TargetProgress part : release.targetProgress()) {
      MinuteAnalysis analysis =
          new MinuteAnalysis(release, part, judge(release.plan(), release.scope()), now);
      if (failure.isEmpty()) {
        failure = analyse(analysis, release, part);
      }
      MetricReading callers = failure.map(analysis::unknown).orElseGet(analysis::reading);
      Judge judge = judge(release.plan(), release.scope());
      readings.add(probes.read(release, part, judge, now, callers, failure.isEmpty()));
    }
    return readings;
  }

  /**
   * Judges the new minutes of one target.
   *
   * @return why CloudWatch could not be read; empty if it was
   */
  private Optional<String> analyse(MinuteAnalysis analysis, Release release, TargetProgress part) {
    if (!analysis.hasNewMinutes()) {
      return Optional.empty();
    }
    try {
      Optional<CountsByMinute> minutes =
          reader.read(
              release, part, start(analysis.firstToRead()), start(analysis.lastMinute() + 1));
      minutes.ifPresent(found -> analysis.judge(new MinuteCounts(release, part, found)));
      return minutes.isPresent()
          ? Optional.empty()
          : Optional.of("CloudWatch returned incomplete data");
    } catch (SdkException failed) {
      if (FailureKind.of(failed) != FailureKind.PASSING) {
        throw failed;
      }
      return Optional.of("CloudWatch could not be read: " + failed.getMessage());
    }
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
