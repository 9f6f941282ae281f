package dev.coalmine.cli.bench;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table whose columns also line up as plain text. */
public final class MarkdownTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headings. */
  public MarkdownTable(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row; it has a cell for each heading. */
  public void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** The lines of the table, headings first. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(rows.stream().map(this::line).toList());
    lines.add(1, line(rows.get(0).stream().map(heading -> "").toList()).replace(' ', '-'));
    return lines;
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      line.append(' ').append(cell).append(" ".repeat(width(i) - cell.length())).append(" |");
    }
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
