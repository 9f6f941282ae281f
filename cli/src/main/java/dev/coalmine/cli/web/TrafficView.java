package dev.coalmine.cli.web;

import static java.util.Comparator.comparing;

import dev.coalmine.embedded.apigateway.ApiGatewayService;
import dev.coalmine.embedded.apigateway.StageTrafficSplit;
import dev.coalmine.embedded.cloudwatch.metric.MetricKey;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.AliasTrafficSplit;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.target.TargetChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where the requests go: shares as Lambda and API Gateway have them now, and what CloudWatch shows
 * of the last minute. Nothing is guessed: what is not in CloudWatch yet is not known here either.
 */
final class TrafficView {
  /** More are counted, and not shown. */
  static final int MOST = 12;

  /** A minute shows a minute or two after its end; one that is older than this is not the last. */
  private static final int MINUTES = 5;

  private static final Duration FRESH = Duration.ofSeconds(1);

  /** An order that stays, while the counts change every minute. */
  private static final Comparator<TargetTraffic> STEADY =
      comparing(TargetTraffic::hasRelease).reversed().thenComparing(TargetTraffic::name);

  private final ReleaseList board;
  private final LambdaControl lambda;
  private final ApiGatewayService apis;
  private final MetricStore metrics;
  private final InstantSource clock;
  private final Predicate<String> own;
  private long askedAt;
  private String told = "";

  TrafficView(PageSources shown) {
    this.board = shown.releases();
    this.lambda = shown.lambda();
    this.apis = shown.apis();
    this.metrics = shown.metrics();
    this.clock = shown.clock();
    this.own = shown.isCoalmine();
  }

  /** All of it, for the page; made anew once a second at most, however many look. */
  synchronized String toJson() {
    if (told.isEmpty() || System.nanoTime() - askedAt > FRESH.toNanos()) {
      told = Json.toText(toMap());
      askedAt = System.nanoTime();
    }
    return told;
  }

  private Map<String, Object> toMap() {
    Map<String, ReleaseRow> movers = releasesByTarget();
    List<TargetTraffic> flows =
        Stream.concat(aliases(), stages())
            .flatMap(name -> targetTraffic(name, Optional.ofNullable(movers.get(name))).stream())
            .filter(flow -> flow.hasRelease() || flow.requests() > 0)
            .sorted(
                comparing(TargetTraffic::hasRelease)
                    .thenComparing(TargetTraffic::requests)
                    .reversed())
            .toList();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("flows", flows.stream().limit(MOST).sorted(STEADY).map(TargetTraffic::toMap).toList());
    tree.put("more", Math.max(0, flows.size() - MOST));
    return tree;
  }

  /** What one release moves, or moved. */
  List<TargetTraffic> ofRelease(ReleaseRow row) {
    return row.targets().stream()
        .flatMap(one -> targetTraffic(one.targetName(), Optional.of(row)).stream())
        .toList();
  }

  /** Who moves what; of several the one that has requests already, else the newest. */
  private Map<String, ReleaseRow> releasesByTarget() {
    Map<String, ReleaseRow> movers = new LinkedHashMap<>();
    for (ReleaseRow row : board.running()) {
      for (TargetChange moved : row.targets()) {
        movers.merge(moved.targetName(), row, (one, other) -> one.weight() > 0 ? one : other);
      }
    }
    return movers;
  }

  private Stream<String> aliases() {
    return lambda.functions().stream()
        .filter(own.negate())
        .flatMap(name -> lambda.aliases(name).stream().map(alias -> name + ":" + alias));
  }

  private Stream<String> stages() {
    return apis.stages().entrySet().stream()
        .flatMap(api -> api.getValue().stream().map(stage -> api.getKey() + "/" + stage));
  }

  private Optional<TargetTraffic> targetTraffic(String name, Optional<ReleaseRow> mover) {
    int slash = name.indexOf('/');
    int colon = name.indexOf(':');
    return slash > 0
        ? ofStage(name, name.substring(0, slash), name.substring(slash + 1), mover)
        : ofAlias(name, name.substring(0, colon), name.substring(colon + 1), mover);
  }

  private Optional<TargetTraffic> ofAlias(
      String name, String function, String alias, Optional<ReleaseRow> mover) {
    Map<String, String> all = Map.of("FunctionName", function, "Resource", name);
    Optional<Instant> minute = lastMinute(MetricKey.of("AWS/Lambda", "Invocations", all));
    return lambda
        .trafficSplit(function, alias)
        .map(
            routing ->
                new TargetTraffic(
                    name,
                    "alias",
                    mover.map(ReleaseRow::name).orElse(""),
                    minute,
                    versions(routing, movedTarget(name, mover)).stream()
                        .map(
                            version ->
                                versionShare(
                                    all, version, routing, movedTarget(name, mover), minute))
                        .toList()));
  }

