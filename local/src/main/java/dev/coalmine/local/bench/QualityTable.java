package dev.coalmine.local.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Writes {@link Quality} as tables of text. */
public final class QualityTable {
  private final Quality quality;

  /** The tables of these numbers. */
  public QualityTable(Quality quality) {
    this.quality = quality;
  }

  /** One line for each rate and rule. */
  public List<String> summary() {
    TextTable table =
        new TextTable(
            "req/min",
            "rule",
            "false rollback %: healthy / 2 % noise / shared incident",
            "min to 100 %: median / p95",
            "miss %: errors / latency",
            "failed per bad release",
            "worst p95");
    for (int rate : Quality.RATES) {
      for (Contender contender : Contender.values()) {
        table.add(row(rate, contender));
      }
    }
    return table.lines();
  }

  private String[] row(int rate, Contender contender) {
    List<Cell> healthy = cells(rate, contender, kind -> kind == Kind.HEALTHY);
    List<Cell> failing = cells(rate, contender, kind -> kind == Kind.ERRORS);
    Cell usual = healthy.get(0);
    return new String[] {
      grouped(rate),
      contender.label(),
      String.join(" / ", healthy.stream().map(cell -> percent(cell.rolledBack())).toList()),
      minutes(usual, .5) + " / " + minutes(usual, .95),
      missed(rate, contender, Kind.ERRORS) + " / " + missed(rate, contender, Kind.LATENCY),
      number(failing.stream().mapToDouble(cell -> cell.mean(Played::failed)).average().orElse(0)),
      number(
          failing.stream().mapToDouble(cell -> cell.quantile(.95, Played::failed)).max().orElse(0))
    };
  }

  /** One line for each rate, scenario and rule. */
  public List<String> details() {
    TextTable table =
        new TextTable(
            "req/min",
            "scenario",
            "rule",
            "rolled back %",
            "min to 100 %: median / p95",
            "min to rollback: median / p95",
            "failed: mean / p95",
            "exposed: mean");
    for (Cell cell : quality.cells()) {
      table.add(
          grouped(cell.rate()),
          cell.scenario().label(),
          cell.contender().label(),
          percent(cell.rolledBack()),
          minutes(cell, .5) + " / " + minutes(cell, .95),
          rollBack(cell, .5) + " / " + rollBack(cell, .95),
          number(cell.mean(Played::failed)) + " / " + number(cell.quantile(.95, Played::failed)),
          number(cell.mean(Played::exposed)));
    }
    return table.lines();
  }

  private List<Cell> cells(int rate, Contender contender, Predicate<Kind> kind) {
    Stream<Cell> all = quality.cells().stream();
    return all.filter(cell -> cell.rate() == rate && cell.contender() == contender)
        .filter(cell -> kind.test(cell.scenario().kind()))
        .toList();
  }

  private String missed(int rate, Contender contender, Kind kind) {
    List<Cell> cells = new ArrayList<>(cells(rate, contender, kind::equals));
    return percent(1 - cells.stream().mapToDouble(Cell::rolledBack).average().orElse(1));
  }

  private static String minutes(Cell cell, double share) {
    return minute(cell.quantile(share, Played::promotion));
  }

  private static String rollBack(Cell cell, double share) {
    return minute(cell.quantile(share, release -> release.rollBack() - cell.scenario().onset()));
  }

  private static String minute(double minute) {
    return minute > Trace.MINUTES ? "never" : number(minute);
  }

  private static String percent(double share) {
    return number(100 * share);
  }

  /** A number that shows at most what can be known of it. */
  private static String number(double value) {
    String text = String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%,.0f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String grouped(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
