package dev.coalmine.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Writes {@link DecisionQuality} as tables of text. */
public final class DecisionQualityTable {
  private final DecisionQuality quality;

  /** Creates the tables of these statistics. */
  public DecisionQualityTable(DecisionQuality quality) {
    this.quality = quality;
  }

  /** One line for each rate and rule. */
  public List<String> summary() {
    MarkdownTable table =
        new MarkdownTable(
            "req/min",
            "rule",
            "false rollback %: healthy / 2 % noise / shared incident",
            "min to 100 %: median / p95",
            "miss %: errors / latency",
            "failed per bad release",
            "worst p95");
    for (int rate : DecisionQuality.RATES) {
      for (ComparedRule rule : ComparedRule.values()) {
        table.add(row(rate, rule));
      }
    }
    return table.lines();
  }

  private String[] row(int rate, ComparedRule rule) {
    List<RuleStatistics> healthy = cells(rate, rule, kind -> kind == ScenarioKind.HEALTHY);
    List<RuleStatistics> failing = cells(rate, rule, kind -> kind == ScenarioKind.ERRORS);
    RuleStatistics usual = healthy.get(0);
    return new String[] {
      grouped(rate),
      rule.label(),
      String.join(" / ", healthy.stream().map(cell -> percent(cell.rollbackShare())).toList()),
      minutes(usual, .5) + " / " + minutes(usual, .95),
      missed(rate, rule, ScenarioKind.ERRORS) + " / " + missed(rate, rule, ScenarioKind.LATENCY),
      number(
          failing.stream()
              .mapToDouble(cell -> cell.mean(TraceResult::failedRequests))
              .average()
              .orElse(0)),
      number(
          failing.stream()
              .mapToDouble(cell -> cell.quantile(.95, TraceResult::failedRequests))
              .max()
              .orElse(0))
    };
  }

  /** One line for each rate, scenario and rule. */
  public List<String> details() {
    MarkdownTable table =
        new MarkdownTable(
            "req/min",
            "scenario",
            "rule",
            "rolled back %",
            "min to 100 %: median / p95",
            "min to rollback: median / p95",
            "failed: mean / p95",
            "exposed: mean");
    for (RuleStatistics cell : quality.statistics()) {
      table.add(
          grouped(cell.rate()),
          cell.scenario().label(),
          cell.rule().label(),
          percent(cell.rollbackShare()),
          minutes(cell, .5) + " / " + minutes(cell, .95),
          rollBack(cell, .5) + " / " + rollBack(cell, .95),
          number(cell.mean(TraceResult::failedRequests))
              + " / "
              + number(cell.quantile(.95, TraceResult::failedRequests)),
          number(cell.mean(TraceResult::exposedRequests)));
    }
    return table.lines();
  }

  private List<RuleStatistics> cells(int rate, ComparedRule rule, Predicate<ScenarioKind> kind) {
    Stream<RuleStatistics> all = quality.statistics().stream();
    return all.filter(cell -> cell.rate() == rate && cell.rule() == rule)
        .filter(cell -> kind.test(cell.scenario().kind()))
        .toList();
  }

  private String missed(int rate, ComparedRule rule, ScenarioKind kind) {
    List<RuleStatistics> cells = new ArrayList<>(cells(rate, rule, kind::equals));
    return percent(
        1 - cells.stream().mapToDouble(RuleStatistics::rollbackShare).average().orElse(1));
  }

  private static String minutes(RuleStatistics cell, double share) {
    return minute(cell.quantile(share, TraceResult::promotionMinute));
  }

  private static String rollBack(RuleStatistics cell, double share) {
    return minute(
        cell.quantile(share, release -> release.rollbackMinute() - cell.scenario().onset()));
  }

  private static String minute(double minute) {
    return minute > ReleaseTrace.MINUTES ? "never" : number(minute);
  }

  private static String percent(double share) {
    return number(100 * share);
  }

  /** A number with one decimal below 10, and none above. */
  private static String number(double value) {
    String text = String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%,.0f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String grouped(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
