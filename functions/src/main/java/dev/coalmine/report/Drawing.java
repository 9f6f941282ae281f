package dev.coalmine.report;

import dev.coalmine.release.Measured.Counts;
import dev.coalmine.release.Part;
import dev.coalmine.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  static final int P90 = 3;

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
      for (Measurement each : measured) {
        html.element("h3", each.part().target().toString());
        picture(html, panels(each), columns(each), each.part().target().toString());
      }
    }
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
   * Where the canary's requests can't be told from the others, all are counted as one,
   * beside those of hours before.
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
    if (of.part().trial().thresholds().size() > P90) {
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
        counts -> Figures.grouped(counts.requests()),
        Scale.upTo(most(of, value), 4),
        tick -> tick < 10 ? Figures.rounded(tick) : Figures.grouped(tick),
        Optional.empty());
  }

  private static Panel errors(Measurement of) {
    SeriesPanel.Value value = (counts, minutes) -> share(counts.errors(), counts.requests());
    return new SeriesPanel(
        "Error rate",
        "",
        of.names(),
        of.figures(),
        value,
        counts -> share(counts.errors(), counts.requests()).map(Figures::percent).orElse("–"),
        Scale.rootUpTo(most(of, value), .01),
        Figures::percent,
        Optional.empty());
  }

  private static Panel latency(Measurement of) {
    SeriesPanel.Value value =
        (counts, minutes) -> share(counts.above().get(P90), counts.durations());
    return new SeriesPanel(
        "Slower than " + Figures.rounded(of.part().trial().thresholds().get(P90)) + " ms",
        "usual p90",
        of.names(),
        of.figures(),
        value,
        counts ->
            share(counts.above().get(P90), counts.durations()).map(Figures::percent).orElse("–"),
        Scale.upTo(Math.min(1, most(of, value)), .2),
        Figures::percent,
        Optional.of(.1));
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

  private void legend(Markup html) {
    html.open("ul", "class", "legend", "aria-label", "Marks in the picture");
    for (Kind kind : Marks.kinds(marks)) {
      html.open("li");
      kind.icon(html);
      html.text(kind.words()).close();
    }
    html.close();
  }
}
