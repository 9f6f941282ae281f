package dev.coalmine.local;

import dev.coalmine.local.aws.WireAnswer;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
import dev.coalmine.local.traffic.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records a rehearsal by the queries of docs/backtest, as record.sh does with the AWS CLI. */
final class Recorder {
  private static final Instant START = Rehearsal.START;

  private final World world;

  private Recorder(World world) {
    this.world = world;
  }

  /** What CloudWatch has of a rehearsal, from an hour before its start to so long after it. */
  static String record(Laptop laptop, String event, String traffic, long seed, String after) {
    Timeline timeline = new Timeline(line -> {}, look -> {});
    Rehearsal rehearsal = new Rehearsal(laptop, event, Traffic.load(traffic), seed, timeline);
    rehearsal.play();
    Instant end = START.plus(Duration.parse(after));
    rehearsal.clock().runTo(end.plusSeconds(300));
    return new Recorder(rehearsal.world()).record(end);
  }

  private String record(Instant end) {
    String thresholds = queries("thresholds.json");
    Map<String, Object> percentiles = ask(thresholds, START.minus(Duration.ofHours(3)), START);
    String counts = queries("counts.json");
    for (Object result : (Collection<?>) percentiles.get("MetricDataResults")) {
      Map<String, Object> fields = Template.map(result);
      String value = String.valueOf(((List<?>) fields.get("Values")).get(0));
      counts = counts.replace("(" + fields.get("Id") + ":)", "(" + value + ":)");
    }
    return Json.text(List.of(percentiles, ask(counts, START.minus(Duration.ofHours(1)), end)));
  }

  private static String queries(String file) {
    return Scenario.read(Scenario.ROOT.resolve("docs/backtest").resolve(file))
        .replace("FUNCTION", Scene.FUNCTION)
        .replace("ALIAS", Scene.ALIAS)
        .replace("BASELINE", Scene.BASELINE)
        .replace("CANARY", Scene.CANARY);
  }

  private Map<String, Object> ask(String queries, Instant from, Instant to) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("MetricDataQueries", Json.tree(queries));
    body.put("StartTime", from.getEpochSecond());
    body.put("EndTime", to.getEpochSecond());
    WireAnswer answer =
        world.aws().answer(WireRequest.json("GraniteServiceVersion20100801.GetMetricData", body));
    return Json.object(answer.body());
  }
}
