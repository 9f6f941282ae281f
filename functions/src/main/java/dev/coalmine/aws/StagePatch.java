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
 * The next UpdateStage on the way from what stands to what is wanted. One call touches what serves
 * or the canary, never both, but for promotion, which copies the one to the other. All values are
 * texts, and so is what API Gateway takes for numbers ("Patch operations", API Gateway API
 * reference; which paths and operations work is recorded behaviour).
 */
final class StagePatch {
  private static final String CANARY = "/canarySettings";
  private static final String OVERRIDES = CANARY + "/stageVariableOverrides";

  private final StageRouting stands;
  private final StageRouting wanted;
  private final List<PatchOperation> operations = new ArrayList<>();

  private StagePatch(StageRouting stands, StageRouting wanted) {
    this.stands = stands;
    this.wanted = wanted;
  }

  /** What to send; never empty for a move that is not done. */
  static List<PatchOperation> towards(RoutingChange move, Snapshot found) {
    StagePatch patch = new StagePatch((StageRouting) found.routing(), (StageRouting) move.wanted());
    if (!patch.stands.servesSameAs(patch.wanted)) {
      patch.serve();
      return patch.operations;
    }
    if (!patch.stands.canary().equals(patch.wanted.canary())) {
      patch.canary();
    }
    move.descriptionToWrite(found).map(StagePatch::description).ifPresent(patch.operations::add);
    return patch.operations;
  }

  private void serve() {
    if (!stands.isSplit()) {
      replaceWhatServes();
    } else if (isPromotion()) {
      promote();
    } else {
      remove(CANARY);
    }
  }

  private boolean isPromotion() {
    Map<String, String> merged = new TreeMap<>(stands.variables());
    merged.putAll(stands.canary().overrides());
    return stands.canary().deployment().equals(wanted.deployment())
        && merged.equals(wanted.variables());
  }

  /** In the order of "Promote a canary release": copying merges variables and leaves the canary. */
  private void promote() {
    replace(CANARY + "/percentTraffic", "0.0");
    if (!stands.canary().overrides().isEmpty()) {
      copy(OVERRIDES, "/variables");
    }
    copy(CANARY + "/deploymentId", "/deploymentId");
  }

  private void replaceWhatServes() {
    if (!stands.deployment().equals(wanted.deployment())) {
      replace("/deploymentId", wanted.deployment());
    }
    replaceAll("/variables", stands.variables(), wanted.variables());
  }

  /** The share comes last, so that no request goes to a canary that is not complete. */
  private void canary() {
    StageCanary next = wanted.canary();
    if (!next.exists()) {
      remove(CANARY); // setting the share to nothing would leave, or even create, a canary
      return;
    }
    replace(CANARY + "/deploymentId", next.deployment());
    replaceAll(OVERRIDES, stands.canary().overrides(), next.overrides());
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

  /** Sets the description; an empty one clears it, as Terraform's users do. */
  static PatchOperation description(String text) {
    return PatchOperation.builder().op(Op.REPLACE).path("/description").value(text).build();
  }

  /**
   * An operation that API Gateway refuses: "Invalid add operation with path:
   * /canarySettings/deploymentId". Its value is what the stage has.
   */
  static PatchOperation refused(StageRouting stands) {
    return PatchOperation.builder()
        .op(Op.ADD)
        .path(CANARY + "/deploymentId")
        .value(stands.deployment())
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
