package dev.coalmine.release;

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
 * @param each one reading for each of them; none for a release that is not judged by metrics
 */
record MetricReadings(List<String> targets, List<MetricReading> each) {

  static MetricReadings of(Release release, List<MetricReading> each) {
    return new MetricReadings(
        release.parts().stream().map(part -> part.target().toString()).toList(), each);
  }

  /** The worst of them decides; empty where nothing was asked for. */
  Optional<Opinion> opinion() {
    return worst()
        .map(
            verdict ->
                new Opinion(
                    switch (verdict) {
                      case FAIL -> Opinion.Kind.BAD;
                      case INCONCLUSIVE -> Opinion.Kind.SILENT;
                      case PASS -> Opinion.Kind.GOOD;
                    },
                    say(verdict),
                    cause(verdict)));
  }

  private Optional<Verdict> worst() {
    return each.stream().map(MetricReading::verdict).min(Comparator.naturalOrder());
  }

  private String say(Verdict verdict) {
    return IntStream.range(0, each.size())
        .filter(i -> each.get(i).verdict() == verdict)
        .mapToObj(i -> (each.size() > 1 ? targets.get(i) + ": " : "") + each.get(i).reason())
        .collect(Collectors.joining("; "));
  }

  /** Of several bad targets that of the first, which is told first. */
  private Cause cause(Verdict verdict) {
    return each.stream()
        .filter(reading -> reading.verdict() == verdict)
        .map(MetricReading::cause)
        .findFirst()
        .orElse(Cause.NONE);
  }

  /** The weight that the evidence of every target allows. */
  Weight next() {
    return each.stream()
        .map(MetricReading::next)
        .min(Comparator.naturalOrder())
        .orElseThrow(() -> new IllegalStateException("no metrics set the pace"));
  }

  List<Trial> trials() {
    return each.stream().map(MetricReading::trial).toList();
  }
}
