package dev.coalmine.report;

import dev.coalmine.release.AnalysisMemory;
import dev.coalmine.release.RequestCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Panels one below the other on one time axis, as SVG without script that fits any width.
 *
 * @param history of the release
 * @param axis the time axis
 * @param markers decisions, commands and failures
 * @param panels from top to bottom
 * @param columns tooltips of the looks
 */
record Chart(
    ReleaseHistory history,
    Axis axis,
    List<Marker> markers,
    List<Panel> panels,
    List<ChartColumn> columns) {
  private static final int TIMES = 40;

  /**
   * The minutes of one look at one target: a column over all panels.
   *
   * @param target index of the target in the release
   * @param names of canary and baseline
   * @param usual the baseline's percentiles before the release, in ms
   */
  record ChartColumn(
      int target,
      LookGroup lookGroup,
      LookGroup.TargetFigures figure,
      SeriesPanel.SeriesNames names,
      List<Double> usual) {}

  static List<ChartColumn> columns(
      List<LookGroup> groups, int target, SeriesPanel.SeriesNames names, AnalysisMemory trial) {
    List<ChartColumn> columns = new ArrayList<>();
    for (LookGroup group : groups) {
      group
          .figure(target)
          .ifPresent(
              figure ->
                  columns.add(new ChartColumn(target, group, figure, names, trial.thresholds())));
    }
    return columns;
  }

  /**
   * Draws the chart.
   *
   * @param title what it shows
   * @param words a description for screen readers
   */
  void draw(MarkupWriter html, String title, String words) {
    int height = panels.stream().mapToInt(Panel::height).sum();
    html.open("div", "class", "plot")
        .open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "class",
            "picture",
            "role",
            "img",
            "aria-label",
            title,
            "width",
            "100%",
            "height",
            height + TIMES,
            "overflow",
            "visible")
        .element("desc", words);
    columns.forEach(column -> column(html, column, height));
    times(html, height);
    cuts(html, height);
    int top = 0;
    for (Panel panel : panels) {
      panel.draw(html, axis, top);
      top += panel.height();
    }
    html.close().close();
  }

  /** Draws lines through all panels at markers that changed what the panels show. */
  private void cuts(MarkupWriter svg, int height) {
    markers.stream()
        .filter(marker -> marker.kind().isCut())
        .map(marker -> axis.percent(marker.at()))
        .distinct()
        .forEach(
            x -> svg.leaf("line", "class", "cut", "x1", x, "x2", x, "y1", head(), "y2", height));
  }

  private int head() {
    return panels.get(0).head();
  }

  private void times(MarkupWriter svg, int height) {
    ticks(svg, height, 4, "o1");
    ticks(svg, height, 8, "o2");
    ticks(svg, height, 13, "o3");
    if (history.end().isEmpty()) {
      String now = axis.percent(history.until());
      svg.leaf("line", "class", "now", "x1", now, "x2", now, "y1", head(), "y2", height);
    }
    svg.element("text", Format.moment(axis.start()), "class", "y", "x", 0, "y", height + 32);
    String end =
        Format.day(axis.start()).equals(Format.day(axis.end()))
            ? Format.time(axis.end()) + " UTC"
            : Format.moment(axis.end());
    svg.element("text", end, "class", "y", "x", "100%", "y", height + 32, "text-anchor", "end");
  }

  private void ticks(MarkupWriter svg, int height, int most, String style) {
    svg.open("g", "class", style);
    svg.element("text", "0", "class", "y", "x", 0, "y", height + 14);
    for (Axis.AxisTick tick : axis.ticks(most)) {
      double share = axis.share(tick.at());
      String x = Axis.percent(share);
      svg.leaf("line", "class", "grid", "x1", x, "x2", x, "y1", head(), "y2", height);
      svg.element(
          "text",
          tick.label(),
          "class",
          "y",
          "x",
          x,
          "y",
          height + 14,
          "text-anchor",
          share > .96 ? "end" : "middle");
    }
    svg.close();
  }

  /** Draws a column: its figures are a tooltip for people and data attributes for programs. */
  private void column(MarkupWriter svg, ChartColumn column, int height) {
    LookGroup.TargetFigures figure = column.figure();
    Instant from = figure.from();
    double left = axis.share(from);
    double width = axis.share(figure.to()) - left;
    List<Object> attributes =
        new ArrayList<>(
            List.of(
                "class",
                "column",
                "x",
                Axis.percent(left),
                "width",
                Axis.percent(Math.max(.001, width)),
                "y",
                head(),
                "height",
                height - head()));
    attributes.addAll(ColumnAttributes.of(axis, column));
    svg.open("rect", attributes.toArray())
        .element(
            "title",
            Tooltips.figure(axis, column.lookGroup(), figure, column.names(), column.usual()))
        .close();
  }

  /** The exact figures of a column, for programs. */
  private static final class ColumnAttributes {
    static List<Object> of(Axis axis, ChartColumn column) {
      LookGroup.TargetFigures figure = column.figure();
      List<Object> data = new ArrayList<>();
      add(data, "target", String.valueOf(column.target()));
      add(data, "minute", String.valueOf(axis.elapsed(column.lookGroup().at()).toMinutes()));
      add(data, "from", figure.from().toString());
      add(data, "minutes", String.valueOf(figure.minutes()));
      add(data, "weight", String.valueOf(column.lookGroup().release().weight().percent()));
      side(data, "canary", figure.canary());
      side(data, "baseline", figure.baseline());
      add(
          data,
          "evidence",
          figure.tests().stream()
              .map(test -> test.name() + "=" + Format.exact(test.evidence()))
              .collect(Collectors.joining(";")));
      if (column.lookGroup().isSeveral()) {
        add(data, "looks", String.valueOf(column.lookGroup().analyses().size()));
        add(data, "canary-worst", rate(figure.highestErrorRate()));
        add(data, "canary-best", rate(figure.lowestErrorRate()));
      }
      return data;
    }

    private static void side(List<Object> data, String side, RequestCounts counts) {
      add(data, side + "-requests", Format.exact(counts.requests()));
      add(data, side + "-errors", Format.exact(counts.errors()));
      add(data, side + "-durations", Format.exact(counts.durations()));
      add(
          data,
          side + "-above",
          counts.above().toList().stream().map(Format::exact).collect(Collectors.joining(",")));
    }

    private static String rate(Optional<Double> rate) {
      return rate.map(Format::exact).orElse("");
    }

    private static void add(List<Object> data, String name, String value) {
      data.add("data-" + name);
      data.add(value);
    }
  }
}
