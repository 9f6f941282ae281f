package dev.coalmine.report;

import dev.coalmine.release.CompletedStep;
import dev.coalmine.release.Decision;
import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.text.DurationText;
import dev.coalmine.text.NumberText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All that a picture shows, and the rest, as tables. */
final class ReportTables {
  /** Characters of a text among many; what ended a release stands above in full. */
  private static final int LONGEST = 500;

  private final MarkupWriter html;
  private final ReleaseHistory story;
  private final Axis axis;
  private final List<LookGroup> sights;
  private final List<Marker> marks;

  ReportTables(
      MarkupWriter html,
      ReleaseHistory story,
      Axis axis,
      List<LookGroup> sights,
      List<Marker> marks) {
    this.html = html;
    this.story = story;
    this.axis = axis;
    this.sights = sights;
    this.marks = marks;
  }

  void write() {
    timeline();
    story
        .latest()
        .ifPresent(
            release -> {
              steps(release);
              targets(release);
              steering(release);
            });
    faults();
    looks();
    alarms();
    request();
    bill();
    foot();
  }

  /**
   * Begins a table that scrolls by itself where it is too wide.
   *
   * @param columns names; one that begins with # has numbers, and one with ? goes where there is
   *     little room
   */
  private void open(String title, boolean shown, String... columns) {
    if (shown) {
      html.open("details", "class", "part", "open", "open");
    } else {
      html.open("details", "class", "part");
    }
    html.element("summary", title)
        .open("div", "class", columns.length > 9 ? "scroll wide" : "scroll")
        .open("table");
    html.open("thead").open("tr");
    for (String column : columns) {
      switch (column.isEmpty() ? ' ' : column.charAt(0)) {
        case '#' -> html.element("th", column.substring(1), "scope", "col", "class", "n");
        case '?' -> html.element("th", column.substring(1), "scope", "col", "class", "st");
        default -> html.element("th", column, "scope", "col");
      }
    }
    html.close().close().open("tbody");
  }

  private void close() {
    html.close().close().close().close();
  }

  private void cell(String text) {
    html.element("td", text);
  }

  private void number(String text) {
    html.element("td", text, "class", "n");
  }

  private String clock(Instant at) {
    return Format.clock(axis.elapsed(at));
  }

  /** A line of what happened: a mark, or a look. */
  private record TimelineRow(
      Instant at, int order, int weight, String state, String words, MarkerKind kind) {}

  private void timeline() {
    List<TimelineRow> lines = new ArrayList<>();
    for (Marker mark : marks) {
      lines.add(
          new TimelineRow(
              mark.at(), mark.order(), mark.weight(), mark.state(), mark.words(), mark.kind()));
    }
    IdentityHashMap<ReleaseHistory.StateOutput, Integer> places = new IdentityHashMap<>();
    story.stateOutputs().forEach(moment -> places.put(moment, 2 * places.size()));
    String said = "";
    for (LookGroup sight : sights) {
      String words = sight.verdict() + ": " + sight.release().judgement().reason();
      String same = sight.isSeveral() ? sight.verdict() + " " + sight.release().decision() : words;
      boolean shown = sight.release().decision() != Decision.ADVANCE && !same.equals(said);
      if (shown) {
        lines.add(
            new TimelineRow(
                sight.analyses().get(0).at(),
                places.get(sight.analyses().get(0)),
                sight.release().weight().percent(),
                "CheckAlarms",
                words,
                null));
      }
      said = same;
    }
    lines.sort(Comparator.comparing(TimelineRow::at).thenComparing(TimelineRow::order));
    if (story.stateOutputs().isEmpty()) {
      return;
    }
    open("Timeline", true, "#time", "#weight", "", "?state", "");
    for (TimelineRow line : lines) {
      html.open("tr");
      html.element("td", clock(line.at()), "class", "n", "title", Format.moment(line.at()));
      number(line.weight() + " %");
      html.open("td", "class", "i");
      if (line.kind() != null) {
        line.kind().icon(html);
      }
      html.close();
      html.element("td", line.state(), "class", "st");
      html.element("td", DurationText.cut(line.words(), LONGEST), "class", "w");
      html.close();
    }
    close();
  }

  private void steps(Release release) {
    if (release.progress().steps().isEmpty()) {
      return;
    }
    open("Steps", true, "#weight", "#from", "#to", "#duration", "verdict", "evidence");
    for (CompletedStep step : release.progress().steps()) {
      html.open("tr");
      number(step.weight().toString());
      number(clock(step.from()));
      number(clock(step.to()));
      number(Format.length(Duration.between(step.from(), step.to())));
      cell(step.verdict().toString());
      html.element("td", step.evidence(), "class", "w");
      html.close();
    }
    close();
  }

  private void targets(Release release) {
    open(
        release.parts().size() == 1 ? "Target" : "Targets",
        true,
        "target",
        "before",
        "canary",
        "#weight now",
        "#canary: requests",
        "#failed",
        "#baseline: requests",
        "#failed");
    for (int i = 0; i < release.parts().size(); i++) {
      TargetProgress part = release.parts().get(i);
      html.open("tr");
      html.element("th", part.target().toString(), "scope", "row");
      cell(ReleaseWording.baselineText(part));
      cell(ReleaseWording.canaryText(part));
      number(part.target().weightIn(part.written()).toString());
      LookGroup.total(story, i)
          .ifPresentOrElse(
              total -> {
                counts(total.canary());
                counts(total.baseline());
              },
              () -> {
                for (int blank = 0; blank < 4; blank++) {
                  number("–");
                }
              });
      html.close();
    }
    close();
  }

