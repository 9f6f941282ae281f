package dev.coalmine.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes {@link FieldQuality} as a table of text. */
public final class FieldQualityTable {
  private final FieldQuality quality;

  /** Creates the table of these statistics. */
  public FieldQualityTable(FieldQuality quality) {
    this.quality = quality;
  }

  /**
   * One line for each condition, one column for each rule: of healthy canaries the share of false
   * rollbacks and of stalls, of faulty ones the share that was not rolled back, each with the
   * median minute of the right decision. A faulty condition is marked by a cross.
   */
  public List<String> lines() {
    List<String> headings = new ArrayList<>(List.of("condition"));
    for (ComparedRule rule : ComparedRule.values()) {
      headings.add(rule.label());
    }
    MarkdownTable table = new MarkdownTable(headings.toArray(String[]::new));
    List<FieldStatistics> all = quality.statistics();
    int rules = ComparedRule.values().length;
    for (int i = 0; i < all.size(); i += rules) {
      List<String> row = new ArrayList<>();
      FieldCondition condition = all.get(i).condition();
      row.add((condition.kind() == ScenarioKind.HEALTHY ? "" : "† ") + condition.name());
      all.subList(i, i + rules).forEach(cell -> row.add(text(cell)));
      table.add(row.toArray(String[]::new));
    }
    return table.lines();
  }

  private static String text(FieldStatistics cell) {
    int median = cell.medianMinute();
    String minute = median == FieldResult.NEVER ? "never" : Integer.toString(median);
    boolean healthy = cell.condition().kind() == ScenarioKind.HEALTHY;
    String shares =
        healthy
            ? number(100 * cell.rollbackShare()) + " / " + number(100 * cell.stallShare())
            : number(100 * (1 - cell.rollbackShare()));
    return shares + " @ " + minute;
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%,.0f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
