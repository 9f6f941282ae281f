package dev.coalmine.report;

import dev.coalmine.release.Measured.Counts;
import dev.coalmine.release.Numbers;
import dev.coalmine.release.Part;
import dev.coalmine.release.Release;
import dev.coalmine.release.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pictures of a release: weight, what canary and baseline did, evidence and alarms. One target
 * has them in one picture; of several each has its own below that of the whole.
 *
 * @param story whose
 * @param release as it stood last
 * @param axis the time axis
 * @param marks what was decided
 * @param sights the looks
 */
record Drawing(Story story, Release release, Axis axis, List<Mark> marks, List<Sight> sights) {
  private static final String HOW_TO_READ =
      "Evidence is the odds that the canary is worse: each test fails it at a threshold of its own,"
          + " and odds below 1:1 say nothing against it. CloudWatch tells a minute one or two minutes"
          + " late, so lines end before the look that rests on them.";

  /** Of more targets the others are folded. */
  private static final int MOST_SHOWN = 3;

  /** A target, and what was measured of it. */
  private record Measurement(
      Part part,
      int target,
      SeriesPanel.Names names,
      List<Sight.Figure> figures,
      List<EvidencePanel.Stand> stands) {}

  void draw(Markup html) {
    List<Panel> whole = new ArrayList<>();
    whole.add(new WeightPanel(story, marks, sights));
    List<Measurement> measured = measured();
    boolean one = measured.size() == 1;
    if (one) {
      whole.addAll(panels(measured.get(0)));
    }
    List<AlarmBar> bars = AlarmBar.of(story);
    if (!bars.isEmpty()) {
      whole.add(new AlarmPanel(bars));
    }
    picture(html, whole, one ? columns(measured.get(0)) : List.of(), release.names());
    legend(html);
    if (!one) {
      Set<Integer> shown = shown(measured);
      for (Measurement each : measured) {
        target(html, each, shown.contains(each.target()));
      }
    }
  }

  /** A target's own picture; of many those are folded that say the least. */
  private void target(Markup html, Measurement of, boolean shown) {
    String name = of.part().target().toString();
    if (shown) {
      html.open("details", "class", "target", "open", "open");
    } else {
      html.open("details", "class", "target");
    }
    html.open("summary").element("h3", name);
    html.element("span", " " + Spoken.strongest(of.figures()), "class", "change").close();
    picture(html, panels(of), columns(of), name);
    html.close();
  }

  private static Set<Integer> shown(List<Measurement> measured) {
    return measured.stream()
        .sorted(Comparator.comparingDouble(of -> -Spoken.height(of.figures())))
        .limit(MOST_SHOWN)
        .map(Measurement::target)
        .collect(Collectors.toSet());
  }

  private void picture(
      Markup html, List<Panel> panels, List<Picture.Column> columns, String names) {
    new Picture(story, axis, marks, panels, columns)
        .draw(html, "Release " + release.id() + " of " + names + " over time", Spoken.of(this));
  }

  private List<Picture.Column> columns(Measurement of) {
    return Picture.columns(sights, of.target(), of.names(), of.part().trial());
  }

  private List<Measurement> measured() {
    List<Measurement> measured = new ArrayList<>();
    for (int i = 0; i < release.parts().size(); i++) {
      int target = i;
      Part part = release.parts().get(i);
      List<Sight.Figure> figures =
          sights.stream().flatMap(sight -> sight.figure(target).stream()).toList();
      if (!figures.isEmpty()) {
        measured.add(new Measurement(part, i, names(part), figures, stands(i)));
      }
    }
    return measured;
  }

  private List<EvidencePanel.Stand> stands(int target) {
    return sights.stream()
        .flatMap(
            sight ->
                sight.figure(target).stream()
                    .map(figure -> new EvidencePanel.Stand(sight.at(), figure.tests())))
        .toList();
  }

  /**
   * Where the canary's requests can't be told from the others, all are counted as one, beside those
   * of hours before.
   */
  static SeriesPanel.Names names(Part part) {
    return part.meter().tellsApart()
        ? new SeriesPanel.Names("canary", "baseline")
        : new SeriesPanel.Names("stage", "before");
  }

