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
 * The markers of a release in a row above its weight. All markers are drawn, but only labels that
 * fit. The less room, the more important a label must be.
 *
 * @param markers oldest first
 */
record MarkerLane(List<Marker> markers) {
  /** The least width of the plot, in px, for each class of labels. */
  private static final List<Integer> WIDTHS = List.of(270, 470, 760);

  private static final double LETTER = 6.2;
  private static final int GAP = 8;
  private static final int SIDE = 14;
  private static final int LONGEST = 18;

  void draw(MarkupWriter svg, Axis axis, int top, int bottom) {
    Map<Marker, Integer> room = room(axis);
    Map<Instant, Integer> beside = new HashMap<>();
    Map<Instant, Long> all =
        markers.stream().collect(Collectors.groupingBy(Marker::at, Collectors.counting()));
    for (Marker marker : markers) {
      int before = beside.merge(marker.at(), 1, Integer::sum) - 1;
      boolean late = axis.share(marker.at()) > .5;
      int first = late ? 1 - Math.toIntExact(all.get(marker.at())) : 0;
      int x = (first + before) * SIDE;
      svg.open("svg", "x", axis.percent(marker.at()), "y", top, "overflow", "visible")
          .open(
              "g",
              "class",
              "mark",
              "data-mark",
              marker.kind(),
              "data-at",
              marker.at(),
              "data-weight",
              marker.weight());
      svg.element("title", Tooltips.marker(axis, marker));
      if (before == 0) {
        svg.leaf("path", "class", "stem", "d", "M0 30V" + (bottom - top));
      }
      svg.leaf("rect", "class", "hit", "x", x - 8, "y", 14, "width", 16, "height", 18);
      if (room.containsKey(marker)) {
        label(svg, axis, marker, x, room.get(marker));
      }
      svg.open("g", "transform", "translate(" + x + " 23)");
      marker.kind().draw(svg);
      svg.close().close().close();
    }
  }

  private static void label(MarkupWriter svg, Axis axis, Marker marker, int x, int tier) {
    svg.element(
        "text",
        text(marker),
        "class",
        "t" + tier + " label " + marker.kind().style(),
        "x",
        anchor(axis, marker).equals("middle")
            ? x
            : anchor(axis, marker).equals("start") ? x - 6 : x + 6,
        "y",
        11,
        "text-anchor",
        anchor(axis, marker));
  }

  private static String text(Marker marker) {
    String text = marker.label();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private static String anchor(Axis axis, Marker marker) {
    double share = axis.share(marker.at());
    double half = text(marker).length() * LETTER / 2 / WIDTHS.get(0);
    return share < half ? "start" : share > 1 - half ? "end" : "middle";
  }

  /** The class of each label: 1 fits the narrowest plot. Important labels get their place first. */
  private Map<Marker, Integer> room(Axis axis) {
    Map<Marker, Integer> room = new HashMap<>();
    Set<Marker> chosen = new HashSet<>();
    List<Marker> byRank =
        markers.stream()
            .filter(marker -> !marker.label().isEmpty())
            .sorted(Comparator.comparingInt(marker -> -marker.kind().rank()))
            .toList();
    for (int tier = 0; tier < WIDTHS.size(); tier++) {
      int width = WIDTHS.get(tier);
      List<double[]> taken = new ArrayList<>();
      chosen.forEach(marker -> taken.add(extent(axis, marker, width)));
      for (Marker marker : byRank) {
        double[] here = extent(axis, marker, width);
        if (!chosen.contains(marker)
            && taken.stream().noneMatch(one -> one[0] < here[1] && here[0] < one[1])) {
          taken.add(here);
          chosen.add(marker);
          room.put(marker, tier + 1);
        }
      }
    }
    return room;
  }

  private static double[] extent(Axis axis, Marker marker, int width) {
    double middle = axis.share(marker.at()) * width;
    double length = text(marker).length() * LETTER + GAP;
    double from =
        switch (anchor(axis, marker)) {
          case "start" -> middle - 6;
          case "end" -> middle + 6 - length;
          default -> middle - length / 2;
        };
    return new double[] {from, from + length};
  }
}