  private void counts(RequestCounts counts) {
    number(NumberText.grouped(counts.requests()));
    number(
        NumberText.grouped(counts.errors())
            + ReleaseCharts.share(counts.errors(), counts.requests())
                .map(rate -> " (" + NumberText.percent(rate) + ")")
                .orElse(""));
  }

  private void steering(Release release) {
    if (release.people().said().isEmpty()) {
      return;
    }
    open("Commands", true, "#time", "by", "what", "why");
    for (SteeringEntry said : release.people().said()) {
      html.open("tr");
      number(clock(said.at()));
      cell(said.by());
      cell(said.command().toText());
      html.element("td", said.why(), "class", "w");
      html.close();
    }
    close();
  }

  private void faults() {
    if (story.taskFailures().isEmpty()) {
      return;
    }
    Map<String, Integer> times = new HashMap<>();
    List<ReleaseHistory.TaskFailure> first = new ArrayList<>();
    for (ReleaseHistory.TaskFailure fault : story.taskFailures()) {
      if (times.merge(fault.state() + fault.error() + fault.cause(), 1, Integer::sum) == 1) {
        first.add(fault);
      }
    }
    open("Errors of AWS or of functions", true, "#first", "state", "error", "#times", "cause");
    for (ReleaseHistory.TaskFailure fault : first) {
      html.open("tr");
      number(clock(fault.at()));
      cell(fault.state());
      cell(fault.error());
      number(String.valueOf(times.get(fault.state() + fault.error() + fault.cause())));
      html.element("td", DurationText.cut(fault.cause(), LONGEST), "class", "w");
      html.close();
    }
    close();
  }

  private void looks() {
    if (sights.isEmpty()) {
      return;
    }
    Release last = sights.get(sights.size() - 1).release();
    boolean thinned = sights.stream().anyMatch(LookGroup::isSeveral);
    String title =
        "All looks ("
            + NumberText.grouped(story.analyses().size())
            + ")"
            + (thinned ? ", consecutive ones merged" : "");
    boolean several = last.parts().size() > 1;
    List<String> columns = new ArrayList<>(List.of("#look at"));
    if (several) {
      columns.add("target");
    }
    columns.addAll(
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
            "strongest evidence"));
    open(title, false, columns.toArray(String[]::new));
    for (LookGroup sight : sights) {
      int measured = Math.max(1, sight.release().judgement().measured().size());
      for (int target = 0; target < measured; target++) {
        look(sight, target, several ? last.parts().get(target).target().toString() : "");
      }
    }
    close();
  }

  private void look(LookGroup sight, int target, String name) {
    html.open("tr");
    number(clock(sight.at()) + (sight.isSeveral() ? " (" + sight.analyses().size() + ")" : ""));
    if (!name.isEmpty()) {
      cell(name);
    }
    number(
        sight
            .figure(target)
            .map(figure -> clock(figure.from()) + "–" + clock(figure.to()))
            .orElse("–"));
    number(sight.release().weight().toString());
    cell(sight.verdict().toString());
    cell(sight.release().decision().toString());
    sight
        .figure(target)
        .ifPresentOrElse(
            figure -> {
              side(figure.canary());
              side(figure.baseline());
              cell(EvidencePanel.strongest(figure.tests()).map(Tooltips::test).orElse("–"));
            },
            () -> html.element("td", "no data", "colspan", 11, "class", "quiet"));
    html.close();
  }

  private void side(RequestCounts counts) {
    counts(counts);
    for (LatencyPercentile over : LatencyPercentile.values()) {
      number(
          ReleaseCharts.share(over.countAbove(counts), counts.durations())
              .map(NumberText::percent)
              .orElse("–"));
    }
  }

  private void alarms() {
    List<AlarmBar> bars = AlarmBar.of(story);
    if (bars.isEmpty()) {
      return;
    }
    open("Alarms (" + bars.size() + ")", false, "alarm", "states");
    for (AlarmBar bar : bars) {
      html.open("tr").element("th", bar.name(), "scope", "row");
      html.element(
          "td",
          bar.spans().stream()
              .map(span -> clock(span.from()) + " " + span.describe())
              .collect(Collectors.joining(", ")),
          "class",
          "w");
      html.close();
    }
    close();
  }

  private void request() {
    html.open("details", "class", "part", "open", "open").element("summary", "Request");
    html.element("pre", RequestText.of(story.request())).close();
  }

  private void bill() {
    CostEstimate bill = CostEstimate.of(story);
    open("Cost", true, "", "#count", "#dollars");
    for (CostEstimate.CostItem line : bill.lines()) {
      html.open("tr");
      cell(line.what());
      number(
          line.count() == Math.rint(line.count())
              ? NumberText.grouped(line.count())
              : NumberText.rounded(line.count()));
      number(Format.dollars(line.dollars()));
      html.close();
    }
    html.open("tr", "class", "sum");
    cell("total");
    cell("");
    number(Format.dollars(bill.dollars()));
    html.close();
    html.close().close().close();
    FailedRequests.of(story)
        .forEach(toll -> html.element("p", toll.target() + ": " + toll.toText()));
    bill.remarks().forEach(remark -> html.element("p", remark, "class", "quiet"));
    html.close();
  }

  private void foot() {
    html.open("footer").element("span", story.execution()).close();
  }
}
