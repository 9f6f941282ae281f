package dev.coalmine.aws;

import dev.coalmine.aws.Metrics.Side;
import dev.coalmine.release.AliasRouting;
import dev.coalmine.release.AliasTarget;
import dev.coalmine.release.Meter;
import dev.coalmine.release.Meter.Asked;
import dev.coalmine.release.Part;
import dev.coalmine.release.StageTarget;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Something whose requests CloudWatch counts.
 *
 * @param namespace of its metrics
 * @param dimensions of its metrics, exactly: CloudWatch adds nothing up
 * @param errors metric of failed requests
 * @param throttles metric of requests that were turned away; empty where they are not counted apart
 * @param durations metric of their durations in ms, one sample for each request that ran
 */
record Source(
    String namespace,
    Map<String, String> dimensions,
    String errors,
    String throttles,
    String durations) {

  /**
   * What one side of a part is counted by, always in the same order.
   *
   * @param promoted whether the canary serves everything
   */
  static List<Source> of(Part part, Side side, boolean promoted) {
    return switch (part.meter().kind()) {
      case VERSIONS -> List.of(ofAlias((AliasTarget) part.target(), part, side));
      case QUALIFIERS -> ofPairs(part.meter().pairs(), side, promoted);
      case CANARY_LOG ->
          List.of(side == Side.CANARY ? canaryLog((StageTarget) part.target()) : stage(part));
      case NOTHING -> List.of(stage(part));
    };
  }

  /**
   * ExecutedVersion exists only beside a Resource that names the alias (observed by users of CDK).
   */
  private static Source ofAlias(AliasTarget target, Part part, Side side) {
    String function = target.functionName();
    String resource = target.toString();
    return switch (side) {
      case ALL -> lambda(Map.of("FunctionName", function, "Resource", resource));
      case CANARY -> version(function, resource, target.version());
      case BASELINE ->
          version(function, resource, ((AliasRouting) part.before().routing()).version());
    };
  }

  private static List<Source> ofPairs(List<Meter.Pair> pairs, Side side, boolean promoted) {
    boolean canary = side == Side.CANARY || (side == Side.ALL && promoted);
    Function<Meter.Pair, Asked> asked = canary ? Meter.Pair::canary : Meter.Pair::baseline;
    return pairs.stream().map(asked).map(Source::of).toList();
  }

  private static Source of(Asked asked) {
    return lambda(
        asked.qualifier().isEmpty()
            ? Map.of("FunctionName", asked.function())
            : Map.of("FunctionName", asked.function(), "Resource", asked.toString()));
  }

  private static Source version(String function, String resource, String version) {
    return lambda(
        Map.of("FunctionName", function, "Resource", resource, "ExecutedVersion", version));
  }

  private static Source lambda(Map<String, String> dimensions) {
    return new Source("AWS/Lambda", dimensions, "Errors", "Throttles", "Duration");
  }

  /** The dimension is the API's name, not its id ("Amazon API Gateway dimensions and metrics"). */
  static Source stage(Part part) {
    StageTarget target = (StageTarget) part.target();
    return new Source(
        "AWS/ApiGateway",
        Map.of("ApiName", part.meter().apiName(), "Stage", target.stage()),
        "5XXError",
        "",
        "Latency");
  }

  /** What the template's metric filters make of the access log of the stage's canary. */
  private static Source canaryLog(StageTarget target) {
    return new Source(
        "Coalmine/Stages",
        Map.of("RestApi", target.restApi(), "Stage", target.stage()),
        "Canary5XX",
        "",
        "CanaryLatency");
  }
}
