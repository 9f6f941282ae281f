package dev.coalmine.report;

import dev.coalmine.release.RequestCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * A figure of canary and baseline: the baseline is an area, the canary a line with points. Minutes
 * without figures are gaps.
 *
 * @param title the figure's name
 * @param note how to read it
 * @param names of canary and baseline
 * @param figures figures of the looks
 * @param value the value of one version; absent if it has none
 * @param totals the value for the whole release, as text
 * @param scale maps values to heights
 * @param tick the label of a horizontal line
 * @param usual a value to compare with
 * @param spread lowest and highest value among grouped looks
 */
record SeriesPanel(
    String title,
    String note,
    SeriesNames names,
    List<LookGroup.TargetFigures> figures,
    SeriesValue value,
    Function<RequestCounts, String> totals,
    Scale scale,
    DoubleFunction<String> tick,
    Optional<Double> usual,
    SeriesSpread spread)
    implements Panel {
  private static final int PLOT = 84;

  /** The longest title that a narrow page has room for beside a legend, in characters. */
  private static final int SHORT = 12;

  /** The names of the two versions. */
  record SeriesNames(String canary, String baseline) {}

  /** Computes the value of one version. */
  interface SeriesValue {
    Optional<Double> of(RequestCounts counts, int minutes);
  }

  /** Computes the range of the canary's values among grouped looks. */
  interface SeriesSpread {
    /** No range. */
    SeriesSpread NONE = figure -> Optional.empty();

    Optional<ValueRange> of(LookGroup.TargetFigures figure);
  }

  /** The lowest and the highest value. */
  record ValueRange(double lowest, double highest) {}

  @Override
  public int height() {
    return PlotShapes.TITLE + PLOT + 10;
  }

  @Override
  public void draw(MarkupWriter svg, Axis axis, int top) {
    int plot = top + PlotShapes.TITLE;
    PlotShapes.title(svg, top, title, note);
    if (title.length() <= SHORT) {
      PlotShapes.key(svg, top, names.canary(), names.baseline());
    }
    for (double each : scale.ticks()) {
      PlotShapes.grid(
          svg, plot + scale.y(each, PLOT), tick.apply(each), each == 0 ? "axis" : "grid");
    }
    PlotShapes.begin(svg, plot, PLOT);
    List<StepLine> baseline = runs(axis, LookGroup.TargetFigures::baselineCounts);
    List<StepLine> canary = runs(axis, LookGroup.TargetFigures::canaryCounts);
    PlotShapes.path(svg, "area", StepLine.area(baseline, PLOT));
    PlotShapes.path(svg, "edge", StepLine.line(baseline));
    usual.ifPresent(
        u ->
            PlotShapes.path(
                svg, "usual", "M0 " + PlotShapes.px(scale.y(u, PLOT)) + "H" + Axis.WIDE));
    PlotShapes.path(svg, "range", range(axis));
    PlotShapes.path(svg, "canary halo", StepLine.line(canary));
    PlotShapes.path(svg, "canary line", StepLine.line(canary));
    svg.close();
    points(svg, axis, plot);
    PlotShapes.labels(svg, plot, PLOT, ends(plot));
  }

  /** The path of the ranges of grouped looks. */
  private String range(Axis axis) {
    StringBuilder path = new StringBuilder();
    for (LookGroup.TargetFigures figure : figures) {
      spread
          .of(figure)
          .ifPresent(
              range ->
                  path.append('M')
                      .append(axis.x(figure.from()))
                      .append(' ')
                      .append(PlotShapes.px(scale.y(range.highest(), PLOT)))
                      .append('H')
                      .append(axis.x(figure.to()))
                      .append('V')
                      .append(PlotShapes.px(scale.y(range.lowest(), PLOT)))
                      .append('H')
                      .append(axis.x(figure.from()))
                      .append('Z'));
    }
    return path.toString();
  }

  /** Consecutive steps without a gap, from left to right. */
  private record StepLine(List<LineSegment> steps) {
    record LineSegment(int from, int to, double y) {}

    static String line(List<StepLine> runs) {
      StringBuilder path = new StringBuilder();
      for (StepLine run : runs) {
        LineSegment first = run.steps.get(0);
        path.append('M').append(first.from).append(' ').append(PlotShapes.px(first.y));
        run.along(path);
      }
      return path.toString();
    }

    static String area(List<StepLine> runs, int bottom) {
      StringBuilder path = new StringBuilder();
      for (StepLine run : runs) {
        LineSegment first = run.steps.get(0);
        path.append('M').append(first.from).append(' ').append(bottom);
        path.append('V').append(PlotShapes.px(first.y));
        run.along(path);
        path.append('V').append(bottom).append('Z');
      }
      return path.toString();
    }

    private void along(StringBuilder path) {
      double y = steps.get(0).y;
      for (LineSegment step : steps) {
        if (step.y != y) {
          path.append('V').append(PlotShapes.px(step.y));
          y = step.y;
        }
        path.append('H').append(step.to);
      }
    }
  }

  private List<StepLine> runs(
      Axis axis, Function<LookGroup.TargetFigures, Optional<RequestCounts>> side) {
    List<StepLine> runs = new ArrayList<>();
    List<StepLine.LineSegment> run = new ArrayList<>();
    for (LookGroup.TargetFigures figure : figures) {
      Optional<Double> here =
          side.apply(figure).flatMap(counts -> value.of(counts, figure.minutes()));
      int from = axis.x(figure.from());
      boolean joins = !run.isEmpty() && run.get(run.size() - 1).to() == from;
      if (!run.isEmpty() && (here.isEmpty() || !joins)) {
        runs.add(new StepLine(run));
        run = new ArrayList<>();
      }
      if (here.isPresent()) {
        run.add(new StepLine.LineSegment(from, axis.x(figure.to()), scale.y(here.get(), PLOT)));
      }
    }
    if (!run.isEmpty()) {
      runs.add(new StepLine(run));
    }
    return runs;
  }

  private void points(MarkupWriter svg, Axis axis, int plot) {
    if (figures.size() > 70) {
      return; // they would hide the line
    }
    for (LookGroup.TargetFigures figure : figures) {
      double middle = (axis.share(figure.from()) + axis.share(figure.to())) / 2;
      value
          .of(figure.canary(), figure.minutes())
          .ifPresent(
              here ->
                  svg.leaf(
                      "circle",
                      "class",
                      "dot",
                      "cx",
                      Axis.percent(middle),
                      "cy",
                      PlotShapes.px(plot + scale.y(here, PLOT)),
                      "r",
                      2.5));
    }
  }

  private List<PlotShapes.LineLabel> ends(int plot) {
    List<PlotShapes.LineLabel> labels = new ArrayList<>();
    end(LookGroup.TargetFigures::canaryCounts)
        .ifPresent(
            y ->
                labels.add(
                    new PlotShapes.LineLabel(
                        plot + y,
                        "canary",
                        names.canary(),
                        total(LookGroup.TargetFigures::canaryCounts),
                        "")));
    end(LookGroup.TargetFigures::baselineCounts)
        .ifPresent(
            y ->
                labels.add(
                    new PlotShapes.LineLabel(
                        plot + y,
                        "baseline",
                        names.baseline(),
                        total(LookGroup.TargetFigures::baselineCounts),
                        "")));
    return labels;
  }

  private Optional<Double> end(Function<LookGroup.TargetFigures, Optional<RequestCounts>> side) {
    return figures.stream()
        .flatMap(
            figure ->
                side.apply(figure).flatMap(counts -> value.of(counts, figure.minutes())).stream())
        .reduce((one, next) -> next)
        .map(last -> scale.y(last, PLOT));
  }

  private String total(Function<LookGroup.TargetFigures, Optional<RequestCounts>> side) {
    return totals.apply(
        figures.stream()
            .flatMap(figure -> side.apply(figure).stream())
            .reduce(RequestCounts.NONE, RequestCounts::plus));
  }
}
