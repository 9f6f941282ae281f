package dev.coalmine.local.aws;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Lambda's operations on aliases. The caller holds the book's monitor. */
final class LambdaAliases {
  private static final int PAGE = 50;

  private final LambdaBook book;

  LambdaAliases(LambdaBook book) {
    this.book = book;
  }

  WireAnswer create(LambdaCall call) {
    Fields fields = call.fields();
    String name = fields.text("Name");
    String version = fields.text("FunctionVersion");
    AliasRules.name(name);
    AliasRules.description(fields.text("Description"));
    LambdaFunction function = book.function(bare(call));
    AliasRules.version(function, version);
    if (function.aliases().containsKey(name)) {
      throw LambdaErrors.conflict("Alias already exists: " + Arns.function(function.name(), name));
    }
    Map<String, Double> weights = AliasRules.weights(function, version, weights(fields));
    Alias alias = new Alias(name, version, fields.text("Description"), weights, book.newRevision());
    function.aliases().put(name, alias);
    return LambdaWire.json(201, wire(function, alias));
  }

  WireAnswer get(LambdaCall call) {
    LambdaFunction function = book.function(bare(call));
    Alias alias = function.aliases().get(call.part());
    if (alias == null) {
      throw LambdaErrors.notFound(
          "Cannot find alias arn: " + Arns.function(function.name(), call.part()));
    }
    return LambdaWire.json(200, wire(function, alias));
  }

  WireAnswer update(LambdaCall call) {
    Fields fields = call.fields();
    LambdaFunction function = book.function(bare(call));
    Alias before = function.aliases().get(call.part());
    if (before == null) { // recorded: not the words that GetAlias has for it
      throw LambdaErrors.notFound(
          "Alias not found: " + Arns.function(function.name(), call.part()));
    }
    book.refuseStale(fields.text("RevisionId"), before.revisionId());
    return LambdaWire.json(200, wire(function, write(function, before, fields)));
  }

  /** What the request leaves out stays; the revision changes even when nothing else does. */
  Alias write(LambdaFunction function, Alias before, Fields fields) {
    boolean routes = fields.has("RoutingConfig");
    refuseStuck(function, before, routes);
    String version =
        fields.has("FunctionVersion") ? fields.text("FunctionVersion") : before.version();
    AliasRules.version(function, version);
    AliasRules.description(fields.text("Description"));
    Map<String, Object> asked = routes ? weights(fields) : Map.copyOf(function.weights(before));
    Map<String, Double> weights = AliasRules.weights(function, version, asked);
    String description =
        fields.has("Description") ? fields.text("Description") : before.description();
    Alias after =
        new Alias(
            before.name(),
            version,
            description,
            routes ? weights : before.weights(),
            book.newRevision());
    handOver(function, before, after, routes);
    function.aliases().put(after.name(), after);
    return after;
  }

  WireAnswer delete(LambdaCall call) {
    LambdaFunction function = book.functions().get(bare(call).name());
    if (function != null) { // neither a missing alias nor a missing function is an error here
      function.aliases().remove(call.part());
      function.handovers().remove(call.part());
      function.provisioned().remove(call.part());
      function.policies().remove(call.part());
    }
    return LambdaWire.nothing(204);
  }

  WireAnswer list(LambdaCall call) {
    LambdaFunction function = book.function(bare(call));
    String version = call.query("FunctionVersion");
    List<Map<String, Object>> all =
        function.aliases().values().stream()
            .filter(alias -> version.isEmpty() || alias.version().equals(version))
            .map(alias -> wire(function, alias))
            .toList();
    return Pages.ofLambda(call, "Aliases", all, PAGE);
  }

  /** Reported by users: after a failed warm-up nothing but clearing the weights helps. */
  private void refuseStuck(LambdaFunction function, Alias before, boolean routes) {
    LambdaFunction.Handover handover = function.handovers().get(before.name());
    boolean stuck = handover != null && !book.now().isBefore(handover.until());
    if (stuck && !routes) {
      throw LambdaErrors.invalid("Invalid alias configuration for Provisioned Concurrency");
    }
  }

  /**
   * Reported by users: when an alias with provisioned concurrency gets another version, AWS gives
   * all requests to the old one until the new one is warm. Whoever writes weights ends that.
   */
  private void handOver(LambdaFunction function, Alias before, Alias after, boolean routes) {
    String name = before.name();
    LambdaFunction.Handover running = function.handovers().get(name);
    if (routes) {
      function.handovers().remove(name);
    }
    String serving = running == null ? before.version() : running.from();
    LambdaFunction.Provisioned warm = function.provisioned().get(name);
    boolean moved = !after.version().equals(before.version());
    if (warm != null && moved && after.weights().isEmpty() && !serving.equals(after.version())) {
      Instant readyAt = book.now().plus(book.provisioningTime());
      function.handovers().put(name, new LambdaFunction.Handover(serving, readyAt));
      function
          .provisioned()
          .put(name, new LambdaFunction.Provisioned(warm.wanted(), book.now(), readyAt));
    }
  }

  private static Map<String, Object> weights(Fields fields) {
    return fields.object("RoutingConfig").object("AdditionalVersionWeights").tree();
  }

  private static FunctionRef bare(LambdaCall call) {
    return new FunctionRef(FunctionRef.parse(call.resource(), "").name(), "");
  }

  private static Map<String, Object> wire(LambdaFunction function, Alias alias) {
    return LambdaWire.alias(function.name(), alias, function.weights(alias));
  }
}
