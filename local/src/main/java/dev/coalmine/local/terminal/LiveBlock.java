package dev.coalmine.local.terminal;

import dev.coalmine.local.terminal.LiveLine.Say;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The lines of the releases that go on, one below the other, in a window and at a moment. */
final class LiveBlock {
  /** From the most that can be said to the least. */
  private static final List<Layout> LAYOUTS =
      List.of(
          new Layout(10, Say.FULL, Say.FULL, Say.FULL),
          new Layout(10, Say.FULL, Say.LONG, Say.FULL),
          new Layout(6, Say.FULL, Say.SHORT, Say.LONG),
          new Layout(6, Say.FULL, Say.SHORT, Say.SHORT),
          new Layout(6, Say.FULL, Say.SHORT, Say.NOTHING),
          new Layout(6, Say.SHORT, Say.SHORT, Say.NOTHING),
          new Layout(4, Say.FULL, Say.NOTHING, Say.NOTHING),
          new Layout(4, Say.SHORT, Say.NOTHING, Say.NOTHING),
          new Layout(0, Say.SHORT, Say.NOTHING, Say.NOTHING));

  private static final int WIDEST_BAR = 20;
  private static final int SHORTEST_NAME = 8;
  private static final int PERCENT = "100 %".length();
  private static final String GAP = "  ";

  private final List<LiveLine> lines;
  private final int more;
  private final int columns;
  private final Terminal terminal;

  /**
   * The block of these releases.
   *
   * @param releases in the order in which they started
   * @param now on their clock
   */
  LiveBlock(Collection<Running> releases, Instant now, Window window, Terminal terminal) {
    int most = window.liveLines();
    int shown = releases.size() <= most ? most : most - 1;
    this.lines =
        releases.stream()
            .sorted(Comparator.comparing(release -> !release.people())) // they wait for somebody
            .limit(shown)
            .map(release -> new LiveLine(release, now))
            .toList();
    this.more = releases.size() - lines.size();
    this.columns = window.columns();
    this.terminal = terminal;
  }

  /** Its lines, none of them wider than the window. */
  List<String> lines() {
    Layout layout =
        LAYOUTS.stream()
            .filter(each -> width(each) <= columns)
            .findFirst()
            .orElse(LAYOUTS.get(LAYOUTS.size() - 1));
    int bar = layout.bar() == 0 ? 0 : layout.bar() + Math.max(0, columns - width(layout));
    List<String> all = new ArrayList<>();
    lines.forEach(line -> all.add(text(line, layout, Math.min(WIDEST_BAR, bar))));
    if (more > 0) {
      all.add(new Row(columns, terminal).add("and " + more + " more", Colour.FAINT).text());
    }
    return all;
  }

  private int width(Layout layout) {
    int bar = layout.bar() == 0 ? 0 : layout.bar() + 1;
    int fixed = names() + GAP.length() + bar + PERCENT;
    return fixed + next(layout).room() + errors(layout).room() + evidence(layout).room();
  }

  private String text(LiveLine line, Layout layout, int bar) {
    Running release = line.release();
    Row row = new Row(columns, terminal);
    row.add(left(name(line), names()) + GAP, Colour.NONE);
    if (bar > 0) {
      row.add(new Bar(terminal.unicode()).of(release.weight(), bar) + " ", Colour.of(release));
    }
    row.add(right(line.percent(), PERCENT), Colour.NONE);
    row.add(next(layout).of(line), release.people() ? Colour.YELLOW : Colour.NONE);
    row.add((errors(layout).of(line) + evidence(layout).of(line)).stripTrailing(), Colour.FAINT);
    return row.text();
  }

  /** What each line says of something, one below the other. */
  private record Column(int width, Function<LiveLine, String> says) {
    int room() {
      return width == 0 ? 0 : GAP.length() + width;
    }

    String of(LiveLine line) {
      return width == 0 ? "" : GAP + left(says.apply(line), width);
    }
  }

  private Column next(Layout layout) {
    return column(layout.next(), LiveLine.NEXT, LiveLine::next);
  }

  private Column errors(Layout layout) {
    return column(layout.errors(), LiveLine.ERRORS, LiveLine::errors);
  }

  private Column evidence(Layout layout) {
    return column(layout.evidence(), LiveLine.EVIDENCE, LiveLine::evidence);
  }

  /** As wide as the texts usually are, or nothing would stand still. */
  private Column column(Say say, Map<Say, Integer> usual, BiFunction<LiveLine, Say, String> says) {
    return new Column(
        Math.max(usual.getOrDefault(say, 0), widest(line -> says.apply(line, say))),
        line -> says.apply(line, say));
  }

  private int names() {
    return widest(this::name);
  }

  private String name(LiveLine line) {
    return line.name(Math.max(SHORTEST_NAME, columns / 4), terminal.unicode());
  }

  private int widest(Function<LiveLine, String> what) {
    return lines.stream().map(what).mapToInt(String::length).max().orElse(0);
  }

  private static String left(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String right(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
