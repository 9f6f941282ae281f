package dev.coalmine.report;

import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.Verdict;
import dev.coalmine.text.NumberText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The charts of a release: weight, canary against baseline, evidence and alarms. A release of one
 * target has one chart. Otherwise each target has its own chart below that of the release.
 *
 * @param history of the release
 * @param release its latest document
 * @param axis the time axis
 * @param markers decisions, commands and failures
 * @param lookGroups the looks
 */
record ReleaseCharts(
    ReleaseHistory history,
    Release release,
    Axis axis,
    List<Marker> markers,
    List<LookGroup> lookGroups) {
  private static final String HOW_TO_READ =
      "Evidence is the odds that the canary is worse. Each test fails the canary at its own"
          + " threshold. Odds below 1:1 are no evidence against it. CloudWatch reports a minute one"
          + " or two minutes late, so the lines end before the look that uses them.";

  /** The most charts of targets that are not folded. */
  private static final int MOST_SHOWN = 3;

  /** A target with its figures. */
  private record TargetMeasurement(
      TargetProgress part,
      int target,
      SeriesPanel.SeriesNames names,
      List<LookGroup.TargetFigures> figures,
      List<EvidencePanel.EvidenceSample> samples) {}

  void draw(MarkupWriter html) {
    List<Panel> whole = new ArrayList<>();
    whole.add(new WeightPanel(history, markers, lookGroups));
    List<TargetMeasurement> measured = measured();
    boolean one = measured.size() == 1;
    if (one) {
      whole.addAll(panels(measured.get(0)));
    }
    List<AlarmBar> bars = AlarmBar.of(history);
    if (!bars.isEmpty()) {
      whole.add(new AlarmPanel(bars));
    }
    picture(html, whole, one ? columns(measured.get(0)) : List.of(), release.targetNames());
    legend(html);
    if (!one) {
      Set<Integer> shown = shown(measured);
      for (TargetMeasurement each : measured) {
        target(html, each, shown.contains(each.target()));
      }
    }
  }

  /** Draws the chart of a target, folded or not. */
  private void target(MarkupWriter html, TargetMeasurement of, boolean shown) {
    String name = of.part().target().toString();
    if (shown) {
      html.open("details", "class", "target", "open", "open");
    } else {
      html.open("details", "class", "target");
    }
    html.open("summary").element("h3", name);
    html.element("span", " " + AltText.strongest(of.figures()), "class", "change").close();
    picture(html, panels(of), columns(of), name);
    html.close();
  }

  private static Set<Integer> shown(List<TargetMeasurement> measured) {
    return measured.stream()
        .sorted(Comparator.comparingDouble(of -> -AltText.height(of.figures())))
        .limit(MOST_SHOWN)
        .map(TargetMeasurement::target)
        .collect(Collectors.toSet());
  }

  private void picture(
      MarkupWriter html, List<Panel> panels, List<Chart.ChartColumn> columns, String names) {
    new Chart(history, axis, markers, panels, columns)
        .draw(html, "Release " + release.id() + " of " + names + " over time", AltText.of(this));
  }

  private List<Chart.ChartColumn> columns(TargetMeasurement of) {
    return Chart.columns(lookGroups, of.target(), of.names(), of.part().memory());
  }

  private List<TargetMeasurement> measured() {
    List<TargetMeasurement> measured = new ArrayList<>();
    for (int i = 0; i < release.targetProgress().size(); i++) {
      int target = i;
      TargetProgress part = release.targetProgress().get(i);
      List<LookGroup.TargetFigures> figures =
          lookGroups.stream().flatMap(group -> group.figure(target).stream()).toList();
      if (!figures.isEmpty()) {
        measured.add(new TargetMeasurement(part, i, names(part), figures, samples(i)));
      }
    }
    return measured;
  }

  private List<EvidencePanel.EvidenceSample> samples(int target) {
    return lookGroups.stream()
        .flatMap(
            group ->
                group.figure(target).stream()
                    .map(figure -> new EvidencePanel.EvidenceSample(group.at(), figure.tests())))
        .toList();
  }

  /**
   * The names of the two lines. Where the canary has no metrics of its own, all requests are
   * compared with those of the hours before.
   */
  static SeriesPanel.SeriesNames names(TargetProgress part) {
    return part.metricSource().hasCanaryMetrics()
        ? new SeriesPanel.SeriesNames("canary", "baseline")
        : new SeriesPanel.SeriesNames("stage", "before");
  }

  private static List<Panel> panels(TargetMeasurement of) {
    List<Panel> panels = new ArrayList<>();
    panels.add(requests(of));
    panels.add(errors(of));
    if (!of.part().memory().thresholds().isEmpty()) {
      panels.add(latency(of));
    }
    panels.add(new EvidencePanel(of.samples()));
    return panels;
  }

  private static Panel requests(TargetMeasurement of) {
    SeriesPanel.SeriesValue value = (counts, minutes) -> Optional.of(counts.requests() / minutes);
    return new SeriesPanel(
        "Requests",
        "per minute",
        of.names(),
        of.figures(),
        value,
        counts -> NumberText.grouped(counts.requests()),
        Scale.upTo(most(of, value), 4),
        tick -> tick < 10 ? NumberText.rounded(tick) : NumberText.grouped(tick),
        Optional.empty(),
        SeriesPanel.SeriesSpread.NONE);
  }

  private static Panel errors(TargetMeasurement of) {
    SeriesPanel.SeriesValue value = (counts, minutes) -> share(counts.errors(), counts.requests());
    return new SeriesPanel(
        "Error rate",
        "",
        of.names(),
        of.figures(),
        value,
        counts -> share(counts.errors(), counts.requests()).map(NumberText::percent).orElse("–"),
        Scale.rootUpTo(Math.max(most(of, value), worst(of)), .01),
        NumberText::percent,
        Optional.empty(),
        ReleaseCharts::spread);
  }

  private static double worst(TargetMeasurement of) {
    return of.figures().stream()
        .flatMap(one -> one.highestErrorRate().stream())
        .max(Double::compare)
        .orElse(0.0);
  }

  private static Optional<SeriesPanel.ValueRange> spread(LookGroup.TargetFigures figure) {
    return figure.canaryRates().size() > 1
        ? Optional.of(
            new SeriesPanel.ValueRange(
                figure.lowestErrorRate().orElseThrow(), figure.highestErrorRate().orElseThrow()))
        : Optional.empty();
  }

  private static Panel latency(TargetMeasurement of) {
    LatencyPercentile over =
        LatencyPercentile.mostRelevant(of.figures().get(of.figures().size() - 1).tests());
    SeriesPanel.SeriesValue value = (counts, minutes) -> over(over, counts);
    double longer = of.part().memory().thresholds().get(over.index());
    return new SeriesPanel(
        "Slower than " + NumberText.rounded(longer) + " ms",
        over.label(),
        of.names(),
        of.figures(),
        value,
        counts -> over(over, counts).map(NumberText::percent).orElse("–"),
        Scale.upTo(Math.min(1, most(of, value)), 2 * over.usual()),
        NumberText::percent,
        Optional.of(over.usual()),
        SeriesPanel.SeriesSpread.NONE);
  }

  private static Optional<Double> over(LatencyPercentile percentile, RequestCounts counts) {
    return share(percentile.countAbove(counts), counts.durations());
  }

  static Optional<Double> share(double part, double whole) {
    return whole > 0 ? Optional.of(part / whole) : Optional.empty();
  }

  private static double most(TargetMeasurement of, SeriesPanel.SeriesValue value) {
    double most = 0;
    for (LookGroup.TargetFigures figure : of.figures()) {
      for (RequestCounts counts : List.of(figure.canary(), figure.baseline())) {
        most = Math.max(most, value.of(counts, figure.minutes()).orElse(0.0));
      }
    }
    return most;
  }

  private static void verdict(MarkupWriter html, Verdict verdict) {
    html.open("li")
        .open("svg", "class", "icon", "width", 12, "height", 12, "viewBox", "-6 -6 12 12")
        .open("g", "aria-hidden", "true");
    WeightPanel.shape(html, verdict);
    html.close().close().text("look: " + verdict).close();
  }

  private void legend(MarkupWriter html) {
    html.open("ul", "class", "legend", "aria-label", "Marks in the picture");
    for (MarkerKind kind : MarkerFinder.kinds(markers)) {
      html.open("li");
      kind.icon(html);
      html.text(kind.label()).close();
    }
    lookGroups.stream()
        .map(LookGroup::verdict)
        .distinct()
        .sorted()
        .forEach(verdict -> verdict(html, verdict));
    html.close();
    if (!measured().isEmpty()) {
      html.element("p", HOW_TO_READ, "class", "legend");
    }
  }
}
