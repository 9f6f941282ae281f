package dev.coalmine.document;

import dev.coalmine.target.AliasChange;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Provisioning;
import dev.coalmine.target.Routing;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageChange;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Target;
import dev.coalmine.target.TargetChange;

/**
 * Targets as JSON: aliases and stages, their routings, snapshots and metrics. Each record is read
 * and written component by component, as jackson-jr does: fields are written by the order of their
 * names.
 */
final class TargetCodec {
  private TargetCodec() {}

  static AliasTarget readAliasTarget(TreeFields from) {
    return from == null
        ? null
        : new AliasTarget(from.text("function"), from.text("alias"), from.text("version"));
  }

  static void writeAliasTarget(JsonBuilder out, String field, AliasTarget aliasTarget) {
    if (out.begin(field, aliasTarget)) {
      out.put("alias", aliasTarget.alias());
      out.put("function", aliasTarget.function());
      out.put("version", aliasTarget.version());
      out.end();
    }
  }

  static StageTarget readStageTarget(TreeFields from) {
    return from == null
        ? null
        : new StageTarget(
            from.text("restApi"),
            from.text("stage"),
            from.text("deployment"),
            from.texts("variables"));
  }

  static void writeStageTarget(JsonBuilder out, String field, StageTarget stageTarget) {
    if (out.begin(field, stageTarget)) {
      out.put("deployment", stageTarget.deployment());
      out.put("restApi", stageTarget.restApi());
      out.put("stage", stageTarget.stage());
      out.put("variables", stageTarget.variables());
      out.end();
    }
  }

  static Snapshot readSnapshot(TreeFields from) {
    return from == null
        ? null
        : new Snapshot(
            readRouting(from.object("routing")),
            from.text("description"),
            from.text("revision"),
            from.text("stamp"),
            readProvisioning(from.object("provisioning")));
  }

  static void writeSnapshot(JsonBuilder out, String field, Snapshot snapshot) {
    if (out.begin(field, snapshot)) {
      out.put("description", snapshot.description());
      writeProvisioning(out, "provisioning", snapshot.provisioning());
      out.put("revision", snapshot.revision());
      writeRouting(out, "routing", snapshot.routing());
      out.put("stamp", snapshot.stamp());
      out.end();
    }
  }

  static AliasRouting readAliasRouting(TreeFields from) {
    return from == null
        ? null
        : new AliasRouting(from.text("version"), from.decimals("otherWeights"));
  }

  static void writeAliasRouting(JsonBuilder out, String field, AliasRouting aliasRouting) {
    if (out.begin(field, aliasRouting)) {
      out.put("otherWeights", aliasRouting.otherWeights());
      out.put("version", aliasRouting.version());
      out.end();
    }
  }

  static StageRouting readStageRouting(TreeFields from) {
    return from == null
        ? null
        : new StageRouting(
            from.text("deployment"),
            from.texts("variables"),
            readStageCanary(from.object("canary")));
  }

  static void writeStageRouting(JsonBuilder out, String field, StageRouting stageRouting) {
    if (out.begin(field, stageRouting)) {
      writeStageCanary(out, "canary", stageRouting.canary());
      out.put("deployment", stageRouting.deployment());
      out.put("variables", stageRouting.variables());
      out.end();
    }
  }

  static StageRouting.StageCanary readStageCanary(TreeFields from) {
    return from == null
        ? null
        : new StageRouting.StageCanary(
            from.text("deployment"), from.decimal("percent"), from.texts("overrides"));
  }

  static void writeStageCanary(
      JsonBuilder out, String field, StageRouting.StageCanary stageCanary) {
    if (out.begin(field, stageCanary)) {
      out.put("deployment", stageCanary.deployment());
      out.put("overrides", stageCanary.overrides());
      out.put("percent", stageCanary.percent());
      out.end();
    }
  }

  static Provisioning readProvisioning(TreeFields from) {
    return from == null
        ? null
        : new Provisioning(
            from.word("status", Provisioning.ProvisioningStatus.class), from.text("reason"));
  }

  static void writeProvisioning(JsonBuilder out, String field, Provisioning state) {
    if (out.begin(field, state)) {
      out.put("reason", state.reason());
      out.put("status", state.status());
      out.end();
    }
  }

