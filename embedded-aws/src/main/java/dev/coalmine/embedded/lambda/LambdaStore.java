package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.protocol.SeededUuids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Lambda's state. Its monitor guards all of it. No code outside this package runs while it is held.
 */
final class LambdaStore {
  private final NavigableMap<String, LambdaFunction> functions = new TreeMap<>();
  private final VersionStateOverrides stateOverrides = new VersionStateOverrides();
  private final InstantSource clock;
  private SeededUuids revisions;
  private Duration provisioningTime = Duration.ZERO;

  LambdaStore(InstantSource clock, long seed) {
    this.clock = clock;
    this.revisions = new SeededUuids(seed);
  }

  NavigableMap<String, LambdaFunction> functions() {
    return functions;
  }

  VersionStateOverrides stateOverrides() {
    return stateOverrides;
  }

  Instant now() {
    return clock.instant();
  }

  String newRevision() {
    return revisions.next();
  }

  /**
   * Runs changes with revision ids of another sequence. This store's own sequence does not advance.
   */
  void withOwnSequence(SeededUuids separate, Runnable changes) {
    SeededUuids own = revisions;
    revisions = separate;
    try {
      changes.run();
    } finally {
      revisions = own;
    }
  }

  Duration provisioningTime() {
    return provisioningTime;
  }

  void provisioningTime(Duration time) {
    provisioningTime = time;
  }

  /** The function of a reference, whatever its qualifier. */
  LambdaFunction function(FunctionRef ref) {
    LambdaFunction function = functions.get(ref.name());
    if (function == null) {
      throw LambdaErrors.noFunction(ref.arn());
    }
    endHandovers(function);
    return function;
  }

  /** The version of a reference: by number, by alias (its primary version) or the latest. */
  FunctionVersion version(FunctionRef ref) {
    return function(ref)
        .qualified(ref.qualifier())
        .orElseThrow(() -> LambdaErrors.noFunction(ref.arn()));
  }

  FunctionState state(String function, String number) {
    return stateOverrides.of(function, number, now()).state();
  }

  /** Refuses changes while {@code $LATEST} is pending or being updated. */
  void refuseUnlessSettled(LambdaFunction function) {
    FunctionState state = state(function.name(), FunctionVersion.LATEST);
    if (state == FunctionState.UPDATING) {
      throw LambdaErrors.updating(function.name());
    }
    if (state == FunctionState.PENDING) {
      throw LambdaErrors.inState(state);
    }
  }

  void refuseStale(String given, String current) {
    if (!given.isEmpty() && !given.equals(current)) {
      throw LambdaErrors.staleRevision();
    }
  }

  Map<String, Object> describeVersion(
      LambdaFunction function, String arn, FunctionVersion version) {
    VersionStateOverrides.VersionStateOverride override =
        stateOverrides.of(function.name(), version.number(), now());
    return LambdaResponses.functionConfiguration(function.name(), arn, version, override);
  }

  /**
   * Ends the handovers whose new version is warm. A version that failed to start never gets warm,
   * and its alias stays with the old one. It is not recorded whether the end of a handover changes
   * the revision; we assume the stricter case, that it does.
   */
  private void endHandovers(LambdaFunction function) {
    Iterator<Map.Entry<String, LambdaFunction.AliasHandover>> all =
        function.handovers().entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, LambdaFunction.AliasHandover> entry = all.next();
      FunctionAlias alias = function.aliases().get(entry.getKey());
      boolean over = !now().isBefore(entry.getValue().until());
      if (over && state(function.name(), alias.version()) != FunctionState.FAILED) {
        all.remove();
        function.aliases().put(alias.name(), alias.revised(newRevision()));
      }
    }
  }
}
