package dev.coalmine.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.coalmine.cli.account.DryRun;
import dev.coalmine.document.ReleaseDocument;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.WatchedAlarm;
import dev.coalmine.request.Hooks;
import dev.coalmine.request.Probe;
import dev.coalmine.request.ReleaseSettings;
import dev.coalmine.request.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result of a dry run, as text and as JSON. */
final class DryRunText {
  private DryRunText() {}

  static List<String> lines(Request request, DryRun.DryRunResult found) {
    List<String> lines = new ArrayList<>();
    if (found.document().isEmpty()) {
      lines.add(found.waitReason() + "; the rest is known only after that");
      return lines;
    }
    Release release = found.document().get();
    addLine(lines, "id", release.id());
    release
        .targetProgress()
        .forEach(part -> addLine(lines, "target", StatusText.describeTarget(part)));
    if (ReleaseStart.movesNothing(release)) {
      addLine(lines, "decision", release.decision() + ": " + release.reason());
      return lines;
    }
    release.progress().alarms().forEach(alarm -> addLine(lines, "alarm", describeAlarm(alarm)));
    addHooks(request.settings().hooks(), lines);
    addProbe(release, lines);
    addLine(lines, "plan", describePlan(release));
    addLine(lines, "decision", release.decision() + ": " + release.reason());
    addLine(lines, "duration", describeDuration(release.settings()));
    found.policy().forEach(line -> addLine(lines, "policy", line));
    addPermissions(found.permissions(), lines);
    return lines;
  }

  private static void addLine(List<String> lines, String what, String text) {
    lines.add("  %-9s  %s".formatted(what, text));
  }

  private static String describeAlarm(WatchedAlarm alarm) {
    return alarm.name()
        + (alarm.excused()
            ? " is in ALARM already, and counts only after it has left ALARM"
            : " counts");
  }

  private static void addHooks(Hooks hooks, List<String> lines) {
    Hooks.NAMES.stream()
        .filter(name -> !hooks.function(name).isEmpty())
        .forEach(
            name -> addLine(lines, "hook", "%s calls %s".formatted(name, hooks.function(name))));
  }

  /** Probes are load and cost, so their bound is shown before they are sent. */
  private static void addProbe(Release release, List<String> lines) {
    Probe probe = release.settings().probe();
    if (!probe.isOff()) {
      addLine(
          lines,
          "probe",
          "%s; at most %,d requests in all".formatted(probe, mostProbeRequests(release)));
    }
  }

  private static long mostProbeRequests(Release release) {
    return release.settings().probe().mostRequests(release.settings().maxDuration())
        * release.targetProgress().size();
  }

  private static String describePlan(Release release) {
    String steps =
        release.plan().steps().stream()
            .map(step -> "%d %% for %s".formatted(step.weight().percent(), step.bake()))
            .collect(joining(", "));
    return "%s%s; first weight %d %%"
        .formatted(
            release.plan().name(), steps.isEmpty() ? "" : ": " + steps, firstWeight(release));
  }

  private static int firstWeight(Release release) {
    return release
        .targetProgress()
        .get(0)
        .target()
        .weightIn(release.targetProgress().get(0).pendingRouting())
        .percent();
  }

  private static String describeDuration(ReleaseSettings terms) {
    String approvals =
        terms.approval().weights().isEmpty()
            ? ""
            : "; awaits approval of %s %%, each for at most %s"
                .formatted(
                    terms.approval().weights().stream().map(String::valueOf).collect(joining(", ")),
                    terms.approval().timeout());
    return "at most %s below 100 %%, then %s%s"
        .formatted(
            terms.maxDuration(),
            terms.watch().equals(Duration.ZERO) ? "no watch" : terms.watch() + " of watch",
            approvals);
  }

  private static void addPermissions(List<DryRun.WritePermission> permissions, List<String> lines) {
    Map<String, List<DryRun.WritePermission>> byTarget =
        permissions.stream()
            .filter(DryRun.WritePermission::granted)
            .collect(
                groupingBy(
                    DryRun.WritePermission::target,
                    LinkedHashMap::new,
                    java.util.stream.Collectors.toList()));
    byTarget.forEach(
        (target, states) ->
            addLine(
                lines,
                "may write",
                "%s: %s"
                    .formatted(
                        target,
                        states.stream()
                            .map(DryRun.WritePermission::state)
                            .collect(joining(", ")))));
    permissions.stream()
        .filter(one -> !one.granted())
        .forEach(
            one ->
                addLine(
                    lines,
                    "MAY NOT",
                    "%s: %s: %s".formatted(one.target(), one.state(), one.why())));
  }

  static Map<String, Object> toMap(Request request, DryRun.DryRunResult found) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("waits", found.waitReason());
    found.document().ifPresent(release -> addRelease(tree, release));
    tree.put("hooks", Json.parse(ReleaseDocument.toJson(request.settings().hooks())));
    tree.put("policy", found.policy());
    tree.put("permissions", Json.parse(ReleaseDocument.toJson(found.permissions())));
    return tree;
  }

  private static void addRelease(Map<String, Object> tree, Release release) {
    tree.put("id", release.id());
    tree.put("targets", Json.parse(ReleaseDocument.toJson(release.targets())));
    tree.put("plan", Json.parse(ReleaseDocument.toJson(release.plan())));
    tree.put("firstWeight", firstWeight(release));
    tree.put("reason", release.reason());
    tree.put("maxDuration", release.settings().maxDuration().toString());
    tree.put("watch", release.settings().watch().toString());
    if (!release.settings().probe().isOff()) {
      tree.put("probe", Json.parse(ReleaseDocument.toJson(release.settings().probe())));
      tree.put("mostProbeRequests", mostProbeRequests(release));
    }
    tree.put(
        "alarms",
        release.progress().alarms().stream()
            .map(alarm -> Map.of("name", alarm.name(), "counts", !alarm.excused()))
            .toList());
  }
}
