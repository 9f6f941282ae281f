package dev.coalmine.report;

import dev.coalmine.release.Release;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.text.NumberText;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** The head of a page: outcome or state of the release, reason and main figures. */
final class PageHeader {
  /** A longer reason, in characters, is folded so that the chart stays visible. */
  private static final int LONG = 900;

  private PageHeader() {}

  /** The outcome; RUNNING if there is none yet. */
  static String outcomeWord(ReleaseHistory history) {
    return history
        .end()
        .map(end -> ReleaseWording.outcomeText(end.outcomeWord()))
        .orElse("RUNNING");
  }

  static void write(MarkupWriter html, ReleaseHistory history) {
    String word = outcomeWord(history);
    html.open("header", "class", "head " + style(word));
    html.open("h1").open("span", "class", "outcome");
    icon(html, word);
    html.text(word).close();
    html.element("span", " " + history.id(), "class", "id");
    history
        .latest()
        .ifPresent(release -> html.element("span", " " + change(release), "class", "change"));
    html.close();
    if (history.end().isEmpty()) {
      html.element("p", standing(history), "class", "standing");
    }
    reason(html, reason(history));
    html.close();
    facts(html, history);
  }

  private static String style(String word) {
    return switch (word) {
      case "PROMOTED" -> "good";
      case "ROLLED BACK", "STUCK" -> "bad";
      case "RUNNING" -> "running";
      default -> "other";
    };
  }

  private static void icon(MarkupWriter html, String word) {
    MarkerKind kind =
        switch (word) {
          case "PROMOTED" -> MarkerKind.DONE;
          case "ROLLED BACK" -> MarkerKind.ROLL_BACK;
          case "RUNNING" -> MarkerKind.START;
          default -> MarkerKind.STOPPED;
        };
    kind.icon(html);
  }

  private static String change(Release release) {
    return release.targetProgress().stream()
        .map(
            part ->
                "%s: %s → %s"
                    .formatted(
                        part.target(),
                        ReleaseWording.baselineText(part),
                        ReleaseWording.canaryText(part)))
        .collect(Collectors.joining("; "));
  }

  /** What a running release does, and when it looks next. */
  private static String standing(ReleaseHistory history) {
    String words = history.latest().map(ReleaseWording::waitText).orElse("not started yet");
    return words
        + ReleaseWording.nextAnalysis(history)
            .map(
                next ->
                    "; next look at %s UTC, %s after the start"
                        .formatted(
                            Format.time(next),
                            Format.clock(Duration.between(history.startedAt(), next))))
            .orElse("");
  }

  private static String reason(ReleaseHistory history) {
    return history
        .end()
        .map(ReleaseHistory.ExecutionEnd::reason)
        .or(() -> history.latest().map(Release::reason))
        .filter(reason -> !reason.isEmpty())
        .orElse(
            history
                .end()
                .map(end -> end.error().isEmpty() ? "no reason given" : end.error())
                .orElse("no information yet"));
  }

  /** Writes each clause of the reason on its own line. The text is not changed. */
  private static void reason(MarkupWriter html, String reason) {
    if (reason.length() <= LONG) {
      clauses(html, "p", reason);
      return;
    }
    int cut = reason.lastIndexOf(' ', LONG * 2 / 3);
    int end = cut > 0 ? cut : LONG * 2 / 3;
    html.open("details", "class", "long").open("summary");
    clauses(html, "span", reason.substring(0, end) + " …");
    html.close();
    clauses(html, "p", reason);
    html.close();
  }

  private static void clauses(MarkupWriter html, String tag, String reason) {
    html.open(tag, "class", "reason");
    for (String clause : reason.split("(?<=; )", -1)) {
      html.element("span", clause);
    }
    html.close();
  }

  private static void facts(MarkupWriter html, ReleaseHistory history) {
    html.open("dl", "class", "facts");
    Optional<Release> latest = history.latest();
    Duration length = Duration.between(history.startedAt(), history.until());
    fact(
        html,
        history.end().isPresent() ? "took" : "running for",
        Format.length(length),
        "from " + Format.moment(history.startedAt()));
    latest.ifPresent(
        release -> {
          fact(
              html,
              "weight",
              release.weight().toString(),
              steps(release) + ", plan " + release.plan().name());
          if (release.targetProgress().size() == 1) {
            LookGroup.total(history, 0)
                .ifPresent(total -> requests(html, release.targetProgress().get(0), total));
          } else {
            fact(
                html,
                "targets",
                String.valueOf(release.targetProgress().size()),
                "released together");
          }
        });
    latest
        .filter(release -> !release.settings().probe().isOff())
        .ifPresent(release -> probes(html, ProbeFigures.of(history)));
    CostEstimate estimate = CostEstimate.of(history);
    fact(html, "cost", Format.dollars(estimate.dollars()), "AWS list price");
    html.close();
  }

  private static String steps(Release release) {
    int steps = release.progress().completedSteps().size();
    return steps == 1 ? "1 step passed" : steps + " steps passed";
  }

  private static void requests(
      MarkupWriter html, TargetProgress part, LookGroup.TargetFigures total) {
    RequestCounts canary = total.canary();
    RequestCounts baseline = total.baseline();
    SeriesPanel.SeriesNames names = ReleaseCharts.names(part);
    fact(
        html, "requests, " + names.canary(), NumberText.grouped(canary.requests()), failed(canary));
    fact(
        html,
        "requests, " + names.baseline(),
        NumberText.grouped(baseline.requests()),
        failed(baseline));
    evidence(html, total);
  }

  /** They are no requests of callers, so they have facts of their own. */
  private static void probes(MarkupWriter html, ProbeFigures probes) {
    fact(
        html,
        "probes, canary",
        NumberText.grouped(probes.canary().requests()),
        failed(probes.canary()));
    fact(
        html,
        "probes, baseline",
        NumberText.grouped(probes.baseline().requests()),
        failed(probes.baseline()));
  }

  private static void evidence(MarkupWriter html, LookGroup.TargetFigures total) {
    EvidencePanel.strongest(total.tests())
        .ifPresent(
            test ->
                fact(
                    html,
                    "strongest evidence",
                    NumberText.odds(test.evidence()),
                    "%s, fails at %s".formatted(test.name(), NumberText.odds(test.threshold()))));
  }

  private static String failed(RequestCounts counts) {
    return NumberText.grouped(counts.errors())
        + " failed"
        + ReleaseCharts.share(counts.errors(), counts.requests())
            .map(rate -> " (" + NumberText.percent(rate) + ")")
            .orElse("");
  }

  private static void fact(MarkupWriter html, String name, String value, String more) {
    html.open("div")
        .element("dt", name)
        .open("dd")
        .element("b", value)
        .element("small", more)
        .close()
        .close();
  }
}
