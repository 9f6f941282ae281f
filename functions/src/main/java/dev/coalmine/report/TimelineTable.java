package dev.coalmine.report;

import dev.coalmine.release.Decision;
import dev.coalmine.text.TextLimit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** The table of what happened: markers and looks in their order. */
final class TimelineTable {
  private final MarkupWriter html;
  private final TableWriter table;
  private final ReleaseHistory history;
  private final Axis axis;

  TimelineTable(MarkupWriter html, ReleaseHistory history, Axis axis) {
    this.html = html;
    this.table = new TableWriter(html);
    this.history = history;
    this.axis = axis;
  }

  private record TimelineRow(
      Instant at, int order, int weight, String state, String words, Optional<MarkerKind> kind) {}

  void write(List<LookGroup> groups, List<Marker> markers) {
    if (history.stateOutputs().isEmpty()) {
      return;
    }
    List<TimelineRow> rows = new ArrayList<>();
    for (Marker marker : markers) {
      rows.add(
          new TimelineRow(
              marker.at(),
              marker.order(),
              marker.weight(),
              marker.state(),
              marker.words(),
              Optional.of(marker.kind())));
    }
    rows.addAll(looks(groups));
    rows.sort(Comparator.comparing(TimelineRow::at).thenComparing(TimelineRow::order));
    table.open("Timeline", true, "#time", "#weight", "", "?state", "");
    rows.forEach(this::write);
    table.close();
  }

  /** Looks that say something new; an advance has a marker. */
  private List<TimelineRow> looks(List<LookGroup> groups) {
    IdentityHashMap<ReleaseHistory.StateOutput, Integer> places = new IdentityHashMap<>();
    history.stateOutputs().forEach(output -> places.put(output, 2 * places.size()));
    List<TimelineRow> rows = new ArrayList<>();
    String last = "";
    for (LookGroup group : groups) {
      Decision decision = group.release().decision();
      String words = group.verdict() + ": " + group.release().analysis().reason();
      String same = group.isSeveral() ? group.verdict() + " " + decision : words;
      if (decision != Decision.ADVANCE && !same.equals(last)) {
        ReleaseHistory.StateOutput first = group.analyses().get(0);
        int weight = group.release().weight().percent();
        rows.add(
            new TimelineRow(
                first.at(), places.get(first), weight, "CheckAlarms", words, Optional.empty()));
      }
      last = same;
    }
    return rows;
  }

  private void write(TimelineRow row) {
    table.openRow();
    String time = Format.clock(axis.elapsed(row.at()));
    html.element("td", time, "class", "n", "title", Format.moment(row.at()));
    table.number(row.weight() + " %");
    html.open("td", "class", "i");
    row.kind().ifPresent(kind -> kind.icon(html));
    html.close();
    html.element("td", row.state(), "class", "st");
    table.text(TextLimit.cut(row.words(), ReportTables.LONGEST));
    table.closeRow();
  }
}