  private static List<Panel> panels(Measurement of) {
    List<Panel> panels = new ArrayList<>();
    panels.add(requests(of));
    panels.add(errors(of));
    if (!of.part().trial().thresholds().isEmpty()) {
      panels.add(latency(of));
    }
    panels.add(new EvidencePanel(of.stands()));
    return panels;
  }

  private static Panel requests(Measurement of) {
    SeriesPanel.Value value = (counts, minutes) -> Optional.of(counts.requests() / minutes);
    return new SeriesPanel(
        "Requests",
        "a minute",
        of.names(),
        of.figures(),
        value,
        counts -> Numbers.grouped(counts.requests()),
        Scale.upTo(most(of, value), 4),
        tick -> tick < 10 ? Numbers.rounded(tick) : Numbers.grouped(tick),
        Optional.empty(),
        SeriesPanel.Spread.NONE);
  }

  private static Panel errors(Measurement of) {
    SeriesPanel.Value value = (counts, minutes) -> share(counts.errors(), counts.requests());
    return new SeriesPanel(
        "Error rate",
        "",
        of.names(),
        of.figures(),
        value,
        counts -> share(counts.errors(), counts.requests()).map(Numbers::percent).orElse("–"),
        Scale.rootUpTo(Math.max(most(of, value), worst(of)), .01),
        Numbers::percent,
        Optional.empty(),
        Drawing::spread);
  }

  private static double worst(Measurement of) {
    return of.figures().stream()
        .flatMap(one -> one.worst().stream())
        .max(Double::compare)
        .orElse(0.0);
  }

  private static Optional<SeriesPanel.Range> spread(Sight.Figure figure) {
    return figure.canaryRates().size() > 1
        ? Optional.of(
            new SeriesPanel.Range(figure.best().orElseThrow(), figure.worst().orElseThrow()))
        : Optional.empty();
  }

  private static Panel latency(Measurement of) {
    Percentile over = Percentile.telling(of.figures().get(of.figures().size() - 1).tests());
    SeriesPanel.Value value = (counts, minutes) -> over(over, counts);
    double longer = of.part().trial().thresholds().get(over.place());
    return new SeriesPanel(
        "Slower than " + Numbers.rounded(longer) + " ms",
        over.words(),
        of.names(),
        of.figures(),
        value,
        counts -> over(over, counts).map(Numbers::percent).orElse("–"),
        Scale.upTo(Math.min(1, most(of, value)), 2 * over.usual()),
        Numbers::percent,
        Optional.of(over.usual()),
        SeriesPanel.Spread.NONE);
  }

  private static Optional<Double> over(Percentile percentile, Counts counts) {
    return share(counts.above().get(percentile.place()), counts.durations());
  }

  static Optional<Double> share(double part, double whole) {
    return whole > 0 ? Optional.of(part / whole) : Optional.empty();
  }

  private static double most(Measurement of, SeriesPanel.Value value) {
    double most = 0;
    for (Sight.Figure figure : of.figures()) {
      for (Counts counts : List.of(figure.canary(), figure.baseline())) {
        most = Math.max(most, value.of(counts, figure.minutes()).orElse(0.0));
      }
    }
    return most;
  }

  private static void verdict(Markup html, Verdict verdict) {
    html.open("li")
        .open("svg", "class", "icon", "width", 12, "height", 12, "viewBox", "-6 -6 12 12")
        .open("g", "aria-hidden", "true");
    WeightPanel.shape(html, verdict);
    html.close().close().text("look: " + verdict).close();
  }

  private void legend(Markup html) {
    html.open("ul", "class", "legend", "aria-label", "Marks in the picture");
    for (Kind kind : Marks.kinds(marks)) {
      html.open("li");
      kind.icon(html);
      html.text(kind.words()).close();
    }
    sights.stream()
        .map(Sight::verdict)
        .distinct()
        .sorted()
        .forEach(verdict -> verdict(html, verdict));
    html.close();
    if (!measured().isEmpty()) {
      html.element("p", HOW_TO_READ, "class", "legend");
    }
  }
}
