package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.Arns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes Lambda's responses. */
final class LambdaResponses {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

  private LambdaResponses() {}

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** A FunctionConfiguration without the state fields, as lists return it. */
  static Map<String, Object> listedFunctionConfiguration(
      String function, String arn, FunctionVersion version) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("FunctionName", function);
    wire.put("FunctionArn", arn);
    wire.putAll(version.settings().fields());
    reshapeSettings(wire, version);
    wire.put("CodeSize", version.code().size());
    wire.put("CodeSha256", version.code().sha256());
    wire.put("Version", version.number());
    wire.put("LastModified", time(version.modified()));
    wire.put("RevisionId", version.revisionId());
    return wire;
  }

  /** A complete FunctionConfiguration. */
  static Map<String, Object> functionConfiguration(
      String function,
      String arn,
      FunctionVersion version,
      VersionStateOverrides.VersionStateOverride override) {
    Map<String, Object> wire = listedFunctionConfiguration(function, arn, version);
    FunctionState state = override.state();
    wire.put("State", state.wireName());
    if (!state.reasonCode().isEmpty()) {
      wire.put("StateReasonCode", state.reasonCode());
      wire.put("StateReason", override.reason());
    }
    addLastUpdate(wire, state);
    if (version.settings().isSnapStarted()) {
      boolean on = version.isPublished() && state == FunctionState.ACTIVE;
      wire.put("SnapStart", snapStart("PublishedVersions", on));
    }
    return wire;
  }

  private static void addLastUpdate(Map<String, Object> wire, FunctionState state) {
    if (state == FunctionState.UPDATING) {
      wire.put("LastUpdateStatus", "InProgress");
      wire.put("LastUpdateStatusReason", "The function is being created.");
      wire.put("LastUpdateStatusReasonCode", "Creating");
    } else if (state != FunctionState.PENDING) { // recorded: absent while pending
      wire.put("LastUpdateStatus", "Successful");
    }
  }

  /** Some settings have another shape in responses than in requests. */
  private static void reshapeSettings(Map<String, Object> wire, FunctionVersion version) {
    FunctionSettings settings = version.settings();
    wire.put(
        "SnapStart", snapStart(settings.isSnapStarted() ? "PublishedVersions" : "None", false));
    if (settings.deadLetterTarget().isEmpty()) {
      wire.remove("DeadLetterConfig");
    }
    Object imageConfig = wire.remove("ImageConfig");
    if (imageConfig != null) {
      wire.put("ImageConfigResponse", Map.of("ImageConfig", imageConfig));
    }
    List<Object> layers = new JsonView(wire.get("Layers")).list();
    if (!layers.isEmpty()) {
      wire.put("Layers", layers.stream().map(arn -> Map.of("Arn", arn, "CodeSize", 0)).toList());
    }
  }

  private static Map<String, Object> snapStart(String applyOn, boolean on) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("ApplyOn", applyOn);
    wire.put("OptimizationStatus", on ? "On" : "Off");
    return wire;
  }

  /**
   * An AliasConfiguration. Recorded: without weights there is no RoutingConfig, and Description is
   * always present.
   */
  static Map<String, Object> aliasConfiguration(
      String function, FunctionAlias alias, Map<String, Double> weights) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("AliasArn", Arns.function(function, alias.name()));
    wire.put("Name", alias.name());
    wire.put("FunctionVersion", alias.version());
    wire.put("Description", alias.description());
    if (!weights.isEmpty()) {
      wire.put("RoutingConfig", Map.of("AdditionalVersionWeights", weights));
    }
    wire.put("RevisionId", alias.revisionId());
    return wire;
  }
}
