package dev.coalmine.release;

import dev.coalmine.target.Weight;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the metrics said of all targets of a release at one look: one that is bad is enough to go
 * back, and all must be good to go on.
 *
 * @param targets the targets by name, in the release's order
 * @param readings one reading for each of them; none for a release that is not judged by metrics
 */
record MetricReadings(List<String> targets, List<MetricReading> readings) {

  static MetricReadings of(Release release, List<MetricReading> each) {
    return new MetricReadings(
        release.parts().stream().map(part -> part.target().toString()).toList(), each);
  }

  /** The worst of them decides; empty where nothing was asked for. */
  Optional<CheckResult> checkResult() {
    return worst()
        .map(
            verdict ->
                new CheckResult(
                    switch (verdict) {
                      case FAIL -> CheckResult.CheckStatus.BAD;
                      case INCONCLUSIVE -> CheckResult.CheckStatus.SILENT;
                      case PASS -> CheckResult.CheckStatus.GOOD;
                    },
                    describe(verdict),
                    cause(verdict)));
  }

  private Optional<Verdict> worst() {
    return readings.stream().map(MetricReading::verdict).min(Comparator.naturalOrder());
  }

  private String describe(Verdict verdict) {
    return IntStream.range(0, readings.size())
        .filter(i -> readings.get(i).verdict() == verdict)
        .mapToObj(
            i -> (readings.size() > 1 ? targets.get(i) + ": " : "") + readings.get(i).reason())
        .collect(Collectors.joining("; "));
  }

  /** Of several bad targets that of the first, which is told first. */
  private RollbackCause cause(Verdict verdict) {
    return readings.stream()
        .filter(reading -> reading.verdict() == verdict)
        .map(MetricReading::cause)
        .findFirst()
        .orElse(RollbackCause.NONE);
  }

  /** The weight that the evidence of every target allows. */
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
