package dev.coalmine.report;

import dev.coalmine.release.Decision;
import dev.coalmine.text.DurationText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of what happened: markers and looks in their order. */
final class TimelineTable {
  private final MarkupWriter html;
  private final TableWriter table;
  private final ReleaseHistory story;
  private final Axis axis;

  TimelineTable(MarkupWriter html, ReleaseHistory story, Axis axis) {
    this.html = html;
    this.table = new TableWriter(html);
    this.story = story;
    this.axis = axis;
  }

  private record TimelineRow(
      Instant at, int order, int weight, String state, String words, Optional<MarkerKind> kind) {}

  void write(List<LookGroup> sights, List<Marker> marks) {
    if (story.stateOutputs().isEmpty()) {
      return;
    }
    List<TimelineRow> rows = new ArrayList<>();
    for (Marker mark : marks) {
      rows.add(
          new TimelineRow(
              mark.at(),
              mark.order(),
              mark.weight(),
              mark.state(),
              mark.words(),
              Optional.of(mark.kind())));
    }
    rows.addAll(looks(sights));
    rows.sort(Comparator.comparing(TimelineRow::at).thenComparing(TimelineRow::order));
    table.open("Timeline", true, "#time", "#weight", "", "?state", "");
    rows.forEach(this::write);
    table.close();
  }

  /** Looks that say something new; an advance has a marker. */
  private List<TimelineRow> looks(List<LookGroup> sights) {
    Map<ReleaseHistory.StateOutput, Integer> places = new IdentityHashMap<>();
    story.stateOutputs().forEach(moment -> places.put(moment, 2 * places.size()));
    List<TimelineRow> rows = new ArrayList<>();
    String last = "";
    for (LookGroup sight : sights) {
      Decision decision = sight.release().decision();
      String words = sight.verdict() + ": " + sight.release().judgement().reason();
      String same = sight.isSeveral() ? sight.verdict() + " " + decision : words;
      if (decision != Decision.ADVANCE && !same.equals(last)) {
        ReleaseHistory.StateOutput first = sight.analyses().get(0);
        int weight = sight.release().weight().percent();
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
    table.text(DurationText.cut(row.words(), ReportTables.LONGEST));
    table.closeRow();
  }
}
