package dev.coalmine.report;

import dev.coalmine.release.Measured;
import dev.coalmine.release.Measured.Counts;
import dev.coalmine.release.Numbers;
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
            Spelling.clock(axis.since(mark.at())),
            Spelling.time(mark.at()),
            mark.kind().words(),
            Words.cut(mark.words(), LONGEST));
  }

  static String look(Axis axis, Sight sight) {
    String several = sight.isSeveral() ? ", the last of " + sight.looks().size() + " looks" : "";
    return "%s  %s  %s%s\n%s"
        .formatted(
            Spelling.clock(axis.since(sight.at())),
            Spelling.time(sight.at()),
            sight.verdict(),
            several,
            Words.cut(sight.release().judgement().reason(), LONGEST));
  }

  static String alarm(Axis axis, String name, AlarmBar.Span span) {
    return "%s: %s from %s to %s"
        .formatted(
            name,
            span.words(),
            Spelling.clock(axis.since(span.from())),
            Spelling.clock(axis.since(span.to())));
  }

  /** A test as a reason names it: {@code errors 412:1 of 333:1}. */
  static String test(Measured.Test test) {
    return "%s %s of %s"
        .formatted(test.name(), Numbers.odds(test.evidence()), Numbers.odds(test.threshold()));
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
                Spelling.clock(axis.since(figure.from())),
                Spelling.clock(axis.since(figure.to())),
                Spelling.time(figure.from()),
                Spelling.time(figure.to()),
                sight.release().weight()));
    text.append(
        "errors: %s %s, %s %s\n"
            .formatted(
                names.canary(),
                Numbers.share(canary.errors(), canary.requests()),
                names.baseline(),
                Numbers.share(baseline.errors(), baseline.requests())));
    if (!usual.isEmpty()) {
      for (Percentile over : Percentile.values()) {
        text.append(
            "over %s (%s ms): %s %s, %s %s\n"
                .formatted(
                    over.words(),
                    Numbers.rounded(usual.get(over.place())),
                    names.canary(),
                    Numbers.share(canary.above().get(over.place()), canary.durations()),
                    names.baseline(),
                    Numbers.share(baseline.above().get(over.place()), baseline.durations())));
      }
    }
    text.append("evidence: ")
        .append(figure.tests().stream().map(Telling::test).collect(Collectors.joining(", ")));
    return text.toString();
  }
}
