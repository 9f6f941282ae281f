package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.RestJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Lambda's alias operations. The caller holds the store's monitor. */
final class AliasOperations {
  private static final int PAGE = 50;

  private final LambdaStore store;

  AliasOperations(LambdaStore store) {
    this.store = store;
  }

  WireResponse create(LambdaCall call) {
    JsonFields fields = call.fields();
    String name = fields.text("Name");
    String version = fields.text("FunctionVersion");
    AliasValidation.checkName(name);
    AliasValidation.checkDescription(fields.text("Description"));
    LambdaFunction function = store.function(unqualified(call));
    AliasValidation.checkVersion(function, version);
    if (function.aliases().containsKey(name)) {
      throw LambdaErrors.conflict("Alias already exists: " + Arns.function(function.name(), name));
    }
    Map<String, Double> weights =
        AliasValidation.checkedWeights(function, version, weights(fields));
    FunctionAlias alias =
        new FunctionAlias(name, version, fields.text("Description"), weights, store.newRevision());
    function.aliases().put(name, alias);
    return RestJson.response(201, wire(function, alias));
  }

  WireResponse get(LambdaCall call) {
    LambdaFunction function = store.function(unqualified(call));
    FunctionAlias alias = function.aliases().get(call.part());
    if (alias == null) {
      throw LambdaErrors.notFound(
          "Cannot find alias arn: " + Arns.function(function.name(), call.part()));
    }
    return RestJson.response(200, wire(function, alias));
  }

  WireResponse update(LambdaCall call) {
    JsonFields fields = call.fields();
    LambdaFunction function = store.function(unqualified(call));
    FunctionAlias before = function.aliases().get(call.part());
    if (before == null) { // recorded: GetAlias has another text
      throw LambdaErrors.notFound(
          "Alias not found: " + Arns.function(function.name(), call.part()));
    }
    store.refuseStale(fields.text("RevisionId"), before.revisionId());
    return RestJson.response(200, wire(function, write(function, before, fields)));
  }

  /** Creates an alias, or updates it whatever its revision is. */
  void put(LambdaFunction function, String alias, String version, Map<String, Double> weights) {
    Map<String, Object> routing = Map.of("AdditionalVersionWeights", Map.copyOf(weights));
    FunctionAlias before =
        function.aliases().getOrDefault(alias, new FunctionAlias(alias, version, "", Map.of(), ""));
    write(
        function,
        before,
        new JsonFields(Map.of("FunctionVersion", version, "RoutingConfig", routing)));
  }

  /** Fields that the request omits stay. The revision changes even when nothing else does. */
  FunctionAlias write(LambdaFunction function, FunctionAlias before, JsonFields fields) {
    boolean setsWeights = fields.has("RoutingConfig");
    refuseStuck(function, before, setsWeights);
    String version =
        fields.has("FunctionVersion") ? fields.text("FunctionVersion") : before.version();
    AliasValidation.checkVersion(function, version);
    AliasValidation.checkDescription(fields.text("Description"));
    Map<String, Double> checked =
        AliasValidation.checkedWeights(
            function,
            version,
            setsWeights ? weights(fields) : Map.copyOf(function.effectiveWeights(before)));
    Map<String, Double> weights = setsWeights ? checked : before.weights();
    String description =
        fields.has("Description") ? fields.text("Description") : before.description();
    FunctionAlias after =
        new FunctionAlias(before.name(), version, description, weights, store.newRevision());
    updateHandover(function, before, after, setsWeights);
    function.aliases().put(after.name(), after);
    return after;
  }

  WireResponse delete(LambdaCall call) {
    LambdaFunction function = store.functions().get(unqualified(call).name());
    if (function != null) { // neither a missing alias nor a missing function is an error here
      function.aliases().remove(call.part());
      function.handovers().remove(call.part());
      function.provisioned().remove(call.part());
      function.policies().remove(call.part());
    }
    return RestJson.empty(204);
  }

  WireResponse list(LambdaCall call) {
    LambdaFunction function = store.function(unqualified(call));
    String version = call.query("FunctionVersion");
    List<Map<String, Object>> all =
        function.aliases().values().stream()
            .filter(alias -> version.isEmpty() || alias.version().equals(version))
            .map(alias -> wire(function, alias))
            .toList();
    return LambdaPages.page(call, "Aliases", all, PAGE);
  }

  /** Reported by users: after a failed warm-up, only clearing the weights helps. */
  private void refuseStuck(LambdaFunction function, FunctionAlias before, boolean setsWeights) {
    LambdaFunction.AliasHandover handover = function.handovers().get(before.name());
    boolean stuck = handover != null && !store.now().isBefore(handover.until());
    if (stuck && !setsWeights) {
      throw LambdaErrors.invalid("Invalid alias configuration for Provisioned Concurrency");
    }
  }

  /**
   * Reported by users: when an alias with provisioned concurrency gets another version, AWS routes
   * all requests to the old version until the new one is warm. An update that sets weights ends
   * this.
   */
  private void updateHandover(
      LambdaFunction function, FunctionAlias before, FunctionAlias after, boolean setsWeights) {
    String name = before.name();
    LambdaFunction.AliasHandover present = function.handovers().get(name);
    if (setsWeights) {
      function.handovers().remove(name);
    }
    String serving = present == null ? before.version() : present.from();
    LambdaFunction.ProvisionedConcurrencyConfig warm = function.provisioned().get(name);
    boolean changesVersion = !after.version().equals(before.version());
    if (warm != null
        && changesVersion
        && after.weights().isEmpty()
        && !serving.equals(after.version())) {
      Instant readyAt = store.now().plus(store.provisioningTime());
      function.handovers().put(name, new LambdaFunction.AliasHandover(serving, readyAt));
      function.provisioned().put(name, warm.requestedAgain(store.now(), readyAt));
    }
  }

  private static Map<String, Object> weights(JsonFields fields) {
    return fields.object("RoutingConfig").object("AdditionalVersionWeights").tree();
  }

  private static FunctionRef unqualified(LambdaCall call) {
    return new FunctionRef(FunctionRef.parse(call.resource(), "").name(), "");
  }

  private static Map<String, Object> wire(LambdaFunction function, FunctionAlias alias) {
    return LambdaResponses.aliasConfiguration(
        function.name(), alias, function.effectiveWeights(alias));
  }
}
