package dev.coalmine.report;

import dev.coalmine.release.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * The canary's share of the requests, with markers above and looks below.
 *
 * @param history of the release
 * @param markers decisions, commands and failures
 * @param lookGroups the looks
 */
record WeightPanel(ReleaseHistory history, List<Marker> markers, List<LookGroup> lookGroups)
    implements Panel {
  private static final int LANE = 38;
  private static final int PLOT = 84;
  private static final int LOOKS = 24;
  private static final int TOP = PlotShapes.TITLE + LANE;

  @Override
  public int height() {
    return TOP + PLOT + LOOKS + 10;
  }

  @Override
  public int head() {
    return PlotShapes.TITLE + LANE - 6;
  }

  @Override
  public void draw(MarkupWriter svg, Axis axis, int top) {
    PlotShapes.title(svg, top, "Weight of the canary", "");
    int plot = top + TOP;
    for (int percent : List.of(0, 50, 100)) {
      String style = percent == 0 ? "axis" : "grid";
      PlotShapes.grid(svg, plot + y(percent), percent + " %", style);
    }
    PlotShapes.begin(svg, plot, PLOT);
    String line = line(axis);
    if (!line.isEmpty()) {
      PlotShapes.path(
          svg, "share", line + "V" + PLOT + "H" + axis.x(history.stateOutputs().get(0).at()) + "Z");
      PlotShapes.path(svg, "canary line", line);
    }
    svg.close();
    new MarkerLane(markers).draw(svg, axis, top + PlotShapes.TITLE, plot + PLOT);
    looks(svg, axis, plot + PLOT + 14);
  }

  private String line(Axis axis) {
    StringBuilder path = new StringBuilder();
    int weight = 0;
    for (ReleaseHistory.StateOutput output : history.stateOutputs()) {
      int next = output.release().weight().percent();
      if (path.length() == 0) {
        path.append('M').append(axis.x(output.at())).append(' ').append(PlotShapes.px(y(next)));
      } else if (next != weight) {
        path.append('H').append(axis.x(output.at())).append('V').append(PlotShapes.px(y(next)));
      }
      weight = next;
    }
    return path.length() == 0 ? "" : path.append('H').append(axis.x(history.until())).toString();
  }

  private static double y(int percent) {
    return PLOT * (1 - percent / 100.0);
  }

  private void looks(MarkupWriter svg, Axis axis, int y) {
    svg.element("text", "looks", "class", "y", "x", -6, "y", y + 4, "text-anchor", "end");
    ReleaseWording.nextAnalysis(history)
        .filter(next -> !next.isAfter(axis.end()))
        .ifPresent(
            next ->
                svg.open("circle", "class", "next", "cx", axis.percent(next), "cy", y, "r", 3)
                    .element("title", "next look")
                    .close());
    for (LookGroup group : lookGroups) {
      Instant at = group.at();
      svg.open("svg", "x", axis.percent(at), "y", y, "overflow", "visible");
      svg.open(
          "g",
          "class",
          "look",
          "data-look",
          axis.elapsed(at).toMinutes(),
          "data-at",
          at,
          "data-looks",
          group.analyses().size(),
          "data-weight",
          group.release().weight().percent(),
          "data-verdict",
          group.verdict(),
          "data-decision",
          group.release().decision());
      svg.element("title", Tooltips.look(axis, group));
      shape(svg, group.verdict());
      svg.close().close();
    }
  }

  /** Draws the shape of a verdict. */
  static void shape(MarkupWriter svg, Verdict verdict) {
    switch (verdict) {
      case PASS -> svg.leaf("circle", "class", "pass", "r", 2.4);
      case INCONCLUSIVE -> svg.leaf("circle", "class", "unsure", "r", 2.4);
      case FAIL -> svg.leaf("path", "class", "s-bad-line", "d", "M-4-4L4 4M4-4L-4 4");
    }
  }
}
