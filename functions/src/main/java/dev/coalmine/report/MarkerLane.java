package dev.coalmine.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The marks of a release in a row above its weight. Every mark is drawn; its label is, too, as far
 * as there is room: the most on a wide page, the most important on a narrow one.
 *
 * @param marks oldest first
 */
record MarkerLane(List<Marker> marks) {
  /** Widths of the plot, in px, from which on the labels of a class are shown. */
  private static final List<Integer> WIDTHS = List.of(270, 470, 760);

  private static final double LETTER = 6.2;
  private static final int GAP = 8;
  private static final int SIDE = 14;
  private static final int LONGEST = 18;

  void draw(MarkupWriter svg, Axis axis, int top, int bottom) {
    Map<Marker, Integer> room = room(axis);
    Map<Instant, Integer> beside = new HashMap<>();
    Map<Instant, Long> all =
        marks.stream().collect(Collectors.groupingBy(Marker::at, Collectors.counting()));
    for (Marker mark : marks) {
      int before = beside.merge(mark.at(), 1, Integer::sum) - 1;
      boolean late = axis.share(mark.at()) > .5;
      int first = late ? 1 - Math.toIntExact(all.get(mark.at())) : 0;
      int x = (first + before) * SIDE;
      svg.open("svg", "x", axis.percent(mark.at()), "y", top, "overflow", "visible")
          .open(
              "g",
              "class",
              "mark",
              "data-mark",
              mark.kind(),
              "data-at",
              mark.at(),
              "data-weight",
              mark.weight());
      svg.element("title", Tooltips.mark(axis, mark));
      if (before == 0) {
        svg.leaf("path", "class", "stem", "d", "M0 30V" + (bottom - top));
      }
      svg.leaf("rect", "class", "hit", "x", x - 8, "y", 14, "width", 16, "height", 18);
      if (room.containsKey(mark)) {
        label(svg, axis, mark, x, room.get(mark));
      }
      svg.open("g", "transform", "translate(" + x + " 23)");
      mark.kind().draw(svg);
      svg.close().close().close();
    }
  }

  private static void label(MarkupWriter svg, Axis axis, Marker mark, int x, int tier) {
    svg.element(
        "text",
        text(mark),
        "class",
        "t" + tier + " label " + mark.kind().style(),
        "x",
        anchor(axis, mark).equals("middle")
            ? x
            : anchor(axis, mark).equals("start") ? x - 6 : x + 6,
        "y",
        11,
        "text-anchor",
        anchor(axis, mark));
  }

  private static String text(Marker mark) {
    String text = mark.label();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private static String anchor(Axis axis, Marker mark) {
    double share = axis.share(mark.at());
    double half = text(mark).length() * LETTER / 2 / WIDTHS.get(0);
    return share < half ? "start" : share > 1 - half ? "end" : "middle";
  }

  /** From which width on each label has room; the important ones choose first. */
  private Map<Marker, Integer> room(Axis axis) {
    Map<Marker, Integer> room = new HashMap<>();
    Set<Marker> chosen = new HashSet<>();
    List<Marker> byRank =
        marks.stream()
            .filter(mark -> !mark.label().isEmpty())
            .sorted(Comparator.comparingInt(mark -> -mark.kind().rank()))
            .toList();
    for (int tier = 0; tier < WIDTHS.size(); tier++) {
      int width = WIDTHS.get(tier);
      List<double[]> taken = new ArrayList<>();
      chosen.forEach(mark -> taken.add(extent(axis, mark, width)));
      for (Marker mark : byRank) {
        double[] here = extent(axis, mark, width);
        if (!chosen.contains(mark)
            && taken.stream().noneMatch(one -> one[0] < here[1] && here[0] < one[1])) {
          taken.add(here);
          chosen.add(mark);
          room.put(mark, tier + 1);
        }
      }
    }
    return room;
  }

  private static double[] extent(Axis axis, Marker mark, int width) {
    double middle = axis.share(mark.at()) * width;
    double length = text(mark).length() * LETTER + GAP;
    double from =
        switch (anchor(axis, mark)) {
          case "start" -> middle - 6;
          case "end" -> middle + 6 - length;
          default -> middle - length / 2;
        };
    return new double[] {from, from + length};
  }
}