  private static Optional<TargetChange> movedTarget(String name, Optional<ReleaseRow> mover) {
    return mover.stream()
        .flatMap(row -> row.targets().stream())
        .filter(one -> one.targetName().equals(name))
        .findFirst();
  }

  /** Those that serve, and those that a release moves between even if they serve nothing now. */
  private static Set<String> versions(AliasTrafficSplit routing, Optional<TargetChange> moved) {
    Set<String> versions = new LinkedHashSet<>();
    moved.ifPresent(one -> versions.addAll(List.of(one.before(), one.after())));
    versions.add(routing.primary());
    versions.addAll(routing.weights().keySet());
    return versions;
  }

  private TargetTraffic.TrafficShare versionShare(
      Map<String, String> alias,
      String version,
      AliasTrafficSplit routing,
      Optional<TargetChange> moved,
      Optional<Instant> minute) {
    Map<String, String> dimensions = new LinkedHashMap<>(alias);
    dimensions.put("ExecutedVersion", version);
    return new TargetTraffic.TrafficShare(
        "version " + version,
        moved
            .map(
                one ->
                    version.equals(one.after())
                        ? "canary"
                        : version.equals(one.before()) ? "baseline" : "")
            .orElse(""),
        routing.shareOf(version) * 100,
        sum(MetricKey.of("AWS/Lambda", "Invocations", dimensions), minute),
        sum(MetricKey.of("AWS/Lambda", "Errors", dimensions), minute));
  }

  private Optional<TargetTraffic> ofStage(
      String name, String api, String stage, Optional<ReleaseRow> mover) {
    return apis.stage(api, stage).map(found -> ofStage(name, api, stage, found, mover));
  }

  private TargetTraffic ofStage(
      String name, String api, String stage, StageTrafficSplit found, Optional<ReleaseRow> mover) {
    Map<String, String> all = Map.of("ApiName", found.apiName(), "Stage", stage);
    Map<String, String> canary = Map.of("RestApi", api, "Stage", stage);
    Optional<Instant> minute = lastMinute(MetricKey.of("AWS/ApiGateway", "Count", all));
    OptionalDouble requests = sum(MetricKey.of("AWS/ApiGateway", "Count", all), minute);
    OptionalDouble errors = sum(MetricKey.of("AWS/ApiGateway", "5XXError", all), minute);
    OptionalDouble asked = sum(MetricKey.of("Coalmine/Stages", "CanaryCount", canary), minute);
    OptionalDouble failed = sum(MetricKey.of("Coalmine/Stages", "Canary5XX", canary), minute);
    List<TargetTraffic.TrafficShare> ways = new ArrayList<>();
    ways.add(
        new TargetTraffic.TrafficShare(
            label(found.production()),
            mover.isPresent() ? "baseline" : "",
            100 - found.canaryPercent(),
            difference(requests, asked),
            difference(errors, failed)));
    if (found.canaryPercent() > 0) {
      ways.add(
          new TargetTraffic.TrafficShare(
              "canary: " + label(found.canary()),
              mover.isPresent() ? "canary" : "",
              found.canaryPercent(),
              asked,
              failed));
    }
    return new TargetTraffic(name, "stage", mover.map(ReleaseRow::name).orElse(""), minute, ways);
  }

  /** The functions by the aliases that they are asked by. */
  private static String label(StageTrafficSplit.StageSide side) {
    List<String> asked =
        side.backends().stream()
            .map(one -> one.function() + (one.qualifier().isEmpty() ? "" : ":" + one.qualifier()))
            .distinct()
            .toList();
    return "deployment "
        + side.deployment()
        + (asked.isEmpty() ? "" : " → " + String.join(", ", asked));
  }

  private static OptionalDouble difference(OptionalDouble all, OptionalDouble part) {
    return all.isPresent()
        ? OptionalDouble.of(all.getAsDouble() - part.orElse(0))
        : OptionalDouble.empty();
  }

  private Optional<Instant> lastMinute(MetricKey requests) {
    Instant now = clock.instant();
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    return Stream.iterate(minute.minusSeconds(60), one -> one.minusSeconds(60))
        .limit(MINUTES)
        .filter(one -> metrics.sum(requests, one, now).isPresent())
        .findFirst();
  }

  private OptionalDouble sum(MetricKey metric, Optional<Instant> minute) {
    return minute
        .map(at -> metrics.sum(metric, at, clock.instant()))
        .orElse(OptionalDouble.empty());
  }
}
