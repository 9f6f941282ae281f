package dev.coalmine.report;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.text.NumberText;

/** Writes the tables of a report: each can be folded, and scrolls by itself if it is too wide. */
final class TableWriter {
  private final MarkupWriter html;

  TableWriter(MarkupWriter html) {
    this.html = html;
  }

  /**
   * Opens a table.
   *
   * @param unfolded whether its rows are shown at first
   * @param columns names; a column of numbers begins with #, one that a narrow page hides with ?;
   *     the last one with &gt; if its text is long: a narrow page has it below the others
   */
  void open(String title, boolean unfolded, String... columns) {
    if (unfolded) {
      html.open("details", "class", "part", "open", "open");
    } else {
      html.open("details", "class", "part");
    }
    html.element("summary", title)
        .open("div", "class", columns.length > 9 ? "scroll wide" : "scroll");
    if (columns[columns.length - 1].startsWith(">")) {
      html.open("table", "class", "stack k" + (columns.length - 1));
    } else {
      html.open("table");
    }
    html.open("thead").open("tr");
    for (String column : columns) {
      switch (column.isEmpty() ? ' ' : column.charAt(0)) {
        case '#' -> html.element("th", column.substring(1), "scope", "col", "class", "n");
        case '>' -> html.element("th", column.substring(1), "scope", "col", "class", "w");
        case '?' -> html.element("th", column.substring(1), "scope", "col", "class", "st");
        default -> html.element("th", column, "scope", "col");
      }
    }
    html.close().close().open("tbody");
  }

  /** Closes the table. */
  void close() {
    closeRows();
    closeFold();
  }

  /** Closes the rows of the table; what is written next stands below it in the same fold. */
  void closeRows() {
    html.close().close().close();
  }

  void closeFold() {
    html.close();
  }

  void openRow() {
    html.open("tr");
  }

  void closeRow() {
    html.close();
  }

  void name(String text) {
    html.element("th", text, "scope", "row");
  }

  void cell(String text) {
    html.element("td", text);
  }

  void number(String text) {
    html.element("td", text, "class", "n");
  }

  /** A cell of text that may be long. */
  void text(String text) {
    html.element("td", text, "class", "w");
  }

  /** Two cells: requests, and those of them that failed. */
  void requests(RequestCounts counts) {
    number(NumberText.grouped(counts.requests()));
    number(
        NumberText.grouped(counts.errors())
            + ReleaseCharts.share(counts.errors(), counts.requests())
                .map(rate -> " (" + NumberText.percent(rate) + ")")
                .orElse(""));
  }
}
