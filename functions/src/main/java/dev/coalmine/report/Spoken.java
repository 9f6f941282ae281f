package dev.coalmine.report;

import dev.coalmine.release.Measured;
import dev.coalmine.release.Numbers;
import java.util.List;
import java.util.Optional;

/** The story of a picture for those who do not see it. */
final class Spoken {
  private static final int MOST = 40;

  private Spoken() {}

  static String of(Drawing drawing) {
    StringBuilder words = new StringBuilder();
    drawing.marks().stream()
        .limit(MOST)
        .forEach(
            mark ->
                words
                    .append(Spelling.clock(drawing.axis().since(mark.at())))
                    .append(' ')
                    .append(mark.kind().words())
                    .append(", weight ")
                    .append(mark.weight())
                    .append(" %. "));
    if (drawing.marks().size() > MOST) {
      words.append("And ").append(drawing.marks().size() - MOST).append(" more. ");
    }
    for (int i = 0; i < drawing.release().parts().size(); i++) {
      target(words, drawing, i);
    }
    return words.append("The tables below have all figures.").toString();
  }

  /** The test that has come nearest to its threshold at the end, in words. */
  static String strongest(List<Sight.Figure> figures) {
    return last(figures).map(Telling::test).orElse("");
  }

  /** How near it has come. */
  static double height(List<Sight.Figure> figures) {
    return last(figures).map(EvidencePanel::height).orElse(0.0);
  }

  private static Optional<Measured.Test> last(List<Sight.Figure> figures) {
    return figures.isEmpty()
        ? Optional.empty()
        : EvidencePanel.strongest(figures.get(figures.size() - 1).tests());
  }

  private static void target(StringBuilder words, Drawing drawing, int target) {
    Sight.total(drawing.story(), target)
        .ifPresent(
            total -> {
              SeriesPanel.Names names = Drawing.names(drawing.release().parts().get(target));
              words
                  .append(drawing.release().parts().get(target).target())
                  .append(": errors of the ")
                  .append(names.canary())
                  .append(' ')
                  .append(Numbers.share(total.canary().errors(), total.canary().requests()))
                  .append(", of the baseline ")
                  .append(Numbers.share(total.baseline().errors(), total.baseline().requests()));
              EvidencePanel.strongest(total.tests())
                  .ifPresent(
                      test -> words.append("; strongest evidence ").append(Telling.test(test)));
              words.append(". ");
            });
  }
}
