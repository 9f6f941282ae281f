package dev.coalmine.report;

import dev.coalmine.release.Measured.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * A figure of canary against baseline: the baseline is an area, the canary a line with points. What
 * was not measured is a gap.
 *
 * @param title what it is
 * @param note how to read it
 * @param names of canary and baseline
 * @param figures what was measured
 * @param value the figure of one side; nothing where it has none
 * @param totals the same over the whole release, as words
 * @param scale heights
 * @param tick what stands at a line across
 * @param usual a value to compare with
 * @param spread how far looks that are put together lie apart
 */
record SeriesPanel(
    String title,
    String note,
    Names names,
    List<Sight.Figure> figures,
    Value value,
    Function<Counts, String> totals,
    Scale scale,
    DoubleFunction<String> tick,
    Optional<Double> usual,
    Spread spread)
    implements Panel {
  private static final int PLOT = 84;

  /** What the two sides are called. */
  record Names(String canary, String baseline) {}

  /** One side's figure in so many minutes. */
  interface Value {
    Optional<Double> of(Counts counts, int minutes);
  }

  /** What the looks of a figure saw of the canary. */
  interface Spread {
    /** Where no looks are put together. */
    Spread NONE = figure -> Optional.empty();

    Optional<Range> of(Sight.Figure figure);
  }

  /** From the lowest value to the highest. */
  record Range(double lowest, double highest) {}

  @Override
  public int height() {
    return Plot.TITLE + PLOT + 10;
  }

  @Override
  public void draw(Markup svg, Axis axis, int top) {
    int plot = top + Plot.TITLE;
    Plot.title(svg, top, title, note);
    Plot.key(svg, top, names.canary(), names.baseline());
    for (double each : scale.ticks()) {
      Plot.grid(svg, plot + scale.y(each, PLOT), tick.apply(each), each == 0 ? "axis" : "grid");
    }
    Plot.begin(svg, plot, PLOT);
    List<Run> baseline = runs(axis, Sight.Figure::compared);
    List<Run> canary = runs(axis, Sight.Figure::tried);
    Plot.path(svg, "area", Run.area(baseline, PLOT));
    Plot.path(svg, "edge", Run.line(baseline));
    usual.ifPresent(
        u -> Plot.path(svg, "usual", "M0 " + Plot.px(scale.y(u, PLOT)) + "H" + Axis.WIDE));
    Plot.path(svg, "range", range(axis));
    Plot.path(svg, "canary halo", Run.line(canary));
    Plot.path(svg, "canary line", Run.line(canary));
    svg.close();
    points(svg, axis, plot);
    Plot.labels(svg, plot, PLOT, ends(plot));
  }

  /** Where looks were put together, from the lowest to the highest that one of them saw. */
  private String range(Axis axis) {
    StringBuilder path = new StringBuilder();
    for (Sight.Figure figure : figures) {
      spread
          .of(figure)
          .ifPresent(
              range ->
                  path.append('M')
                      .append(axis.x(figure.from()))
                      .append(' ')
                      .append(Plot.px(scale.y(range.highest(), PLOT)))
                      .append('H')
                      .append(axis.x(figure.to()))
                      .append('V')
                      .append(Plot.px(scale.y(range.lowest(), PLOT)))
                      .append('H')
                      .append(axis.x(figure.from()))
                      .append('Z'));
    }
    return path.toString();
  }

  /** Steps that join, from left to right. */
  private record Run(List<Step> steps) {
    record Step(int from, int to, double y) {}

    static String line(List<Run> runs) {
      StringBuilder path = new StringBuilder();
      for (Run run : runs) {
        Step first = run.steps.get(0);
        path.append('M').append(first.from).append(' ').append(Plot.px(first.y));
        run.along(path);
      }
      return path.toString();
    }

    static String area(List<Run> runs, int bottom) {
      StringBuilder path = new StringBuilder();
      for (Run run : runs) {
        Step first = run.steps.get(0);
        path.append('M').append(first.from).append(' ').append(bottom);
        path.append('V').append(Plot.px(first.y));
        run.along(path);
        path.append('V').append(bottom).append('Z');
      }
      return path.toString();
    }

    private void along(StringBuilder path) {
      double y = steps.get(0).y;
      for (Step step : steps) {
        if (step.y != y) {
          path.append('V').append(Plot.px(step.y));
          y = step.y;
        }
        path.append('H').append(step.to);
      }
    }
  }

  private List<Run> runs(Axis axis, Function<Sight.Figure, Optional<Counts>> side) {
    List<Run> runs = new ArrayList<>();
    List<Run.Step> run = new ArrayList<>();
    for (Sight.Figure figure : figures) {
      Optional<Double> here =
          side.apply(figure).flatMap(counts -> value.of(counts, figure.minutes()));
      int from = axis.x(figure.from());
      boolean joins = !run.isEmpty() && run.get(run.size() - 1).to() == from;
      if (!run.isEmpty() && (here.isEmpty() || !joins)) {
        runs.add(new Run(run));
        run = new ArrayList<>();
      }
      if (here.isPresent()) {
        run.add(new Run.Step(from, axis.x(figure.to()), scale.y(here.get(), PLOT)));
      }
    }
    if (!run.isEmpty()) {
      runs.add(new Run(run));
    }
    return runs;
  }

  private void points(Markup svg, Axis axis, int plot) {
    if (figures.size() > 70) {
      return; // they would hide the line
    }
    for (Sight.Figure figure : figures) {
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
                      Plot.px(plot + scale.y(here, PLOT)),
                      "r",
                      2.5));
    }
  }

  private List<Plot.Label> ends(int plot) {
    List<Plot.Label> labels = new ArrayList<>();
    end(Sight.Figure::tried)
        .ifPresent(
            y ->
                labels.add(
                    new Plot.Label(
                        plot + y, "canary", names.canary(), total(Sight.Figure::tried), "")));
    end(Sight.Figure::compared)
        .ifPresent(
            y ->
                labels.add(
                    new Plot.Label(
                        plot + y,
                        "baseline",
                        names.baseline(),
                        total(Sight.Figure::compared),
                        "")));
    return labels;
  }

  private Optional<Double> end(Function<Sight.Figure, Optional<Counts>> side) {
    return figures.stream()
        .flatMap(
            figure ->
                side.apply(figure).flatMap(counts -> value.of(counts, figure.minutes())).stream())
        .reduce((one, next) -> next)
        .map(last -> scale.y(last, PLOT));
  }

  private String total(Function<Sight.Figure, Optional<Counts>> side) {
    return totals.apply(
        figures.stream()
            .flatMap(figure -> side.apply(figure).stream())
            .reduce(Counts.NOTHING, Counts::plus));
  }
}
