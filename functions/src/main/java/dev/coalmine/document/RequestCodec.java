package dev.coalmine.document;

import dev.coalmine.request.Approval;
import dev.coalmine.request.BusyAction;
import dev.coalmine.request.GateRule;
import dev.coalmine.request.Hooks;
import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.request.MetricScope;
import dev.coalmine.request.Plan;
import dev.coalmine.request.Probe;
import dev.coalmine.request.PromotionRule;
import dev.coalmine.request.ReleaseSettings;
import dev.coalmine.request.SteeringCommand;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.request.Step;

/**
 * What a release is asked to do, as JSON: plan, settings, hooks, approvals. Each record is read and
 * written component by component, as jackson-jr does: fields are written by the order of their
 * names.
 */
final class RequestCodec {
  private RequestCodec() {}

  static Plan readPlan(TreeFields from) {
    return from == null
        ? null
        : new Plan(from.text("name"), from.list("steps", RequestCodec::readStep));
  }

  static void writePlan(JsonBuilder out, String field, Plan plan) {
    if (out.begin(field, plan)) {
      out.put("name", plan.name());
      if (out.open("steps", plan.steps())) {
        for (Step each : plan.steps()) {
          writeStep(out, "", each);
        }
        out.close();
      }
      out.end();
    }
  }

  static Step readStep(TreeFields from) {
    return from == null ? null : new Step(from.weight("weight"), from.duration("bake"));
  }

  static void writeStep(JsonBuilder out, String field, Step step) {
    if (out.begin(field, step)) {
      out.put("bake", step.bake());
      out.put("weight", step.weight());
      out.end();
    }
  }

  static MetricScope readMetricScope(TreeFields from) {
    return from == null ? null : new MetricScope(from.flag("errors"), from.flag("latency"));
  }

  static void writeMetricScope(JsonBuilder out, String field, MetricScope metricScope) {
    if (out.begin(field, metricScope)) {
      out.put("errors", metricScope.errors());
      out.put("latency", metricScope.latency());
      out.end();
    }
  }

  static ReleaseSettings readReleaseSettings(TreeFields from) {
    return from == null
        ? null
        : new ReleaseSettings(
            from.duration("poll"),
            from.duration("maxDuration"),
            from.word("whenInconclusive", InconclusiveAction.class),
            from.duration("watch"),
            readHooks(from.object("hooks")),
            readApproval(from.object("approval")),
            from.word("ifBusy", BusyAction.class),
            readProbe(from.object("probe")),
            readPromotionRule(from.object("promotion")));
  }

  static void writeReleaseSettings(JsonBuilder out, String field, ReleaseSettings releaseSettings) {
    if (out.begin(field, releaseSettings)) {
      writeApproval(out, "approval", releaseSettings.approval());
      writeHooks(out, "hooks", releaseSettings.hooks());
      out.put("ifBusy", releaseSettings.ifBusy());
      out.put("maxDuration", releaseSettings.maxDuration());
      out.put("poll", releaseSettings.poll());
      writeProbe(out, "probe", releaseSettings.probe());
      writePromotionRule(out, "promotion", releaseSettings.promotion());
      out.put("watch", releaseSettings.watch());
      out.put("whenInconclusive", releaseSettings.whenInconclusive());
      out.end();
    }
  }

  static Hooks readHooks(TreeFields from) {
    return from == null
        ? null
        : new Hooks(from.text("beforeTraffic"), from.text("eachStep"), from.text("afterTraffic"));
  }

  static void writeHooks(JsonBuilder out, String field, Hooks hooks) {
    if (out.begin(field, hooks)) {
      out.put("afterTraffic", hooks.afterTraffic());
      out.put("beforeTraffic", hooks.beforeTraffic());
      out.put("eachStep", hooks.eachStep());
      out.end();
    }
  }

  static Approval readApproval(TreeFields from) {
    return from == null ? null : new Approval(from.wholes("weights"), from.duration("timeout"));
  }

  static void writeApproval(JsonBuilder out, String field, Approval approval) {
    if (out.begin(field, approval)) {
      out.put("timeout", approval.timeout());
      out.put("weights", approval.weights());
      out.end();
    }
  }

  static Probe readProbe(TreeFields from) {
    return from == null
        ? null
        : new Probe(from.text("function"), from.whole("events"), from.whole("perMinute"));
  }

  static void writeProbe(JsonBuilder out, String field, Probe probe) {
    if (out.begin(field, probe)) {
      out.put("events", probe.events());
      out.put("function", probe.function());
      out.put("perMinute", probe.perMinute());
      out.end();
    }
  }

  static PromotionRule readPromotionRule(TreeFields from) {
    return from == null
        ? null
        : new PromotionRule(from.duration("minimumBake"), from.word("gate", GateRule.class));
  }

  static void writePromotionRule(JsonBuilder out, String field, PromotionRule promotionRule) {
    if (out.begin(field, promotionRule)) {
      out.put("gate", promotionRule.gate());
      out.put("minimumBake", promotionRule.minimumBake());
      out.end();
    }
  }

  static Hooks.HookCall readHookCall(TreeFields from) {
    return from == null
        ? null
        : new Hooks.HookCall(from.text("name"), from.text("function"), from.instant("since"));
  }

  static void writeHookCall(JsonBuilder out, String field, Hooks.HookCall hookCall) {
    if (out.begin(field, hookCall)) {
      out.put("function", hookCall.function());
      out.put("name", hookCall.name());
      out.put("since", hookCall.since());
      out.end();
    }
  }

  static SteeringEntry readSteeringEntry(TreeFields from) {
    return from == null
        ? null
        : new SteeringEntry(
            from.word("command", SteeringCommand.class),
            from.text("by"),
            from.text("why"),
            from.instant("at"));
  }

  static void writeSteeringEntry(JsonBuilder out, String field, SteeringEntry steeringEntry) {
    if (out.begin(field, steeringEntry)) {
      out.put("at", steeringEntry.at());
      out.put("by", steeringEntry.by());
      out.put("command", steeringEntry.command());
      out.put("why", steeringEntry.why());
      out.end();
    }
  }
}
