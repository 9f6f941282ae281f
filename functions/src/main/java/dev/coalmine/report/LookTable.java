package dev.coalmine.report;

import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.text.NumberText;
import java.util.ArrayList;
import java.util.List;

/** The table of all looks with their figures. */
final class LookTable {
  private static final List<String> OF_EACH_LOOK =
      List.of(
          "#minutes",
          "#weight",
          "verdict",
          "decision",
          "#canary: requests",
          "#failed",
          "#over p50",
          "#over p90",
          "#over p99",
          "#baseline: requests",
          "#failed",
          "#over p50",
          "#over p90",
          "#over p99",
          "strongest evidence");

  private final MarkupWriter html;
  private final TableWriter table;
  private final Axis axis;

  LookTable(MarkupWriter html, Axis axis) {
    this.html = html;
    this.table = new TableWriter(html);
    this.axis = axis;
  }

  /**
   * Writes the table.
   *
   * @param looks how many looks there were
   */
  void write(int looks, List<LookGroup> groups) {
    if (groups.isEmpty()) {
      return;
    }
    Release last = groups.get(groups.size() - 1).release();
    boolean thinned = groups.stream().anyMatch(LookGroup::isSeveral);
    boolean several = last.targetProgress().size() > 1;
    List<String> columns = new ArrayList<>(List.of("#look at"));
    if (several) {
      columns.add("target");
    }
    columns.addAll(OF_EACH_LOOK);
    table.open(
        "All looks ("
            + NumberText.grouped(looks)
            + ")"
            + (thinned ? ", consecutive ones merged" : ""),
        false,
        columns.toArray(String[]::new));
    for (LookGroup group : groups) {
      int measured = Math.max(1, group.release().analysis().samples().size());
      for (int target = 0; target < measured; target++) {
        write(group, target, several ? last.targetProgress().get(target).target().toString() : "");
      }
    }
    table.close();
  }

  private void write(LookGroup group, int target, String name) {
    table.openRow();
    String several = group.isSeveral() ? " (" + group.analyses().size() + ")" : "";
    table.number(Format.clock(axis.elapsed(group.at())) + several);
    if (!name.isEmpty()) {
      table.cell(name);
    }
    table.number(group.figure(target).map(this::minutes).orElse("–"));
    table.number(group.release().weight().toString());
    table.cell(group.verdict().toString());
    table.cell(group.release().decision().toString());
    group
        .figure(target)
        .ifPresentOrElse(
            this::figures, () -> html.element("td", "no data", "colspan", 11, "class", "quiet"));
    table.closeRow();
  }

  private String minutes(LookGroup.TargetFigures figure) {
    return Format.clock(axis.elapsed(figure.from()))
        + "–"
        + Format.clock(axis.elapsed(figure.to()));
  }

  private void figures(LookGroup.TargetFigures figure) {
    version(figure.canary());
    version(figure.baseline());
    table.cell(EvidencePanel.strongest(figure.tests()).map(Tooltips::test).orElse("–"));
  }

  private void version(RequestCounts counts) {
    table.requests(counts);
    for (LatencyPercentile over : LatencyPercentile.values()) {
      table.number(
          ReleaseCharts.share(over.countAbove(counts), counts.durations())
              .map(NumberText::percent)
              .orElse("–"));
    }
  }
}
