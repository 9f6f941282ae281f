package dev.coalmine.document;

import dev.coalmine.release.AlarmState;
import dev.coalmine.release.Approvals;
import dev.coalmine.release.CompletedStep;
import dev.coalmine.release.Decision;
import dev.coalmine.release.KnownRevision;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseProgress;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.Verdict;
import dev.coalmine.release.WatchedAlarm;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.target.TargetChange;

/**
 * The release document and its progress as JSON. Each record is read and written component by
 * component, as jackson-jr does: fields are written by the order of their names.
 */
final class ReleaseCodec {
  private ReleaseCodec() {}

  static Release readRelease(TreeFields from) {
    return from == null
        ? null
        : new Release(
            from.whole("schema"),
            from.text("id"),
            from.text("execution"),
            from.instant("startedAt"),
            from.instant("preparedAt"),
            RequestCodec.readPlan(from.object("plan")),
            RequestCodec.readMetricScope(from.object("scope")),
            RequestCodec.readReleaseSettings(from.object("settings")),
            from.list("targetProgress", ReleaseCodec::readTargetProgress),
            from.list("targets", TargetCodec::readTargetChange),
            from.text("targetNames"),
            readReleaseProgress(from.object("progress")),
            readApprovals(from.object("approvals")),
            from.weight("weight"),
            AnalysisCodec.readAnalysisResult(from.object("analysis")),
            from.word("decision", Decision.class),
            from.text("reason"),
            from.longWhole("waitSeconds"),
            from.event("event"),
            from.word("cause", RollbackCause.class));
  }

  static void writeRelease(JsonBuilder out, String field, Release release) {
    if (out.begin(field, release)) {
      AnalysisCodec.writeAnalysisResult(out, "analysis", release.analysis());
      writeApprovals(out, "approvals", release.approvals());
      out.put("cause", release.cause());
      out.put("decision", release.decision());
      out.put("event", release.event());
      out.put("execution", release.execution());
      out.put("id", release.id());
      RequestCodec.writePlan(out, "plan", release.plan());
      out.put("preparedAt", release.preparedAt());
      writeReleaseProgress(out, "progress", release.progress());
      out.put("reason", release.reason());
      out.put("schema", release.schema());
      RequestCodec.writeMetricScope(out, "scope", release.scope());
      RequestCodec.writeReleaseSettings(out, "settings", release.settings());
      out.put("startedAt", release.startedAt());
      out.put("targetNames", release.targetNames());
      if (out.open("targetProgress", release.targetProgress())) {
        for (TargetProgress each : release.targetProgress()) {
          writeTargetProgress(out, "", each);
        }
        out.close();
      }
      if (out.open("targets", release.targets())) {
        for (TargetChange each : release.targets()) {
          TargetCodec.writeTargetChange(out, "", each);
        }
        out.close();
      }
      out.put("waitSeconds", release.waitSeconds());
      out.put("weight", release.weight());
      out.end();
    }
  }

  static TargetProgress readTargetProgress(TreeFields from) {
    return from == null
        ? null
        : new TargetProgress(
            TargetCodec.readTarget(from.object("target")),
            TargetCodec.readSnapshot(from.object("before")),
            TargetCodec.readRouting(from.object("currentRouting")),
            TargetCodec.readRouting(from.object("pendingRouting")),
            from.flag("everWritten"),
            from.text("lastSeenStamp"),
            TargetCodec.readMetricSource(from.object("metricSource")),
            AnalysisCodec.readAnalysisMemory(from.object("memory")),
            readKnownRevision(from.object("known")));
  }

  static void writeTargetProgress(JsonBuilder out, String field, TargetProgress targetProgress) {
    if (out.begin(field, targetProgress)) {
      TargetCodec.writeSnapshot(out, "before", targetProgress.before());
      TargetCodec.writeRouting(out, "currentRouting", targetProgress.currentRouting());
      out.put("everWritten", targetProgress.everWritten());
      writeKnownRevision(out, "known", targetProgress.known());
      out.put("lastSeenStamp", targetProgress.lastSeenStamp());
      AnalysisCodec.writeAnalysisMemory(out, "memory", targetProgress.memory());
      TargetCodec.writeMetricSource(out, "metricSource", targetProgress.metricSource());
      TargetCodec.writeRouting(out, "pendingRouting", targetProgress.pendingRouting());
      TargetCodec.writeTarget(out, "target", targetProgress.target());
      out.end();
    }
  }