  static MetricSource readMetricSource(TreeFields from) {
    return from == null
        ? null
        : new MetricSource(
            from.word("kind", MetricSource.MetricSourceKind.class),
            from.text("apiName"),
            from.list("pairs", TargetCodec::readInvocationPair),
            from.flag("complete"));
  }

  static void writeMetricSource(JsonBuilder out, String field, MetricSource metricSource) {
    if (out.begin(field, metricSource)) {
      out.put("apiName", metricSource.apiName());
      out.put("complete", metricSource.complete());
      out.put("kind", metricSource.kind());
      if (out.open("pairs", metricSource.pairs())) {
        for (MetricSource.InvocationPair each : metricSource.pairs()) {
          writeInvocationPair(out, "", each);
        }
        out.close();
      }
      out.end();
    }
  }

  static MetricSource.InvocationPair readInvocationPair(TreeFields from) {
    return from == null
        ? null
        : new MetricSource.InvocationPair(
            readInvocationTarget(from.object("baseline")),
            readInvocationTarget(from.object("canary")));
  }

  static void writeInvocationPair(
      JsonBuilder out, String field, MetricSource.InvocationPair invocationPair) {
    if (out.begin(field, invocationPair)) {
      writeInvocationTarget(out, "baseline", invocationPair.baseline());
      writeInvocationTarget(out, "canary", invocationPair.canary());
      out.end();
    }
  }

  static MetricSource.InvocationTarget readInvocationTarget(TreeFields from) {
    return from == null
        ? null
        : new MetricSource.InvocationTarget(from.text("function"), from.text("qualifier"));
  }

  static void writeInvocationTarget(
      JsonBuilder out, String field, MetricSource.InvocationTarget invocationTarget) {
    if (out.begin(field, invocationTarget)) {
      out.put("function", invocationTarget.function());
      out.put("qualifier", invocationTarget.qualifier());
      out.end();
    }
  }

  static AliasChange readAliasChange(TreeFields from) {
    return from == null
        ? null
        : new AliasChange(
            from.text("function"),
            from.text("alias"),
            from.text("version"),
            from.text("before"),
            from.text("after"));
  }

  static void writeAliasChange(JsonBuilder out, String field, AliasChange aliasChange) {
    if (out.begin(field, aliasChange)) {
      out.put("after", aliasChange.after());
      out.put("alias", aliasChange.alias());
      out.put("before", aliasChange.before());
      out.put("function", aliasChange.function());
      out.put("version", aliasChange.version());
      out.end();
    }
  }

  static StageChange readStageChange(TreeFields from) {
    return from == null
        ? null
        : new StageChange(
            from.text("restApi"),
            from.text("stage"),
            from.text("deployment"),
            from.texts("variables"),
            from.text("before"),
            from.text("after"));
  }

  static void writeStageChange(JsonBuilder out, String field, StageChange stageChange) {
    if (out.begin(field, stageChange)) {
      out.put("after", stageChange.after());
      out.put("before", stageChange.before());
      out.put("deployment", stageChange.deployment());
      out.put("restApi", stageChange.restApi());
      out.put("stage", stageChange.stage());
      out.put("variables", stageChange.variables());
      out.end();
    }
  }

  static Target readTarget(TreeFields from) {
    if (from == null) {
      return null;
    }
    return from.has("alias") ? readAliasTarget(from) : readStageTarget(from.having("stage"));
  }

  static void writeTarget(JsonBuilder out, String field, Target target) {
    if (target instanceof AliasTarget alias) {
      writeAliasTarget(out, field, alias);
    } else {
      writeStageTarget(out, field, (StageTarget) target);
    }
  }

  static TargetChange readTargetChange(TreeFields from) {
    if (from == null) {
      return null;
    }
    return from.has("alias") ? readAliasChange(from) : readStageChange(from.having("stage"));
  }

  static void writeTargetChange(JsonBuilder out, String field, TargetChange change) {
    if (change instanceof AliasChange alias) {
      writeAliasChange(out, field, alias);
    } else {
      writeStageChange(out, field, (StageChange) change);
    }
  }

  static Routing readRouting(TreeFields from) {
    if (from == null) {
      return null;
    }
    return from.has("version")
        ? readAliasRouting(from)
        : readStageRouting(from.having("deployment"));
  }

  static void writeRouting(JsonBuilder out, String field, Routing routing) {
    if (routing instanceof AliasRouting alias) {
      writeAliasRouting(out, field, alias);
    } else {
      writeStageRouting(out, field, (StageRouting) routing);
    }
  }
}
