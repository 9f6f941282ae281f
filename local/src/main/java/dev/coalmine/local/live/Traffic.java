package dev.coalmine.local.live;

import static java.util.Comparator.comparing;

import dev.coalmine.local.aws.AliasRouting;
import dev.coalmine.local.aws.ApiGatewayService;
import dev.coalmine.local.aws.ApiStage;
import dev.coalmine.local.aws.LambdaService;
import dev.coalmine.local.aws.MetricKey;
import dev.coalmine.local.aws.MetricStore;
import dev.coalmine.local.json.Json;
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
final class Traffic {
  /** More are counted, and not shown. */
  static final int MOST = 12;

  /** A minute shows a minute or two after its end; one that is older than this is not the last. */
  private static final int MINUTES = 5;

  private static final Duration FRESH = Duration.ofSeconds(1);

  /** An order that stays, while the counts change every minute. */
  private static final Comparator<Flow> STEADY =
      comparing(Flow::isMoved).reversed().thenComparing(Flow::name);

  private final Board board;
  private final LambdaService lambda;
  private final ApiGatewayService apis;
  private final MetricStore metrics;
  private final InstantSource clock;
  private final Predicate<String> own;
  private long askedAt;
  private String told = "";

  Traffic(LivePage.Shown shown) {
    this.board = shown.board();
    this.lambda = shown.lambda();
    this.apis = shown.apis();
    this.metrics = shown.metrics();
    this.clock = shown.clock();
    this.own = shown.own();
  }

  /** All of it, for the page; made anew once a second at most, however many look. */
  synchronized String json() {
    if (told.isEmpty() || System.nanoTime() - askedAt > FRESH.toNanos()) {
      told = Json.text(tree());
      askedAt = System.nanoTime();
    }
    return told;
  }

  private Map<String, Object> tree() {
    Map<String, Row> movers = movers();
    List<Flow> flows =
        Stream.concat(aliases(), stages())
            .flatMap(name -> flow(name, Optional.ofNullable(movers.get(name))).stream())
            .filter(flow -> flow.isMoved() || flow.requests() > 0)
            .sorted(comparing(Flow::isMoved).thenComparing(Flow::requests).reversed())
            .toList();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("flows", flows.stream().limit(MOST).sorted(STEADY).map(Flow::tree).toList());
    tree.put("more", Math.max(0, flows.size() - MOST));
    return tree;
  }

  /** What one release moves, or moved. */
  List<Flow> of(Row row) {
    return row.moved().stream()
        .flatMap(one -> flow(one.name(), Optional.of(row)).stream())
        .toList();
  }

  /** Who moves what; of several the one that has requests already, else the newest. */
  private Map<String, Row> movers() {
    Map<String, Row> movers = new LinkedHashMap<>();
    for (Row row : board.running()) {
      for (Row.Moved moved : row.moved()) {
        movers.merge(moved.name(), row, (one, other) -> one.weight() > 0 ? one : other);
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

  private Optional<Flow> flow(String name, Optional<Row> mover) {
    int slash = name.indexOf('/');
    int colon = name.indexOf(':');
    return slash > 0
        ? ofStage(name, name.substring(0, slash), name.substring(slash + 1), mover)
        : ofAlias(name, name.substring(0, colon), name.substring(colon + 1), mover);
  }

  private Optional<Flow> ofAlias(String name, String function, String alias, Optional<Row> mover) {
    Map<String, String> all = Map.of("FunctionName", function, "Resource", name);
    Optional<Instant> minute = lastMinute(MetricKey.of("AWS/Lambda", "Invocations", all));
    return lambda
        .routing(function, alias)
        .map(
            routing ->
                new Flow(
                    name,
                    "alias",
                    mover.map(Row::name).orElse(""),
                    minute,
                    versions(routing, moved(name, mover)).stream()
                        .map(version -> way(all, version, routing, moved(name, mover), minute))
                        .toList()));
  }

  private static Optional<Row.Moved> moved(String name, Optional<Row> mover) {
    return mover.stream()
        .flatMap(row -> row.moved().stream())
        .filter(one -> one.name().equals(name))
        .findFirst();
  }

  /** Those that serve, and those that a release moves between even if they serve nothing now. */
  private static Set<String> versions(AliasRouting routing, Optional<Row.Moved> moved) {
    Set<String> versions = new LinkedHashSet<>();
    moved.ifPresent(one -> versions.addAll(List.of(one.before(), one.after())));
    versions.add(routing.primary());
    versions.addAll(routing.weights().keySet());
    return versions;
  }

  private Flow.Way way(
      Map<String, String> alias,
      String version,
      AliasRouting routing,
      Optional<Row.Moved> moved,
      Optional<Instant> minute) {
    Map<String, String> dimensions = new LinkedHashMap<>(alias);
    dimensions.put("ExecutedVersion", version);
    return new Flow.Way(
        "version " + version,
        moved
            .map(
                one ->
                    version.equals(one.after())
                        ? "canary"
                        : version.equals(one.before()) ? "baseline" : "")
            .orElse(""),
        routing.share(version) * 100,
        sum(MetricKey.of("AWS/Lambda", "Invocations", dimensions), minute),
        sum(MetricKey.of("AWS/Lambda", "Errors", dimensions), minute));
  }

  private Optional<Flow> ofStage(String name, String api, String stage, Optional<Row> mover) {
    return apis.stage(api, stage).map(found -> ofStage(name, api, stage, found, mover));
  }

  private Flow ofStage(String name, String api, String stage, ApiStage found, Optional<Row> mover) {
    Map<String, String> all = Map.of("ApiName", found.apiName(), "Stage", stage);
    Map<String, String> canary = Map.of("RestApi", api, "Stage", stage);
    Optional<Instant> minute = lastMinute(MetricKey.of("AWS/ApiGateway", "Count", all));
    OptionalDouble requests = sum(MetricKey.of("AWS/ApiGateway", "Count", all), minute);
    OptionalDouble errors = sum(MetricKey.of("AWS/ApiGateway", "5XXError", all), minute);
    OptionalDouble asked = sum(MetricKey.of("Coalmine/Stages", "CanaryCount", canary), minute);
    OptionalDouble failed = sum(MetricKey.of("Coalmine/Stages", "Canary5XX", canary), minute);
    List<Flow.Way> ways = new ArrayList<>();
    ways.add(
        new Flow.Way(
            label(found.production()),
            mover.isPresent() ? "baseline" : "",
            100 - found.canaryPercent(),
            less(requests, asked),
            less(errors, failed)));
    if (found.canaryPercent() > 0) {
      ways.add(
          new Flow.Way(
              "canary: " + label(found.canary()),
              mover.isPresent() ? "canary" : "",
              found.canaryPercent(),
              asked,
              failed));
    }
    return new Flow(name, "stage", mover.map(Row::name).orElse(""), minute, ways);
  }

  /** The functions by the aliases that they are asked by. */
  private static String label(ApiStage.Side side) {
    List<String> asked =
        side.backends().stream()
            .map(one -> one.function() + (one.qualifier().isEmpty() ? "" : ":" + one.qualifier()))
            .distinct()
            .toList();
    return "deployment "
        + side.deployment()
        + (asked.isEmpty() ? "" : " → " + String.join(", ", asked));
  }

  private static OptionalDouble less(OptionalDouble all, OptionalDouble part) {
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
