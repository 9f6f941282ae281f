package dev.coalmine.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Shapes of panels. Positions on the time axis are percent of the width and heights are px, so that
 * a chart fits any width and letters keep their size.
 */
final class PlotShapes {
  /** Height of a panel's title in px. */
  static final int TITLE = 26;

  private PlotShapes() {}

  static void title(MarkupWriter svg, int top, String title, String note) {
    svg.open("text", "class", "title over", "x", 0, "y", top + 15)
        .text(title)
        .element("tspan", note.isEmpty() ? "" : "  " + note, "class", "t2 note")
        .close();
  }

  /** Draws a horizontal line with a label at its left. */
  static void grid(MarkupWriter svg, double y, String label, String style) {
    svg.leaf("line", "class", style, "x1", 0, "x2", "100%", "y1", px(y), "y2", px(y));
    svg.element("text", label, "class", "y", "x", -6, "y", px(y + 3.5), "text-anchor", "end");
  }

  /** Opens an area with a width of {@link Axis#WIDE} units and a height in px. */
  static void begin(MarkupWriter svg, int top, int height) {
    svg.open(
        "svg",
        "x",
        0,
        "y",
        top,
        "width",
        "100%",
        "height",
        height,
        "viewBox",
        "0 0 " + Axis.WIDE + " " + height,
        "preserveAspectRatio",
        "none",
        "overflow",
        "visible");
  }

  static void path(MarkupWriter svg, String style, String path, Object... more) {
    if (path.isEmpty()) {
      return;
    }
    List<Object> attributes =
        new ArrayList<>(List.of("class", style, "vector-effect", "non-scaling-stroke", "d", path));
    attributes.addAll(List.of(more));
    svg.leaf("path", attributes.toArray());
  }

  /** A label at the right end of a line. */
  record LineLabel(double y, String style, String name, String figure, String rest) {}

  /** Draws labels at the right end, moved apart if they would overlap. */
  static void labels(MarkupWriter svg, int top, int height, List<LineLabel> labels) {
    int line = 13;
    List<LineLabel> sorted =
        labels.stream().sorted(Comparator.comparingDouble(LineLabel::y)).toList();
    double[] at = new double[sorted.size()];
    double next = top;
    for (int i = 0; i < at.length; i++) {
      at[i] = Math.max(next, sorted.get(i).y());
      next = at[i] + line;
    }
    double most = top + height;
    for (int i = at.length - 1; i >= 0; i--) {
      at[i] = Math.min(at[i], most);
      most = at[i] - line;
    }
    for (int i = 0; i < at.length; i++) {
      LineLabel label = sorted.get(i);
      svg.open("svg", "class", "t2", "x", "100%", "y", px(at[i]), "overflow", "visible")
          .open("text", "class", "end " + label.style(), "x", 10, "y", 4)
          .text(label.name() + " ")
          .element("tspan", label.figure(), "class", "b")
          .element("tspan", label.rest(), "class", "t3 note")
          .close()
          .close();
    }
  }

  /** Draws a legend, for pages without room for labels. */
  static void key(MarkupWriter svg, int top, String canary, String baseline) {
    svg.open("svg", "class", "o1", "x", "100%", "y", top, "overflow", "visible")
        .leaf("rect", "class", "area", "x", -62, "y", 7, "width", 12, "height", 8)
        .leaf("path", "class", "edge", "d", "M-62 7H-50")
        .element("text", baseline, "class", "end baseline", "x", -47, "y", 15)
        .leaf("path", "class", "canary line", "d", "M-118 11H-106")
        .leaf("circle", "class", "dot", "cx", -112, "cy", 11, "r", 2.5)
        .element("text", canary, "class", "end canary", "x", -103, "y", 15)
        .close();
  }

  static String px(double y) {
    return Format.exact(Math.round(10 * y) / 10.0);
  }
}
