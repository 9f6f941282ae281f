package dev.coalmine.report;

import dev.coalmine.release.Measured;
import dev.coalmine.release.Measured.Counts;
import dev.coalmine.release.Words;
import java.util.List;
import java.util.stream.Collectors;

/** What a picture says in words where it is pointed at. */
final class Telling {
  private static final int LONGEST = 200;

  private Telling() {}

  static String mark(Axis axis, Mark mark) {
    return "%s  %s  %s\n%s"
        .formatted(
            Figures.clock(axis.since(mark.at())),
            Figures.time(mark.at()),
            mark.kind().words(),
            Words.cut(mark.words(), LONGEST));
  }

  static String look(Axis axis, Sight sight) {
    String several = sight.isSeveral() ? ", the last of " + sight.looks().size() + " looks" : "";
    return "%s  %s  %s%s\n%s"
        .formatted(
            Figures.clock(axis.since(sight.at())),
            Figures.time(sight.at()),
            sight.verdict(),
            several,
            Words.cut(sight.release().judgement().reason(), LONGEST));
  }

  static String alarm(Axis axis, String name, AlarmBar.Span span) {
    return "%s: %s from %s to %s"
        .formatted(
            name,
            span.words(),
            Figures.clock(axis.since(span.from())),
            Figures.clock(axis.since(span.to())));
  }

  /** A test as a reason names it: {@code errors 412:1 of 333:1}. */
  static String test(Measured.Test test) {
    return "%s %s of %s"
        .formatted(test.name(), Figures.odds(test.evidence()), Figures.odds(test.threshold()));
  }

  /** All figures of a few minutes. */
  static String figure(
      Axis axis, Sight sight, Sight.Figure figure, SeriesPanel.Names names, List<Double> usual) {
    Counts canary = figure.canary();
    Counts baseline = figure.baseline();
    StringBuilder text = new StringBuilder();
    text.append(
        "%s to %s  (%s to %s UTC), canary at %s\n"
            .formatted(
                Figures.clock(axis.since(figure.from())),
                Figures.clock(axis.since(figure.to())),
                Figures.time(figure.from()),
                Figures.time(figure.to()),
                sight.release().weight()));
    text.append(
        "errors: %s %s, %s %s\n"
            .formatted(
                names.canary(),
                Figures.share(canary.errors(), canary.requests()),
                names.baseline(),
                Figures.share(baseline.errors(), baseline.requests())));
    if (!usual.isEmpty()) {
      for (Percentile over : Percentile.values()) {
        text.append(
            "over %s (%s ms): %s %s, %s %s\n"
                .formatted(
                    over.words(),
                    Figures.rounded(usual.get(over.place())),
                    names.canary(),
                    Figures.share(canary.above().get(over.place()), canary.durations()),
                    names.baseline(),
                    Figures.share(baseline.above().get(over.place()), baseline.durations())));
      }
    }
    text.append("evidence: ")
        .append(figure.tests().stream().map(Telling::test).collect(Collectors.joining(", ")));
    return text.toString();
  }
}
