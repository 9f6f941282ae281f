package dev.coalmine.cli;

import dev.coalmine.cli.account.ReleaseStatus;
import dev.coalmine.document.ReleaseDocument;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.release.AnalysisResult;
import dev.coalmine.release.Approvals;
import dev.coalmine.release.Outcome;
import dev.coalmine.release.Release;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.request.Hooks;
import dev.coalmine.request.SteeringEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of a release, as text and as JSON. */
final class StatusText {
  private StatusText() {}

  /** The outcome of an execution that has ended. */
  static Outcome outcome(ReleaseHistory.ExecutionEnd end) {
    return end.outcome().orElse(Outcome.STUCK); // RestoreStopped rolls back such a release
  }

  /** One word: the outcome, or what the release does or waits for. */
  static String standing(ReleaseStatus release) {
    return release
        .end()
        .map(ReleaseHistory.ExecutionEnd::outcomeWord)
        .orElseGet(
            () ->
                release
                    .document()
                    .map(document -> document.approvals().waitReason())
                    .orElse(Approvals.WaitReason.NOTHING)
                    .statusWord());
  }

  static List<String> lines(ReleaseStatus release) {
    List<String> lines = new ArrayList<>();
    lines.add("%s  %s".formatted(release.id(), standing(release)));
    addLine(lines, "execution", release.arn());
    release.document().ifPresent(document -> addDocument(lines, release, document));
    release.end().ifPresent(end -> addLine(lines, "ended", formatTime(end.at())));
    if (release.isRunning()) {
      addLine(lines, "state", release.state() + " since " + formatTime(release.since()));
      waitsFor(release).ifPresent(what -> addLine(lines, "waits for", what));
      release.nextLook().ifPresent(at -> addLine(lines, "next check", formatTime(at)));
    }
    addLine(lines, "reason", reason(release));
    release
        .document()
        .ifPresent(
            document ->
                document
                    .approvals()
                    .entries()
                    .forEach(said -> addLine(lines, "command", describeEntry(said))));
    return lines;
  }

  private static void addDocument(List<String> lines, ReleaseStatus release, Release document) {
    document.targetProgress().forEach(part -> addLine(lines, "target", describeTarget(part)));
    addLine(
        lines,
        "weight",
        "%d %% since %s"
            .formatted(document.weight().percent(), formatTime(document.progress().since())));
    if (!document.analysis().equals(AnalysisResult.NONE_YET)
        && !reason(release).contains(document.analysis().reason())) {
      addLine(
          lines, "last check", document.analysis().verdict() + ": " + document.analysis().reason());
    }
  }

  private static void addLine(List<String> lines, String what, String text) {
    lines.add("  %-10s  %s".formatted(what, text));
  }

  static String describeTarget(TargetProgress part) {
    return "%s from %s to %s"
        .formatted(
            part.target(),
            part.before().routing(),
            part.target().promotedRouting(part.before().routing()));
  }

  /** The reason of the last decision, or of the end. */
  static String reason(ReleaseStatus release) {
    return release
        .end()
        .map(ReleaseHistory.ExecutionEnd::reason)
        .filter(reason -> !reason.isEmpty())
        .orElse(release.reason());
  }

  static String describeEntry(SteeringEntry said) {
    return "%s %s: %s%s"
        .formatted(
            formatTime(said.at()),
            said.by(),
            said.command().toText(),
            said.why().isEmpty() ? "" : ": " + said.why());
  }

  private static Optional<String> waitsFor(ReleaseStatus release) {
    return release.document().flatMap(StatusText::waitsFor);
  }

  private static Optional<String> waitsFor(Release release) {
    Approvals people = release.approvals();
    Hooks.HookCall hook = release.progress().hook();
    if (hook.isPending()) {
      return Optional.of("the answer of %s since %s".formatted(hook, formatTime(hook.since())));
    }
    Instant until = people.waitingSince().plus(release.settings().approval().timeout());
    return switch (people.waitReason()) {
      case NOTHING -> Optional.empty();
      case RESUME -> Optional.of("resume, until " + formatTime(until));
      case APPROVAL ->
          Optional.of(
              "approval of %d %%, until %s"
                  .formatted(people.requestedWeight().percent(), formatTime(until)));
      case VERDICT, UNPROVEN ->
          Optional.of(
              "approval or rejection of the %s release, until %s"
                  .formatted(
                      people.waitReason() == Approvals.WaitReason.VERDICT
                          ? "inconclusive"
                          : "unproven",
                      formatTime(until)));
    };
  }

  static String formatTime(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static Map<String, Object> toMap(ReleaseStatus release) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", release.id());
    tree.put("execution", release.arn());
    tree.put("status", release.end().map(ReleaseHistory.ExecutionEnd::status).orElse("RUNNING"));
    tree.put("standing", standing(release));
    tree.put("state", release.state());
    tree.put("since", release.since().toString());
    tree.put("reason", reason(release));
    release.end().ifPresent(end -> tree.put("endedAt", end.at().toString()));
    release.nextLook().ifPresent(at -> tree.put("nextLook", at.toString()));
    waitsFor(release).ifPresent(what -> tree.put("waitsFor", what));
    release.document().ifPresent(document -> addDocument(tree, document));
    return tree;
  }

  private static void addDocument(Map<String, Object> tree, Release document) {
    tree.put("startedAt", document.startedAt().toString());
    tree.put("weight", document.weight().percent());
    tree.put("weightSince", document.progress().since().toString());
    tree.put("targets", Json.parse(ReleaseDocument.toJson(document.targets())));
    tree.put("verdict", document.analysis().verdict().name());
    tree.put("evidence", document.analysis().reason());
    tree.put("said", Json.parse(ReleaseDocument.toJson(document.approvals().entries())));
  }
}
