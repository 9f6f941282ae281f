package dev.coalmine.local;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.coalmine.handler.ReleaseDocument;
import dev.coalmine.local.json.Json;
import dev.coalmine.local.remote.DryRun;
import dev.coalmine.release.Hooks;
import dev.coalmine.release.Release;
import dev.coalmine.release.Request;
import dev.coalmine.release.Terms;
import dev.coalmine.release.WatchedAlarm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a release would do, as a dry run found it. */
final class Plans {
  private Plans() {}

  /** For people. */
  static List<String> lines(Request request, DryRun.Found found) {
    List<String> lines = new ArrayList<>();
    if (found.document().isEmpty()) {
      lines.add(found.waits() + "; what follows can't be told before");
      return lines;
    }
    Release release = found.document().get();
    line(lines, "id", release.id());
    release.parts().forEach(part -> line(lines, "target", Standings.target(part)));
    release.progress().alarms().forEach(alarm -> line(lines, "alarm", words(alarm)));
    hooks(request.terms().hooks(), lines);
    line(lines, "plan", plan(release));
    line(lines, "begins", release.decision() + ": " + release.reason());
    line(lines, "longest", longest(release.terms()));
    permissions(found.permissions(), lines);
    return lines;
  }

  private static void line(List<String> lines, String what, String says) {
    lines.add("  %-9s  %s".formatted(what, says));
  }

  private static String words(WatchedAlarm alarm) {
    return alarm.name()
        + (alarm.excused()
            ? " fires now, and does not count until it has cleared once"
            : " counts");
  }

  private static void hooks(Hooks hooks, List<String> lines) {
    Hooks.NAMES.stream()
        .filter(name -> !hooks.function(name).isEmpty())
        .forEach(name -> line(lines, "hook", "%s asks %s".formatted(name, hooks.function(name))));
  }

  private static String plan(Release release) {
    String steps =
        release.plan().steps().stream()
            .map(step -> "%d %% for %s".formatted(step.weight().percent(), step.bake()))
            .collect(joining(", "));
    return "%s%s; first weight %d %%"
        .formatted(release.plan().name(), steps.isEmpty() ? "" : ": " + steps, first(release));
  }

  private static int first(Release release) {
    return release.parts().get(0).target().weight(release.parts().get(0).writing()).percent();
  }

  private static String longest(Terms terms) {
    String asked =
        terms.approval().weights().isEmpty()
            ? ""
            : "; asks for %s %%, each for %s at most"
                .formatted(
                    terms.approval().weights().stream().map(String::valueOf).collect(joining(", ")),
                    terms.approval().timeout());
    return "%s below 100 %%, then %s%s"
        .formatted(
            terms.maxDuration(),
            terms.watch().equals(Duration.ZERO) ? "no watch" : terms.watch() + " of watch",
            asked);
  }

  private static void permissions(List<DryRun.Allowed> permissions, List<String> lines) {
    Map<String, List<DryRun.Allowed>> byTarget =
        permissions.stream()
            .filter(DryRun.Allowed::granted)
            .collect(
                groupingBy(
                    DryRun.Allowed::target,
                    LinkedHashMap::new,
                    java.util.stream.Collectors.toList()));
    byTarget.forEach(
        (target, states) ->
            line(
                lines,
                "may write",
                "%s: %s"
                    .formatted(
                        target,
                        states.stream().map(DryRun.Allowed::state).collect(joining(", ")))));
    permissions.stream()
        .filter(one -> !one.granted())
        .forEach(
            one ->
                line(
                    lines,
                    "MAY NOT",
                    "%s: %s: %s".formatted(one.target(), one.state(), one.why())));
  }

  /** For machines. */
  static Map<String, Object> tree(Request request, DryRun.Found found) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("waits", found.waits());
    found.document().ifPresent(release -> about(tree, release));
    tree.put("hooks", Json.tree(ReleaseDocument.text(request.terms().hooks())));
    tree.put("permissions", Json.tree(ReleaseDocument.text(found.permissions())));
    return tree;
  }

  private static void about(Map<String, Object> tree, Release release) {
    tree.put("id", release.id());
    tree.put("targets", Json.tree(ReleaseDocument.text(release.targets())));
    tree.put("plan", Json.tree(ReleaseDocument.text(release.plan())));
    tree.put("firstWeight", first(release));
    tree.put("reason", release.reason());
    tree.put("maxDuration", release.terms().maxDuration().toString());
    tree.put("watch", release.terms().watch().toString());
    tree.put(
        "alarms",
        release.progress().alarms().stream()
            .map(alarm -> Map.of("name", alarm.name(), "counts", !alarm.excused()))
            .toList());
  }
}
