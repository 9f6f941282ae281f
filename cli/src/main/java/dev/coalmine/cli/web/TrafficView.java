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
 * The traffic of aliases and stages: their shares in Lambda and API Gateway now, and CloudWatch's
 * metrics of the last minute. What CloudWatch does not have yet is shown as unknown.
 */
final class TrafficView {
  /** The most targets that are shown; the others are counted. */
  static final int MOST = 12;

  /**
   * How far back the last minute may be: CloudWatch shows a minute one or two minutes after its
   * end.
   */
  private static final int MINUTES = 5;

  private static final Duration FRESH = Duration.ofSeconds(1);

  /** An order that does not change with the counts. */
  private static final Comparator<TargetTraffic> STEADY =
      comparing(TargetTraffic::hasRelease).reversed().thenComparing(TargetTraffic::name);

  private final ReleaseList releases;
  private final LambdaControl lambda;
  private final ApiGatewayService apis;
  private final MetricStore metrics;
  private final InstantSource clock;
  private final Predicate<String> own;
  private long computedAt;
  private String json = "";

  TrafficView(PageSources shown) {
    this.releases = shown.releases();
    this.lambda = shown.lambda();
    this.apis = shown.apis();
    this.metrics = shown.metrics();
    this.clock = shown.clock();
    this.own = shown.isCoalmine();
  }

  /** All traffic as JSON. It is computed at most once a second for all browsers. */
  synchronized String toJson() {
    if (json.isEmpty() || System.nanoTime() - computedAt > FRESH.toNanos()) {
      json = Json.toText(toMap());
      computedAt = System.nanoTime();
    }
    return json;
  }

  private Map<String, Object> toMap() {
    Map<String, ReleaseRow> releaseByTarget = releasesByTarget();
    List<TargetTraffic> traffic =
        Stream.concat(aliases(), stages())
            .flatMap(
                name ->
                    targetTraffic(name, Optional.ofNullable(releaseByTarget.get(name))).stream())
            .filter(target -> target.hasRelease() || target.requests() > 0)
            .sorted(
                comparing(TargetTraffic::hasRelease)
                    .thenComparing(TargetTraffic::requests)
                    .reversed())
            .toList();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(
        "flows", traffic.stream().limit(MOST).sorted(STEADY).map(TargetTraffic::toMap).toList());
    tree.put("more", Math.max(0, traffic.size() - MOST));
    return tree;
  }

  /** The traffic of the targets of one release. */
  List<TargetTraffic> ofRelease(ReleaseRow row) {
    return row.targets().stream()
        .flatMap(one -> targetTraffic(one.targetName(), Optional.of(row)).stream())
        .toList();
  }

  /**
   * The release of each target. Of several it is the one with a weight above zero, else the newest.
   */
  private Map<String, ReleaseRow> releasesByTarget() {
    Map<String, ReleaseRow> releaseByTarget = new LinkedHashMap<>();
    for (ReleaseRow row : releases.running()) {
      for (TargetChange moved : row.targets()) {
        releaseByTarget.merge(
            moved.targetName(), row, (one, other) -> one.weight() > 0 ? one : other);
      }
    }
    return releaseByTarget;
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

  private Optional<TargetTraffic> targetTraffic(String name, Optional<ReleaseRow> release) {
    int slash = name.indexOf('/');
    int colon = name.indexOf(':');
    return slash > 0
        ? ofStage(name, name.substring(0, slash), name.substring(slash + 1), release)
        : ofAlias(name, name.substring(0, colon), name.substring(colon + 1), release);
  }

  private Optional<TargetTraffic> ofAlias(
      String name, String function, String alias, Optional<ReleaseRow> release) {
    Map<String, String> all = Map.of("FunctionName", function, "Resource", name);
    Optional<Instant> minute = lastMinute(MetricKey.of("AWS/Lambda", "Invocations", all));
    return lambda
        .trafficSplit(function, alias)
        .map(
            routing ->
                new TargetTraffic(
                    name,
                    "alias",
                    release.map(ReleaseRow::name).orElse(""),
                    minute,
                    versions(routing, movedTarget(name, release)).stream()
                        .map(
                            version ->
                                versionShare(
                                    all, version, routing, movedTarget(name, release), minute))
                        .toList()));
  }

  private static Optional<TargetChange> movedTarget(String name, Optional<ReleaseRow> release) {
    return release.stream()
        .flatMap(row -> row.targets().stream())
        .filter(one -> one.targetName().equals(name))
        .findFirst();
  }

  /** The versions that serve, and those of the release even if they serve nothing now. */
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
      String name, String api, String stage, Optional<ReleaseRow> release) {
    return apis.stage(api, stage).map(found -> ofStage(name, api, stage, found, release));
  }

  private TargetTraffic ofStage(
      String name,
      String api,
      String stage,
      StageTrafficSplit found,
      Optional<ReleaseRow> release) {
    Map<String, String> all = Map.of("ApiName", found.apiName(), "Stage", stage);
    Map<String, String> canary = Map.of("RestApi", api, "Stage", stage);
    Optional<Instant> minute = lastMinute(MetricKey.of("AWS/ApiGateway", "Count", all));
    OptionalDouble requests = sum(MetricKey.of("AWS/ApiGateway", "Count", all), minute);
    OptionalDouble errors = sum(MetricKey.of("AWS/ApiGateway", "5XXError", all), minute);
    OptionalDouble canaryRequests =
        sum(MetricKey.of("Coalmine/Stages", "CanaryCount", canary), minute);
    OptionalDouble canaryErrors = sum(MetricKey.of("Coalmine/Stages", "Canary5XX", canary), minute);
    List<TargetTraffic.TrafficShare> shares = new ArrayList<>();
    shares.add(
        new TargetTraffic.TrafficShare(
            label(found.production()),
            release.isPresent() ? "baseline" : "",
            100 - found.canaryPercent(),
            difference(requests, canaryRequests),
            difference(errors, canaryErrors)));
    if (found.canaryPercent() > 0) {
      shares.add(
          new TargetTraffic.TrafficShare(
              "canary: " + label(found.canary()),
              release.isPresent() ? "canary" : "",
              found.canaryPercent(),
              canaryRequests,
              canaryErrors));
    }
    return new TargetTraffic(
        name, "stage", release.map(ReleaseRow::name).orElse(""), minute, shares);
  }

  /** A deployment with its functions and their aliases. */
  private static String label(StageTrafficSplit.StageSide side) {
    List<String> canaryRequests =
        side.backends().stream()
            .map(one -> one.function() + (one.qualifier().isEmpty() ? "" : ":" + one.qualifier()))
            .distinct()
            .toList();
    return "deployment "
        + side.deployment()
        + (canaryRequests.isEmpty() ? "" : " → " + String.join(", ", canaryRequests));
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
