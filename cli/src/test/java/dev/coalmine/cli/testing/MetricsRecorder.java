package dev.coalmine.cli.testing;

import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records a rehearsal with the queries of docs/backtest, as record.sh does with the AWS CLI. */
public final class MetricsRecorder {
  private static final Instant START = Rehearsal.START;

  private final SimulatedAccount world;

  private MetricsRecorder(SimulatedAccount world) {
    this.world = world;
  }

  /** CloudWatch's metrics of a rehearsal, from an hour before its start to so long after it. */
  public static String record(
      LocalRuntime runtime, String event, String traffic, long seed, String after) {
    ReleaseTimeline timeline = new ReleaseTimeline(line -> {}, look -> {});
    Rehearsal rehearsal =
        new Rehearsal(runtime, event, TrafficProfile.load(traffic), seed, timeline);
    rehearsal.run();
    Instant end = START.plus(Duration.parse(after));
    rehearsal.clock().runTo(end.plusSeconds(300));
    return new MetricsRecorder(rehearsal.world()).record(end);
  }

  private String record(Instant end) {
    String thresholds = queries("thresholds.json");
    Map<String, Object> percentiles = ask(thresholds, START.minus(Duration.ofHours(3)), START);
    String counts = queries("counts.json");
    for (Object result : (Collection<?>) percentiles.get("MetricDataResults")) {
      Map<String, Object> fields = JsonView.of(result).map();
      String value = String.valueOf(((List<?>) fields.get("Values")).get(0));
      counts = counts.replace("(" + fields.get("Id") + ":)", "(" + value + ":)");
    }
    return Json.toText(List.of(percentiles, ask(counts, START.minus(Duration.ofHours(1)), end)));
  }

  private static String queries(String file) {
    return ProjectFolder.read(ProjectFolder.ROOT.resolve("docs/backtest").resolve(file))
        .replace("FUNCTION", SampleAccount.FUNCTION)
        .replace("ALIAS", SampleAccount.ALIAS)
        .replace("BASELINE", SampleAccount.BASELINE)
        .replace("CANARY", SampleAccount.CANARY);
  }

  private Map<String, Object> ask(String queries, Instant from, Instant to) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("MetricDataQueries", Json.parse(queries));
    body.put("StartTime", from.getEpochSecond());
    body.put("EndTime", to.getEpochSecond());
    WireResponse answer =
        world
            .aws()
            .handle(WireRequest.awsJson("GraniteServiceVersion20100801.GetMetricData", body));
    return Json.parseObject(answer.body());
  }
}
