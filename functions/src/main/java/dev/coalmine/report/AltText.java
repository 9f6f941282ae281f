package dev.coalmine.report;

import dev.coalmine.release.MetricSample;
import dev.coalmine.text.NumberText;
import java.util.List;
import java.util.Optional;

/** The description of a chart for screen readers. */
final class AltText {
  private static final int MOST = 40;

  private AltText() {}

  static String of(ReleaseCharts drawing) {
    StringBuilder words = new StringBuilder();
    drawing.markers().stream()
        .limit(MOST)
        .forEach(
            marker ->
                words
                    .append(Format.clock(drawing.axis().elapsed(marker.at())))
                    .append(' ')
                    .append(marker.kind().label())
                    .append(", weight ")
                    .append(marker.weight())
                    .append(" %. "));
    if (drawing.markers().size() > MOST) {
      words.append("And ").append(drawing.markers().size() - MOST).append(" more. ");
    }
    for (int i = 0; i < drawing.release().targetProgress().size(); i++) {
      target(words, drawing, i);
    }
    return words.append("The tables below list all figures.").toString();
  }

  /** The test that is nearest to its threshold at the end. */
  static String strongest(List<LookGroup.TargetFigures> figures) {
    return last(figures).map(Tooltips::test).orElse("");
  }

  /** How near that test is to its threshold: 1 is at the threshold. */
  static double height(List<LookGroup.TargetFigures> figures) {
    return last(figures).map(EvidencePanel::height).orElse(0.0);
  }

  private static Optional<MetricSample.TestProgress> last(List<LookGroup.TargetFigures> figures) {
    return figures.isEmpty()
        ? Optional.empty()
        : EvidencePanel.strongest(figures.get(figures.size() - 1).tests());
  }

  private static void target(StringBuilder words, ReleaseCharts drawing, int target) {
    LookGroup.total(drawing.history(), target)
        .ifPresent(
            total -> {
              SeriesPanel.SeriesNames names =
                  ReleaseCharts.names(drawing.release().targetProgress().get(target));
              words
                  .append(drawing.release().targetProgress().get(target).target())
                  .append(": errors of the ")
                  .append(names.canary())
                  .append(' ')
                  .append(NumberText.countShare(total.canary().errors(), total.canary().requests()))
                  .append(", of the baseline ")
                  .append(
                      NumberText.countShare(
                          total.baseline().errors(), total.baseline().requests()));
              EvidencePanel.strongest(total.tests())
                  .ifPresent(
                      test -> words.append("; strongest evidence ").append(Tooltips.test(test)));
              words.append(". ");
            });
  }
}