  static KnownRevision readKnownRevision(TreeFields from) {
    return from == null ? null : new KnownRevision(from.text("revision"), from.instant("at"));
  }

  static void writeKnownRevision(JsonBuilder out, String field, KnownRevision known) {
    if (out.begin(field, known)) {
      out.put("at", known.at());
      out.put("revision", known.revision());
      out.end();
    }
  }

  static ReleaseProgress readReleaseProgress(TreeFields from) {
    return from == null
        ? null
        : new ReleaseProgress(
            from.word("phase", ReleaseProgress.Phase.class),
            from.whole("stepIndex"),
            from.instant("since"),
            from.duration("waitedTime"),
            RequestCodec.readHookCall(from.object("hook")),
            from.list("alarms", ReleaseCodec::readWatchedAlarm),
            from.list("completedSteps", ReleaseCodec::readCompletedStep),
            from.instant("strayUntil"));
  }

  static void writeReleaseProgress(JsonBuilder out, String field, ReleaseProgress releaseProgress) {
    if (out.begin(field, releaseProgress)) {
      if (out.open("alarms", releaseProgress.alarms())) {
        for (WatchedAlarm each : releaseProgress.alarms()) {
          writeWatchedAlarm(out, "", each);
        }
        out.close();
      }
      if (out.open("completedSteps", releaseProgress.completedSteps())) {
        for (CompletedStep each : releaseProgress.completedSteps()) {
          writeCompletedStep(out, "", each);
        }
        out.close();
      }
      RequestCodec.writeHookCall(out, "hook", releaseProgress.hook());
      out.put("phase", releaseProgress.phase());
      out.put("since", releaseProgress.since());
      out.put("stepIndex", releaseProgress.stepIndex());
      out.put("strayUntil", releaseProgress.strayUntil());
      out.put("waitedTime", releaseProgress.waitedTime());
      out.end();
    }
  }

  static WatchedAlarm readWatchedAlarm(TreeFields from) {
    return from == null
        ? null
        : new WatchedAlarm(
            from.text("name"),
            from.flag("excused"),
            from.instant("lastSeenChange"),
            from.word("lastSeenState", AlarmState.class));
  }

  static void writeWatchedAlarm(JsonBuilder out, String field, WatchedAlarm watchedAlarm) {
    if (out.begin(field, watchedAlarm)) {
      out.put("excused", watchedAlarm.excused());
      out.put("lastSeenChange", watchedAlarm.lastSeenChange());
      out.put("lastSeenState", watchedAlarm.lastSeenState());
      out.put("name", watchedAlarm.name());
      out.end();
    }
  }

  static CompletedStep readCompletedStep(TreeFields from) {
    return from == null
        ? null
        : new CompletedStep(
            from.weight("weight"),
            from.instant("from"),
            from.instant("to"),
            from.word("verdict", Verdict.class),
            from.text("evidence"));
  }

  static void writeCompletedStep(JsonBuilder out, String field, CompletedStep completedStep) {
    if (out.begin(field, completedStep)) {
      out.put("evidence", completedStep.evidence());
      out.put("from", completedStep.from());
      out.put("to", completedStep.to());
      out.put("verdict", completedStep.verdict());
      out.put("weight", completedStep.weight());
      out.end();
    }
  }

  static Approvals readApprovals(TreeFields from) {
    return from == null
        ? null
        : new Approvals(
            from.word("waitReason", Approvals.WaitReason.class),
            from.instant("waitingSince"),
            from.weight("requestedWeight"),
            from.weight("approvedWeight"),
            from.list("entries", RequestCodec::readSteeringEntry));
  }

  static void writeApprovals(JsonBuilder out, String field, Approvals approvals) {
    if (out.begin(field, approvals)) {
      out.put("approvedWeight", approvals.approvedWeight());
      if (out.open("entries", approvals.entries())) {
        for (SteeringEntry each : approvals.entries()) {
          RequestCodec.writeSteeringEntry(out, "", each);
        }
        out.close();
      }
      out.put("requestedWeight", approvals.requestedWeight());
      out.put("waitReason", approvals.waitReason());
      out.put("waitingSince", approvals.waitingSince());
      out.end();
    }
  }
}
