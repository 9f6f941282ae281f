package dev.coalmine.report;

import dev.coalmine.release.MetricSample;
import dev.coalmine.text.NumberText;
import java.util.List;
import java.util.Optional;

/** The story of a picture for those who do not see it. */
final class AltText {
  private static final int MOST = 40;

  private AltText() {}

  static String of(ReleaseCharts drawing) {
    StringBuilder words = new StringBuilder();
    drawing.marks().stream()
        .limit(MOST)
        .forEach(
            mark ->
                words
                    .append(Format.clock(drawing.axis().elapsed(mark.at())))
                    .append(' ')
                    .append(mark.kind().label())
                    .append(", weight ")
                    .append(mark.weight())
                    .append(" %. "));
    if (drawing.marks().size() > MOST) {
      words.append("And ").append(drawing.marks().size() - MOST).append(" more. ");
    }
    for (int i = 0; i < drawing.release().parts().size(); i++) {
      target(words, drawing, i);
    }
    return words.append("The tables below list all figures.").toString();
  }

  /** The test that has come nearest to its threshold at the end, in words. */
  static String strongest(List<LookGroup.TargetFigures> figures) {
    return last(figures).map(Tooltips::test).orElse("");
  }

  /** How near it has come. */
  static double height(List<LookGroup.TargetFigures> figures) {
    return last(figures).map(EvidencePanel::height).orElse(0.0);
  }

  private static Optional<MetricSample.TestProgress> last(List<LookGroup.TargetFigures> figures) {
    return figures.isEmpty()
        ? Optional.empty()
        : EvidencePanel.strongest(figures.get(figures.size() - 1).tests());
  }

  private static void target(StringBuilder words, ReleaseCharts drawing, int target) {
    LookGroup.total(drawing.story(), target)
        .ifPresent(
            total -> {
              SeriesPanel.SeriesNames names =
                  ReleaseCharts.names(drawing.release().parts().get(target));
              words
                  .append(drawing.release().parts().get(target).target())
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
