package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.lambda.LambdaFunction.ProvisionedConcurrencyConfig;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.RestJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Lambda's operations on provisioned concurrency. The caller holds the store's monitor. */
final class ProvisionedConcurrencyOperations {
  private final LambdaStore store;

  ProvisionedConcurrencyOperations(LambdaStore store) {
    this.store = store;
  }

  WireResponse put(LambdaCall call) {
    int wanted = call.fields().number("ProvisionedConcurrentExecutions", 0);
    if (wanted < 1) {
      throw LambdaErrors.validation(
          wanted,
          "provisionedConcurrentExecutions",
          "Member must have value greater than or equal to 1");
    }
    FunctionRef ref = call.function();
    LambdaFunction function = store.function(ref);
    put(function, ref, wanted);
    return RestJson.response(202, wire(function, ref, "IN_PROGRESS"));
  }

  void put(LambdaFunction function, FunctionRef ref, int wanted) {
    refuseUnpublished(ref);
    store.version(ref);
    Optional<FunctionAlias> alias = Optional.ofNullable(function.aliases().get(ref.qualifier()));
    if (alias.isPresent() && !function.effectiveWeights(alias.get()).isEmpty()) {
      throw LambdaErrors.invalid("Alias with weights can not be used with Provisioned Concurrency");
    }
    alias.ifPresent(found -> refuseSharing(function, found));
    boolean covered =
        function.provisioned().keySet().stream()
            .map(function.aliases()::get)
            .anyMatch(other -> other != null && other.version().equals(ref.qualifier()));
    if (covered) {
      throw LambdaErrors.conflict("Version is pointed by a Provisioned Concurrency alias");
    }
    Instant ready = store.now().plus(store.provisioningTime());
    function
        .provisioned()
        .put(ref.qualifier(), new ProvisionedConcurrencyConfig(wanted, store.now(), ready));
  }

  WireResponse get(LambdaCall call) {
    FunctionRef ref = call.function();
    LambdaFunction function = store.function(ref);
    refuseUnpublished(ref);
    FunctionVersion version = store.version(ref);
    ProvisionedConcurrencyConfig config = function.provisioned().get(ref.qualifier());
    if (config == null) {
      throw new AwsError(
          404,
          "ProvisionedConcurrencyConfigNotFoundException",
          "No Provisioned Concurrency Config found for this function");
    }
    return RestJson.response(200, wire(function, ref, status(function, version, config)));
  }

  WireResponse delete(LambdaCall call) {
    FunctionRef ref = call.function();
    LambdaFunction function = store.function(ref);
    refuseUnpublished(ref);
    function.provisioned().remove(ref.qualifier());
    function.handovers().remove(ref.qualifier());
    return RestJson.empty(204);
  }

  private String status(
      LambdaFunction function, FunctionVersion version, ProvisionedConcurrencyConfig config) {
    if (store.now().isBefore(config.readyAt())) {
      return "IN_PROGRESS";
    }
    boolean failed = store.state(function.name(), version.number()) == FunctionState.FAILED;
    return failed ? "FAILED" : "READY";
  }

  /** Recorded: only one configuration may cover a version, its own or that of one alias. */
  private static void refuseSharing(LambdaFunction function, FunctionAlias alias) {
    boolean taken =
        function.provisioned().keySet().stream()
            .filter(qualifier -> !qualifier.equals(alias.name()))
            .map(function::qualified)
            .anyMatch(
                version -> version.isPresent() && version.get().number().equals(alias.version()));
    if (taken) {
      throw LambdaErrors.conflict(
          "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned"
              + " version");
    }
  }

  private static void refuseUnpublished(FunctionRef ref) {
    if (ref.isLatest()) {
      throw LambdaErrors.invalid(
          "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
    }
  }

  private static Map<String, Object> wire(LambdaFunction function, FunctionRef ref, String status) {
    ProvisionedConcurrencyConfig config = function.provisioned().get(ref.qualifier());
    int available = status.equals("READY") ? config.requested() : 0;
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("RequestedProvisionedConcurrentExecutions", config.requested());
    wire.put("AvailableProvisionedConcurrentExecutions", available);
    wire.put("AllocatedProvisionedConcurrentExecutions", available);
    wire.put("Status", status);
    if (status.equals("FAILED")) {
      wire.put("StatusReason", FunctionState.FAILED.reason());
    }
    wire.put("LastModified", LambdaResponses.time(config.since()));
    return wire;
  }
}
