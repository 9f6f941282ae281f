package dev.coalmine.release;

import dev.coalmine.target.Weight;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The results of all targets' metrics in one look. One FAIL rolls the release back; it advances
 * only if all targets PASS.
 *
 * @param targets names in the release's order
 * @param readings one for each target; empty if the release is not judged by metrics
 */
record MetricReadings(List<String> targets, List<MetricReading> readings) {

  static MetricReadings of(Release release, List<MetricReading> readings) {
    return new MetricReadings(
        release.targetProgress().stream().map(part -> part.target().toString()).toList(), readings);
  }

  /** The result of the worst reading; empty without readings. */
  Optional<CheckResult> checkResult() {
    return readings.stream()
        .map(MetricReading::status)
        .min(Comparator.naturalOrder())
        .map(worst -> new CheckResult(worst, describe(worst), cause(worst)));
  }

  private String describe(CheckResult.CheckStatus status) {
    return IntStream.range(0, readings.size())
        .filter(i -> readings.get(i).status() == status)
        .mapToObj(
            i -> (readings.size() > 1 ? targets.get(i) + ": " : "") + readings.get(i).reason())
        .collect(Collectors.joining("; "));
  }

  /** The cause of the first target with this status, whose reason comes first as well. */
  private RollbackCause cause(CheckResult.CheckStatus status) {
    return readings.stream()
        .filter(reading -> reading.status() == status)
        .map(MetricReading::cause)
        .findFirst()
        .orElse(RollbackCause.NONE);
  }

  /** The highest weight that the evidence of every target allows. */
  Weight allowedWeight() {
    return readings.stream()
        .map(MetricReading::allowedWeight)
        .min(Comparator.naturalOrder())
        .orElseThrow(() -> new IllegalStateException("no metrics set the pace"));
  }

  List<AnalysisMemory> memories() {
    return readings.stream().map(MetricReading::memory).toList();
  }
}
