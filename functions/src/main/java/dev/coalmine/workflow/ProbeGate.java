package dev.coalmine.workflow;

import static dev.coalmine.workflow.MetricsGate.minute;
import static dev.coalmine.workflow.MetricsGate.numbers;
import static dev.coalmine.workflow.MetricsGate.start;

import dev.coalmine.aws.CountsByMinute;
import dev.coalmine.aws.FailureKind;
import dev.coalmine.aws.Metrics;
import dev.coalmine.aws.TrafficSlice;
import dev.coalmine.judge.BaselineHistory;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.RuntimeWarmUp;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.ProbeMemory;
import dev.coalmine.release.ProbeReading;
import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The part of the metrics gate that counts probes. They are a stream of their own: Lambda counts
 * requests by version under that version, and those through the alias only under the alias.
 */
final class ProbeGate {
  private static final Set<TrafficSlice> BOTH =
      Set.of(TrafficSlice.PROBED_CANARY, TrafficSlice.PROBED_BASELINE);

  /**
   * Minutes before the release in which others may not invoke the versions. A longer time would
   * find the probes of a release that has just ended.
   */
  private static final int QUIET = 15;

  /** Requests of others in that time that change no verdict. */
  private static final double FEW = 5;

  private final Metrics metrics;

  ProbeGate(Metrics metrics) {
    this.metrics = metrics;
  }

  /** The target with the memory for the first look. */
  static TargetProgress begin(TargetProgress part, RuntimeWarmUp warmUp, Judge judge, Instant now) {
    ProbeMemory memory =
        new ProbeMemory(
            numbers(judge.start(new BaselineHistory(List.of(), warmUp))),
            minute(now) - 1,
            List.of(),
            0,
            0);
    return part.withMeasurement(part.memory().withProbe(memory), part.metricSource().complete());
  }

  /** Others that invoke the versions themselves: their requests would count as probes. */
  List<String> foreignCallerFaults(TargetProgress part, Instant now) {
    Instant end = start(minute(now));
    Optional<CountsByMinute> found =
        metrics.readMinutes(
            part, BOTH, List.of(), false, end.minus(QUIET, ChronoUnit.MINUTES), end);
    double requests = found.map(ProbeGate::requests).orElse(0.0);
    AliasTarget target = (AliasTarget) part.target();
    return requests <= FEW
        ? List.of()
        : List.of(
            "versions %s and %s of %s had %,.0f requests of others in the last %d minutes, not through an alias: the metrics cannot separate them from probes; if they are the probes of another release, start again in %d minutes, else omit probe"
                .formatted(
                    ((AliasRouting) part.before().routing()).version(),
                    target.version(),
                    target.functionName(),
                    requests,
                    QUIET,
                    QUIET));
  }

  private static double requests(CountsByMinute found) {
    return BOTH.stream()
        .flatMap(side -> found.of(side).values().stream())
        .mapToDouble(RequestCounts::requests)
        .sum();
  }

  /**
   * The reading of a target's callers, with what its probes show below 100 %.
   *
   * @param readable whether CloudWatch could be read in this look
   */
  MetricReading read(
      Release release,
      TargetProgress part,
      Judge judge,
      Instant now,
      MetricReading callers,
      boolean readable) {
    ProbeMemory memory = part.memory().probe();
    if (memory.judgeState().isEmpty() || release.weight().equals(Weight.ALL)) {
      return callers;
    }
    ProbeAnalysis analysis = new ProbeAnalysis(release, memory, judge.forProbes(), minute(now));
    long last = minute(now) - part.metricSource().minutesUntilComplete();
    long first = Math.max(analysis.firstMinute(), last + 1 - MinuteAnalysis.LONGEST_GAP);
    if (readable && memory.lastCountedMinute() < last) {
      try {
        metrics
            .readMinutes(
                part, BOTH, part.memory().thresholds(), false, start(first), start(last + 1))
            .ifPresent(found -> analysis.accept(found, last));
      } catch (SdkException failed) {
        if (FailureKind.of(failed) != FailureKind.PASSING) {
          throw failed;
        }
        // Callers and alarms were read; the next look reads the probes again.
      }
    }
    ProbeReading probes = analysis.reading();
    return probes.applyTo(callers);
  }
}
