package dev.coalmine.report;

import dev.coalmine.text.TextLimit;
import java.util.List;

/**
 * Bars of the gate's alarms. Height and pattern of a bar show the state. If there are many alarms,
 * those that were always OK share a line.
 *
 * @param bars one for each alarm
 */
record AlarmPanel(List<AlarmBar> bars) implements Panel {
  private static final int ROW = 30;

  /** The most bars that are drawn; the table has all. */
  private static final int MOST = 10;

  /** The least width of a state, as a share, so that a new state is visible. */
  private static final double LEAST = .008;

  private static final int LONGEST = 36;

  @Override
  public int height() {
    return PlotShapes.TITLE + rows() * ROW + 8;
  }

  private int rows() {
    return shown().size() + (shown().size() < bars.size() ? 1 : 0);
  }

  /** All alarms if they are few; otherwise those that were not always OK. */
  private List<AlarmBar> shown() {
    return bars.size() <= MOST
        ? bars
        : bars.stream().filter(bar -> !bar.isAlwaysOk()).limit(MOST).toList();
  }

  @Override
  public void draw(MarkupWriter svg, Axis axis, int top) {
    PlotShapes.title(svg, top, "Alarms", "");
    int y = top + PlotShapes.TITLE;
    for (AlarmBar bar : shown()) {
      svg.open("text", "class", "alarm", "x", 0, "y", y + 9)
          .text(TextLimit.cut(bar.name(), LONGEST))
          .element("tspan", "  " + bar.describe(), "class", "note")
          .close();
      for (AlarmBar.AlarmSpan span : bar.spans()) {
        span(svg, axis, span, bar.name(), y + 14);
      }
      y += ROW;
    }
    int rest = bars.size() - shown().size();
    if (rest > 0) {
      boolean well =
          bars.stream().filter(bar -> !shown().contains(bar)).allMatch(AlarmBar::isAlwaysOk);
      String words = well ? " more, always OK" : " more, see the table of alarms";
      svg.element("text", rest + words, "class", "alarm", "x", 0, "y", y + 9);
    }
  }

  private static void span(
      MarkupWriter svg, Axis axis, AlarmBar.AlarmSpan span, String name, int y) {
    double width = Math.max(LEAST, axis.share(span.to()) - axis.share(span.from()));
    double from = Math.min(axis.share(span.from()), 1 - width);
    int height =
        switch (span.state()) {
          case "ALARM" -> 12;
          case AlarmBar.EXCUSED, AlarmBar.CHANGED -> 8;
          default -> 4;
        };
    svg.open(
        "rect",
        "class",
        "alarm-" + span.style(),
        "x",
        Axis.percent(from),
        "width",
        Axis.percent(width),
        "y",
        y + 6 - height / 2,
        "height",
        height,
        "data-alarm",
        name,
        "data-state",
        span.state());
    svg.element("title", Tooltips.alarm(axis, name, span)).close();
  }
}
