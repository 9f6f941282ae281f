package dev.coalmine.report;

import dev.coalmine.release.Decision;
import dev.coalmine.release.Measured.Counts;
import dev.coalmine.release.Numbers;
import dev.coalmine.release.Part;
import dev.coalmine.release.Passed;
import dev.coalmine.release.Release;
import dev.coalmine.release.Said;
import dev.coalmine.release.Words;
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
final class Tables {
  /** Characters of a text among many; what ended a release stands above in full. */
  private static final int LONGEST = 500;

  private final Markup html;
  private final Story story;
  private final Axis axis;
  private final List<Sight> sights;
  private final List<Mark> marks;

  Tables(Markup html, Story story, Axis axis, List<Sight> sights, List<Mark> marks) {
    this.html = html;
    this.story = story;
    this.axis = axis;
    this.sights = sights;
    this.marks = marks;
  }

  void write() {
    happened();
    story
        .latest()
        .ifPresent(
            release -> {
              steps(release);
              targets(release);
              said(release);
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
    return Spelling.clock(axis.since(at));
  }

  /** A line of what happened: a mark, or a look. */
  private record Line(Instant at, int order, int weight, String state, String words, Kind kind) {}

  private void happened() {
    List<Line> lines = new ArrayList<>();
    for (Mark mark : marks) {
      lines.add(
          new Line(
              mark.at(), mark.order(), mark.weight(), mark.state(), mark.words(), mark.kind()));
    }
    IdentityHashMap<Story.Moment, Integer> places = new IdentityHashMap<>();
    story.moments().forEach(moment -> places.put(moment, 2 * places.size()));
    String said = "";
    for (Sight sight : sights) {
      String words = sight.verdict() + ": " + sight.release().judgement().reason();
      String same = sight.isSeveral() ? sight.verdict() + " " + sight.release().decision() : words;
      boolean shown = sight.release().decision() != Decision.ADVANCE && !same.equals(said);
      if (shown) {
        lines.add(
            new Line(
                sight.looks().get(0).at(),
                places.get(sight.looks().get(0)),
                sight.release().weight().percent(),
                "CheckAlarms",
                words,
                null));
      }
      said = same;
    }
    lines.sort(Comparator.comparing(Line::at).thenComparing(Line::order));
    if (story.moments().isEmpty()) {
      return;
    }
    open("What happened", true, "#time", "#weight", "", "?state", "");
    for (Line line : lines) {
      html.open("tr");
      html.element("td", clock(line.at()), "class", "n", "title", Spelling.moment(line.at()));
      number(line.weight() + " %");
      html.open("td", "class", "i");
      if (line.kind() != null) {
        line.kind().icon(html);
      }
      html.close();
      html.element("td", line.state(), "class", "st");
      html.element("td", Words.cut(line.words(), LONGEST), "class", "w");
      html.close();
    }
    close();
  }

  private void steps(Release release) {
    if (release.progress().steps().isEmpty()) {
      return;
    }
    open("Steps", true, "#weight", "#from", "#to", "#lasted", "verdict", "evidence");
    for (Passed step : release.progress().steps()) {
      html.open("tr");
      number(step.weight().toString());
      number(clock(step.from()));
      number(clock(step.to()));
      number(Spelling.length(Duration.between(step.from(), step.to())));
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
      Part part = release.parts().get(i);
      html.open("tr");
      html.element("th", part.target().toString(), "scope", "row");
      cell(Sentences.baseline(part));
      cell(Sentences.canary(part));
      number(part.target().weight(part.written()).toString());
      Sight.total(story, i)
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

  private void counts(Counts counts) {
    number(Numbers.grouped(counts.requests()));
    number(
        Numbers.grouped(counts.errors())
            + Drawing.share(counts.errors(), counts.requests())
                .map(rate -> " (" + Numbers.percent(rate) + ")")
                .orElse(""));
  }

  private void said(Release release) {
    if (release.people().said().isEmpty()) {
      return;
    }
    open("What people said", true, "#time", "by", "what", "why");
    for (Said said : release.people().said()) {
      html.open("tr");
      number(clock(said.at()));
      cell(said.by());
      cell(said.command().words());
      html.element("td", said.why(), "class", "w");
      html.close();
    }
    close();
  }

  private void faults() {
    if (story.faults().isEmpty()) {
      return;
    }
    Map<String, Integer> times = new HashMap<>();
    List<Story.Fault> first = new ArrayList<>();
    for (Story.Fault fault : story.faults()) {
      if (times.merge(fault.state() + fault.error() + fault.cause(), 1, Integer::sum) == 1) {
        first.add(fault);
      }
    }
    open("Faults of AWS or of functions", true, "#first", "state", "error", "#times", "cause");
    for (Story.Fault fault : first) {
      html.open("tr");
      number(clock(fault.at()));
      cell(fault.state());
      cell(fault.error());
      number(String.valueOf(times.get(fault.state() + fault.error() + fault.cause())));
      html.element("td", Words.cut(fault.cause(), LONGEST), "class", "w");
      html.close();
    }
    close();
  }

  private void looks() {
    if (sights.isEmpty()) {
      return;
    }
    Release last = sights.get(sights.size() - 1).release();
    boolean thinned = sights.stream().anyMatch(Sight::isSeveral);
    String title =
        "Every look ("
            + Numbers.grouped(story.looks().size())
            + ")"
            + (thinned ? ", several in a row put together" : "");
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
    for (Sight sight : sights) {
      int measured = Math.max(1, sight.release().judgement().measured().size());
      for (int target = 0; target < measured; target++) {
        look(sight, target, several ? last.parts().get(target).target().toString() : "");
      }
    }
    close();
  }

  private void look(Sight sight, int target, String name) {
    html.open("tr");
    number(clock(sight.at()) + (sight.isSeveral() ? " (" + sight.looks().size() + ")" : ""));
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
              cell(EvidencePanel.strongest(figure.tests()).map(Telling::test).orElse("–"));
            },
            () -> html.element("td", "nothing measured", "colspan", 11, "class", "quiet"));
    html.close();
  }

  private void side(Counts counts) {
    counts(counts);
    for (Percentile over : Percentile.values()) {
      number(
          Drawing.share(counts.above().get(over.place()), counts.durations())
              .map(Numbers::percent)
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
              .map(span -> clock(span.from()) + " " + span.words())
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
    Bill bill = Bill.of(story);
    open("What it cost", true, "", "#how many", "#dollars");
    for (Bill.Line line : bill.lines()) {
      html.open("tr");
      cell(line.what());
      number(
          line.count() == Math.rint(line.count())
              ? Numbers.grouped(line.count())
              : Numbers.rounded(line.count()));
      number(Spelling.dollars(line.dollars()));
      html.close();
    }
    html.open("tr", "class", "sum");
    cell("together");
    cell("");
    number(Spelling.dollars(bill.dollars()));
    html.close();
    html.close().close().close();
    Toll.of(story).forEach(toll -> html.element("p", toll.target() + ": " + toll.words()));
    bill.remarks().forEach(remark -> html.element("p", remark, "class", "quiet"));
    html.close();
  }

  private void foot() {
    html.open("footer").element("span", story.execution()).close();
  }
}
