package dev.coalmine.report;

import dev.coalmine.release.MetricSample;
import dev.coalmine.text.NumberText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The progress of each test towards its threshold. A height is the logarithm of the odds divided by
 * that of the test's threshold: even odds are at 0 and the threshold is at 1 for every test.
 *
 * @param samples the tests at each look that measured something, oldest first
 */
record EvidencePanel(List<EvidenceSample> samples) implements Panel {
  private static final int PLOT = 112;
  private static final double LOWEST = -.5;

  @Override
  public int height() {
    return PlotShapes.TITLE + PLOT + 10;
  }

  @Override
  public void draw(MarkupWriter svg, Axis axis, int top) {
    PlotShapes.title(svg, top, "Evidence that the canary is worse", "");
    int plot = top + PlotShapes.TITLE;
    double most = most();
    grid(svg, plot, y(1, most), "FAIL", "limit");
    grid(svg, plot, y(0, most), "1:1", "axis");
    String strongest = strongest().map(MetricSample.TestProgress::name).orElse("");
    Map<String, List<EvidencePoint>> lines = lines(axis);
    PlotShapes.begin(svg, plot, PLOT);
    int dash = 0;
    for (Map.Entry<String, List<EvidencePoint>> line : lines.entrySet()) {
      boolean main = line.getKey().equals(strongest);
      String style = main ? "test main" : "test d" + dash++;
      PlotShapes.path(
          svg,
          hasCrossed(line.getValue()) ? style + " crossed" : style,
          path(line.getValue(), most),
          "data-test",
          line.getKey());
    }
    svg.close();
    ends(svg, plot, most, lines, strongest);
  }

  private static void grid(MarkupWriter svg, int plot, double y, String label, String style) {
    PlotShapes.grid(svg, plot + y, label, style);
  }

  /** The tests at a look. */
  record EvidenceSample(Instant at, List<MetricSample.TestProgress> tests) {}

  /** A test at a position of the axis. */
  private record EvidencePoint(int x, MetricSample.TestProgress test) {
    double height() {
      return EvidencePanel.height(test);
    }
  }

  /** 0 for even odds or less, 1 at the threshold. */
  static double height(MetricSample.TestProgress test) {
    double height = Math.log(Math.max(test.evidence(), 1e-9)) / Math.log(test.threshold());
    return Double.isFinite(height) ? height : 0;
  }

  /** The test with the greatest height. */
  static Optional<MetricSample.TestProgress> strongest(List<MetricSample.TestProgress> tests) {
    return tests.stream().max(Comparator.comparingDouble(EvidencePanel::height));
  }

  private double most() {
    double most =
        samples.stream()
            .flatMap(sample -> sample.tests().stream())
            .mapToDouble(EvidencePanel::height)
            .max()
            .orElse(0);
    return Math.max(1.25, 1.06 * most);
  }

  private static double y(double height, double most) {
    return PLOT * (most - Math.max(LOWEST, height)) / (most - LOWEST);
  }

  private Map<String, List<EvidencePoint>> lines(Axis axis) {
    Map<String, List<EvidencePoint>> lines = new LinkedHashMap<>();
    for (EvidenceSample sample : samples) {
      for (MetricSample.TestProgress test : sample.tests()) {
        lines
            .computeIfAbsent(test.name(), name -> new ArrayList<>())
            .add(new EvidencePoint(axis.x(sample.at()), test));
      }
    }
    return lines;
  }

  /** The test with the greatest height at the end. */
  Optional<MetricSample.TestProgress> strongest() {
    return samples.isEmpty()
        ? Optional.empty()
        : strongest(samples.get(samples.size() - 1).tests());
  }

  private static boolean hasCrossed(List<EvidencePoint> line) {
    return line.get(line.size() - 1).test().evidence()
        >= line.get(line.size() - 1).test().threshold();
  }

  /** The path of a test. It begins at even odds. */
  private static String path(List<EvidencePoint> line, double most) {
    StringBuilder path = new StringBuilder("M0 " + PlotShapes.px(y(0, most)));
    for (EvidencePoint point : line) {
      path.append('L');
      path.append(point.x()).append(' ').append(PlotShapes.px(y(point.height(), most)));
    }
    return path.toString();
  }

  private void ends(
      MarkupWriter svg,
      int plot,
      double most,
      Map<String, List<EvidencePoint>> lines,
      String strongest) {
    List<PlotShapes.LineLabel> labels = new ArrayList<>();
    for (Map.Entry<String, List<EvidencePoint>> line : lines.entrySet()) {
      EvidencePoint last = line.getValue().get(line.getValue().size() - 1);
      boolean main = line.getKey().equals(strongest);
      String style = hasCrossed(line.getValue()) ? "bad" : main ? "main" : "quiet";
      double y = y(last.height(), most);
      labels.add(
          new PlotShapes.LineLabel(
              plot + y,
              style,
              line.getKey(),
              NumberText.odds(last.test().evidence()),
              " of " + NumberText.odds(last.test().threshold())));
      if (main) {
        labelAboveLine(svg, plot + y, last, style);
      }
    }
    PlotShapes.labels(svg, plot, PLOT, labels);
  }

  /** Labels the strongest test above its line, for a narrow page. */
  private static void labelAboveLine(MarkupWriter svg, double y, EvidencePoint last, String style) {
    boolean late = last.x() > Axis.WIDE / 2;
    svg.element(
        "text",
        Tooltips.test(last.test()),
        "class",
        "o1 end over " + style,
        "x",
        Axis.percent((double) last.x() / Axis.WIDE),
        "y",
        PlotShapes.px(y - 6),
        "text-anchor",
        late ? "end" : "start");
  }
}
