package dev.coalmine.local;

import dev.coalmine.handler.ReleaseDocument;
import dev.coalmine.local.json.Json;
import dev.coalmine.local.remote.Sighting;
import dev.coalmine.release.Hooks;
import dev.coalmine.release.Judgement;
import dev.coalmine.release.Outcome;
import dev.coalmine.release.Part;
import dev.coalmine.release.People;
import dev.coalmine.release.Release;
import dev.coalmine.release.Said;
import dev.coalmine.report.Story;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How releases stand, for people and for machines. */
final class Standings {
  private Standings() {}

  /** How an execution ended, in the words of a release. */
  static Outcome outcome(Story.End end) {
    return end.outcome().orElse(Outcome.STUCK); // RestoreStopped tells what became of it
  }

  /** One word for how it stands: an outcome, or what it does. */
  static String word(Sighting release) {
    return release
        .end()
        .map(Story.End::word)
        .orElseGet(
            () ->
                release
                    .document()
                    .map(document -> document.people().waitsFor())
                    .orElse(People.For.NOTHING)
                    .standing());
  }

  /** All that is to be said of one. */
  static List<String> lines(Sighting release) {
    List<String> lines = new ArrayList<>();
    lines.add("%s  %s".formatted(release.id(), word(release)));
    line(lines, "execution", release.arn());
    release.document().ifPresent(document -> about(lines, release, document));
    release.end().ifPresent(end -> line(lines, "ended", time(end.at())));
    if (release.isRunning()) {
      line(lines, "state", release.state() + " since " + time(release.since()));
      waitsFor(release).ifPresent(what -> line(lines, "waits for", what));
      release.waitsUntil().ifPresent(at -> line(lines, "next look", time(at)));
    }
    line(lines, "reason", reason(release));
    release
        .document()
        .ifPresent(
            document -> document.people().said().forEach(said -> line(lines, "said", words(said))));
    return lines;
  }

  private static void about(List<String> lines, Sighting release, Release document) {
    document.parts().forEach(part -> line(lines, "target", target(part)));
    line(
        lines,
        "weight",
        "%d %% since %s".formatted(document.weight().percent(), time(document.progress().since())));
    if (!document.judgement().equals(Judgement.NONE_YET)
        && !reason(release).contains(document.judgement().reason())) {
      line(
          lines,
          "last look",
          document.judgement().verdict() + ": " + document.judgement().reason());
    }
  }

  private static void line(List<String> lines, String what, String says) {
    lines.add("  %-9s  %s".formatted(what, says));
  }

  static String target(Part part) {
    return "%s from %s to %s"
        .formatted(
            part.target(),
            part.before().routing(),
            part.target().promoted(part.before().routing()));
  }

  /** Why it is as it is, or how it ended. */
  static String reason(Sighting release) {
    return release
        .end()
        .map(Story.End::reason)
        .filter(reason -> !reason.isEmpty())
        .orElse(release.reason());
  }

  static String words(Said said) {
    return "%s %s: %s%s"
        .formatted(
            time(said.at()),
            said.by(),
            said.command().words(),
            said.why().isEmpty() ? "" : ": " + said.why());
  }

  private static Optional<String> waitsFor(Sighting release) {
    return release.document().flatMap(Standings::waitsFor);
  }

  private static Optional<String> waitsFor(Release release) {
    People people = release.people();
    Hooks.Call hook = release.progress().hook();
    if (hook.isPending()) {
      return Optional.of("the answer of %s since %s".formatted(hook, time(hook.since())));
    }
    Instant until = people.since().plus(release.terms().approval().timeout());
    return switch (people.waitsFor()) {
      case NOTHING -> Optional.empty();
      case RESUME -> Optional.of("a person to resume it, until " + time(until));
      case APPROVAL ->
          Optional.of(
              "approval of %d %%, until %s".formatted(people.asked().percent(), time(until)));
      case VERDICT ->
          Optional.of("a person to approve or reject it unproven, until " + time(until));
    };
  }

  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The same for machines. */
  static Map<String, Object> tree(Sighting release) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", release.id());
    tree.put("execution", release.arn());
    tree.put("status", release.end().map(Story.End::status).orElse("RUNNING"));
    tree.put("standing", word(release));
    tree.put("state", release.state());
    tree.put("since", release.since().toString());
    tree.put("reason", reason(release));
    release.end().ifPresent(end -> tree.put("endedAt", end.at().toString()));
    release.waitsUntil().ifPresent(at -> tree.put("nextLook", at.toString()));
    waitsFor(release).ifPresent(what -> tree.put("waitsFor", what));
    release.document().ifPresent(document -> about(tree, document));
    return tree;
  }

  private static void about(Map<String, Object> tree, Release document) {
    tree.put("startedAt", document.startedAt().toString());
    tree.put("weight", document.weight().percent());
    tree.put("weightSince", document.progress().since().toString());
    tree.put("targets", Json.tree(ReleaseDocument.text(document.targets())));
    tree.put("verdict", document.judgement().verdict().name());
    tree.put("evidence", document.judgement().reason());
    tree.put("said", Json.tree(ReleaseDocument.text(document.people().said())));
  }
}
