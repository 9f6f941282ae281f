package dev.coalmine.aws;

import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageRouting.StageCanary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/**
 * The patch operations of the next UpdateStage call from the current routing to the wanted one. One
 * call changes either the stage's own deployment and variables, or the canary. Only promotion
 * changes both: it copies the canary's to the stage. API Gateway takes all values as text, numbers
 * too ("Patch operations", API Gateway API reference; which paths and operations work was
 * recorded).
 */
final class StagePatch {
  private static final String CANARY = "/canarySettings";
  private static final String OVERRIDES = CANARY + "/stageVariableOverrides";

  private final StageRouting current;
  private final StageRouting wanted;
  private final List<PatchOperation> operations = new ArrayList<>();

  private StagePatch(StageRouting current, StageRouting wanted) {
    this.current = current;
    this.wanted = wanted;
  }

  /** The operations to send; not empty for a change that is not applied yet. */
  static List<PatchOperation> towards(RoutingChange change, Snapshot found) {
    StagePatch patch =
        new StagePatch((StageRouting) found.routing(), (StageRouting) change.wanted());
    if (!patch.current.servesSameAs(patch.wanted)) {
      patch.changeStage();
      return patch.operations;
    }
    if (!patch.current.canary().equals(patch.wanted.canary())) {
      patch.changeCanary();
    }
    change.descriptionToWrite(found).map(StagePatch::description).ifPresent(patch.operations::add);
    return patch.operations;
  }

  private void changeStage() {
    if (!current.isSplit()) {
      replaceDeployment();
    } else if (isPromotion()) {
      promote();
    } else {
      remove(CANARY);
    }
  }

  private boolean isPromotion() {
    Map<String, String> merged = new TreeMap<>(current.variables());
    merged.putAll(current.canary().overrides());
    return current.canary().deployment().equals(wanted.deployment())
        && merged.equals(wanted.variables());
  }

  /**
   * Promotes with the operations of "Promote a canary release". Copying merges the variables and
   * keeps the canary. It comes first: without a canary it is refused (recorded: "Promotion not
   * available. Canary does not exist."), so a handler that was lost can't promote once the canary
   * is gone. Setting the share would create one.
   */
  private void promote() {
    if (!current.canary().overrides().isEmpty()) {
      copy(OVERRIDES, "/variables");
    }
    copy(CANARY + "/deploymentId", "/deploymentId");
    replace(CANARY + "/percentTraffic", "0.0");
  }

  private void replaceDeployment() {
    if (!current.deployment().equals(wanted.deployment())) {
      replace("/deploymentId", wanted.deployment());
    }
    replaceAll("/variables", current.variables(), wanted.variables());
  }

  /** Sets the percentage last, so that no request reaches an incomplete canary. */
  private void changeCanary() {
    StageCanary next = wanted.canary();
    if (!next.exists()) {
      remove(CANARY); // a percentage of 0 would keep, or even create, a canary
      return;
    }
    replace(CANARY + "/deploymentId", next.deployment());
    replaceAll(OVERRIDES, current.canary().overrides(), next.overrides());
    replace(CANARY + "/percentTraffic", next.percent().toPlainString());
  }

  private void replaceAll(String path, Map<String, String> old, Map<String, String> next) {
    new TreeMap<>(next)
        .forEach(
            (name, value) -> {
              if (!value.equals(old.get(name))) {
                replace(path + "/" + name, value);
              }
            });
    for (String name : new TreeMap<>(old).keySet()) {
      if (!next.containsKey(name)) {
        remove(path + "/" + name);
      }
    }
  }

  /** Sets the description. An empty one clears it, which Terraform relies on. */
  static PatchOperation description(String text) {
    return PatchOperation.builder().op(Op.REPLACE).path("/description").value(text).build();
  }

  /**
   * An operation that API Gateway refuses: "Invalid add operation with path:
   * /canarySettings/deploymentId". Its value is the stage's own deployment.
   */
  static PatchOperation refused(StageRouting current) {
    return PatchOperation.builder()
        .op(Op.ADD)
        .path(CANARY + "/deploymentId")
        .value(current.deployment())
        .build();
  }

  private void replace(String path, String value) {
    add(PatchOperation.builder().op(Op.REPLACE).path(path).value(value));
  }

  private void remove(String path) {
    add(PatchOperation.builder().op(Op.REMOVE).path(path));
  }

  private void copy(String from, String path) {
    add(PatchOperation.builder().op(Op.COPY).from(from).path(path));
  }

  private void add(PatchOperation.Builder operation) {
    operations.add(operation.build());
  }
}
