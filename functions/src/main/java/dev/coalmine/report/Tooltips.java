package dev.coalmine.report;

import dev.coalmine.release.MetricSample;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.text.NumberText;
import dev.coalmine.text.TextLimit;
import java.util.List;
import java.util.stream.Collectors;

/** The tooltips of a chart. */
final class Tooltips {
  private static final int LONGEST = 200;

  private Tooltips() {}

  static String marker(Axis axis, Marker marker) {
    return "%s  %s  %s\n%s"
        .formatted(
            Format.clock(axis.elapsed(marker.at())),
            Format.time(marker.at()),
            marker.kind().label(),
            TextLimit.cut(marker.words(), LONGEST));
  }

  static String look(Axis axis, LookGroup group) {
    String several = group.isSeveral() ? ", last of " + group.analyses().size() + " looks" : "";
    return "%s  %s  %s%s\n%s"
        .formatted(
            Format.clock(axis.elapsed(group.at())),
            Format.time(group.at()),
            group.verdict(),
            several,
            TextLimit.cut(group.release().analysis().reason(), LONGEST));
  }

  static String alarm(Axis axis, String name, AlarmBar.AlarmSpan span) {
    return "%s: %s from %s to %s"
        .formatted(
            name,
            span.describe(),
            Format.clock(axis.elapsed(span.from())),
            Format.clock(axis.elapsed(span.to())));
  }

  /** A test as in a reason: {@code errors 412:1 of 333:1}. */
  static String test(MetricSample.TestProgress test) {
    return "%s %s of %s"
        .formatted(
            test.name(), NumberText.odds(test.evidence()), NumberText.odds(test.threshold()));
  }

  /** All figures of a column. */
  static String figure(
      Axis axis,
      LookGroup group,
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
                group.release().weight()));
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
