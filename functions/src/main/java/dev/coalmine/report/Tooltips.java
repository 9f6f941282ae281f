package dev.coalmine.report;

import dev.coalmine.release.MetricSample;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.text.DurationText;
import dev.coalmine.text.NumberText;
import java.util.List;
import java.util.stream.Collectors;

/** What a picture says in words where it is pointed at. */
final class Tooltips {
  private static final int LONGEST = 200;

  private Tooltips() {}

  static String mark(Axis axis, Marker mark) {
    return "%s  %s  %s\n%s"
        .formatted(
            Format.clock(axis.elapsed(mark.at())),
            Format.time(mark.at()),
            mark.kind().label(),
            DurationText.cut(mark.words(), LONGEST));
  }

  static String look(Axis axis, LookGroup sight) {
    String several = sight.isSeveral() ? ", last of " + sight.analyses().size() + " looks" : "";
    return "%s  %s  %s%s\n%s"
        .formatted(
            Format.clock(axis.elapsed(sight.at())),
            Format.time(sight.at()),
            sight.verdict(),
            several,
            DurationText.cut(sight.release().judgement().reason(), LONGEST));
  }

  static String alarm(Axis axis, String name, AlarmBar.AlarmSpan span) {
    return "%s: %s from %s to %s"
        .formatted(
            name,
            span.describe(),
            Format.clock(axis.elapsed(span.from())),
            Format.clock(axis.elapsed(span.to())));
  }

  /** A test as a reason names it: {@code errors 412:1 of 333:1}. */
  static String test(MetricSample.TestProgress test) {
    return "%s %s of %s"
        .formatted(
            test.name(), NumberText.odds(test.evidence()), NumberText.odds(test.threshold()));
  }

  /** All figures of a few minutes. */
  static String figure(
      Axis axis,
      LookGroup sight,
      LookGroup.TargetFigures figure,
      SeriesPanel.SeriesNames names,
      List<Double> usual) {
    RequestCounts canary = figure.canary();
    RequestCounts baseline = figure.baseline();
    StringBuilder text = new StringBuilder();
    text.append(
        "%s to %s  (%s to %s UTC), canary at %s\n"
            .formatted(
                Format.clock(axis.elapsed(figure.from())),
                Format.clock(axis.elapsed(figure.to())),
                Format.time(figure.from()),
                Format.time(figure.to()),
                sight.release().weight()));
    text.append(
        "errors: %s %s, %s %s\n"
            .formatted(
                names.canary(),
                NumberText.countShare(canary.errors(), canary.requests()),
                names.baseline(),
                NumberText.countShare(baseline.errors(), baseline.requests())));
    if (!usual.isEmpty()) {
      for (LatencyPercentile over : LatencyPercentile.values()) {
        text.append(
            "over %s (%s ms): %s %s, %s %s\n"
                .formatted(
                    over.label(),
                    NumberText.rounded(usual.get(over.index())),
                    names.canary(),
                    NumberText.countShare(over.countAbove(canary), canary.durations()),
                    names.baseline(),
                    NumberText.countShare(over.countAbove(baseline), baseline.durations())));
      }
    }
    text.append("evidence: ")
        .append(figure.tests().stream().map(Tooltips::test).collect(Collectors.joining(", ")));
    return text.toString();
  }
}
