package dev.coalmine.cli.terminal;

import dev.coalmine.cli.terminal.ReleaseLineText.DetailLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The lines of all running releases in a window at a moment. */
final class ReleaseBlock {
  /** From the most detail to the least. */
  private static final List<LineLayout> LAYOUTS =
      List.of(
          new LineLayout(10, DetailLevel.FULL, DetailLevel.FULL, DetailLevel.FULL),
          new LineLayout(10, DetailLevel.FULL, DetailLevel.LONG, DetailLevel.FULL),
          new LineLayout(6, DetailLevel.FULL, DetailLevel.SHORT, DetailLevel.LONG),
          new LineLayout(6, DetailLevel.FULL, DetailLevel.SHORT, DetailLevel.SHORT),
          new LineLayout(6, DetailLevel.FULL, DetailLevel.SHORT, DetailLevel.NOTHING),
          new LineLayout(6, DetailLevel.SHORT, DetailLevel.SHORT, DetailLevel.NOTHING),
          new LineLayout(4, DetailLevel.FULL, DetailLevel.NOTHING, DetailLevel.NOTHING),
          new LineLayout(4, DetailLevel.SHORT, DetailLevel.NOTHING, DetailLevel.NOTHING),
          new LineLayout(0, DetailLevel.SHORT, DetailLevel.NOTHING, DetailLevel.NOTHING));

  private static final int WIDEST_BAR = 20;
  private static final int SHORTEST_NAME = 8;
  private static final int PERCENT = "100 %".length();
  private static final String GAP = "  ";

  private final List<ReleaseLineText> lines;
  private final int more;
  private final int columns;
  private final TerminalFeatures terminal;

  /**
   * The lines of these releases.
   *
   * @param releases in the order in which they started
   * @param now the time on their clock
   */
  ReleaseBlock(
      Collection<ReleaseLine> releases,
      Instant now,
      TerminalWindow window,
      TerminalFeatures terminal) {
    int most = window.maxReleaseLines();
    int shown = releases.size() <= most ? most : most - 1;
    this.lines =
        releases.stream()
            .sorted(
                Comparator.comparing(
                    release -> !release.awaitsPerson())) // first those that wait for a person
            .limit(shown)
            .map(release -> new ReleaseLineText(release, now))
            .toList();
    this.more = releases.size() - lines.size();
    this.columns = window.columns();
    this.terminal = terminal;
  }

  /** The lines; none is wider than the window. */
  List<String> lines() {
    LineLayout layout =
        LAYOUTS.stream()
            .filter(each -> width(each) <= columns)
            .findFirst()
            .orElse(LAYOUTS.get(LAYOUTS.size() - 1));
    int bar = layout.bar() == 0 ? 0 : layout.bar() + Math.max(0, columns - width(layout));
    List<String> all = new ArrayList<>();
    lines.forEach(line -> all.add(text(line, layout, Math.min(WIDEST_BAR, bar))));
    if (more > 0) {
      all.add(
          new LineBuilder(columns, terminal)
              .add("and " + more + " more", TerminalColour.FAINT)
              .text());
    }
    return all;
  }

  private int width(LineLayout layout) {
    int bar = layout.bar() == 0 ? 0 : layout.bar() + 1;
    int fixed = names() + GAP.length() + bar + PERCENT;
    return fixed
        + next(layout).widthWithGap()
        + errors(layout).widthWithGap()
        + evidence(layout).widthWithGap();
  }

  private String text(ReleaseLineText line, LineLayout layout, int bar) {
    ReleaseLine release = line.release();
    LineBuilder row = new LineBuilder(columns, terminal);
    row.add(padRight(name(line), names()) + GAP, TerminalColour.NONE);
    if (bar > 0) {
      row.add(
          new WeightBar(terminal.unicode()).render(release.weight(), bar) + " ",
          TerminalColour.ofVerdict(release));
    }
    row.add(padLeft(line.percent(), PERCENT), TerminalColour.NONE);
    row.add(
        next(layout).text(line),
        release.awaitsPerson() ? TerminalColour.YELLOW : TerminalColour.NONE);
    row.add(
        (errors(layout).text(line) + evidence(layout).text(line)).stripTrailing(),
        TerminalColour.FAINT);
    return row.text();
  }

  /** A column of the lines. */
  private record BlockColumn(int width, Function<ReleaseLineText, String> says) {
    int widthWithGap() {
      return width == 0 ? 0 : GAP.length() + width;
    }

    String text(ReleaseLineText line) {
      return width == 0 ? "" : GAP + padRight(says.apply(line), width);
    }
  }

  private BlockColumn next(LineLayout layout) {
    return column(layout.next(), ReleaseLineText.NEXT, ReleaseLineText::next);
  }

  private BlockColumn errors(LineLayout layout) {
    return column(layout.errors(), ReleaseLineText.ERRORS, ReleaseLineText::errors);
  }

  private BlockColumn evidence(LineLayout layout) {
    return column(layout.evidence(), ReleaseLineText.EVIDENCE, ReleaseLineText::evidence);
  }

  /** A column is at least as wide as its usual text, so that it does not move. */
  private BlockColumn column(
      DetailLevel say,
      Map<DetailLevel, Integer> usual,
      BiFunction<ReleaseLineText, DetailLevel, String> says) {
    return new BlockColumn(
        Math.max(usual.getOrDefault(say, 0), widest(line -> says.apply(line, say))),
        line -> says.apply(line, say));
  }

  private int names() {
    return widest(this::name);
  }

  private String name(ReleaseLineText line) {
    return line.name(Math.max(SHORTEST_NAME, columns / 4), terminal.unicode());
  }

  private int widest(Function<ReleaseLineText, String> what) {
    return lines.stream().map(what).mapToInt(String::length).max().orElse(0);
  }

  private static String padRight(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
