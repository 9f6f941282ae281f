package dev.coalmine.local;

import dev.coalmine.local.aws.Arns;
import dev.coalmine.local.aws.Runner;
import dev.coalmine.local.replay.Recording;
import dev.coalmine.local.replay.Replay;
import dev.coalmine.release.AliasTarget;
import dev.coalmine.release.Request;
import dev.coalmine.release.TagRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;

/**
 * The world of a backtest: what the request names, and where it names nothing, what a rehearsal
 * has. The alias is at the version before the canary; the alarms are as recorded, or OK.
 *
 * @param request as far as it could be read
 * @param recording what CloudWatch knows of it
 */
record RecordedScene(Request request, Recording recording) {

  /** Makes it. */
  Replay in(World world) {
    long canary = Long.parseLong(canary());
    long baseline = canary > 1 ? canary - 1 : canary + 1;
    world.lambda().create(function(), "recorded.Handler", code(0), Map.of(), Runner.NOTHING);
    world.lambda().numberFrom(function(), Math.min(canary, baseline));
    world.lambda().publish(function(), code(1));
    world.lambda().publish(function(), code(2));
    world.lambda().route(function(), alias().alias(), Long.toString(baseline), Map.of());
    world.lambda().tag(function(), Map.of(TagRequest.ALIAS, alias().alias()));
    request.alarms().forEach(alarm -> alarm(world, alarm));
    return world.replay(recording, function(), alias().alias(), canary());
  }

  /** The function's ARN in the embedded AWS. */
  String arn() {
    return Arns.function(function());
  }

  private String function() {
    return alias().functionName();
  }

  private String canary() {
    return alias().version();
  }

  /**
   * What a recording can be replayed for; where the request names nothing, what a rehearsal has.
   */
  AliasTarget alias() {
    return request.targets().stream()
        .filter(AliasTarget.class::isInstance)
        .map(AliasTarget.class::cast)
        .map(asked -> asked.version().isEmpty() ? asked.to(Scene.CANARY) : asked)
        .findFirst()
        .orElseGet(() -> new AliasTarget(Scene.FUNCTION, Scene.ALIAS, Scene.CANARY));
  }

  private static byte[] code(int version) {
    return ("recorded " + version).getBytes(StandardCharsets.UTF_8);
  }

  /** An alarm stays as it is told: its metric has no points, and missing ones are ignored. */
  private void alarm(World world, String name) {
    world
        .cloudWatch()
        .call(
            "PutMetricAlarm",
            Map.ofEntries(
                Map.entry("AlarmName", name),
                Map.entry("Namespace", "Recorded"),
                Map.entry("MetricName", name),
                Map.entry("Statistic", "Maximum"),
                Map.entry("Period", 60),
                Map.entry("EvaluationPeriods", 1),
                Map.entry("Threshold", 0.5),
                Map.entry("ComparisonOperator", "GreaterThanThreshold"),
                Map.entry("TreatMissingData", "ignore")));
    tell(world, name, "OK");
    recording.alarm(name).ifPresent(states -> follow(world, name, states));
    world.clock().at(recording.end(), () -> tell(world, name, "INSUFFICIENT_DATA"));
  }

  private void follow(World world, String name, SortedMap<Instant, Boolean> states) {
    boolean before = false;
    for (Map.Entry<Instant, Boolean> state : states.headMap(recording.end()).entrySet()) {
      if (state.getValue() != before) {
        before = state.getValue();
        String now = before ? "ALARM" : "OK";
        world.clock().at(state.getKey(), () -> tell(world, name, now));
      }
    }
  }

  private static void tell(World world, String alarm, String state) {
    world
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of("AlarmName", alarm, "StateValue", state, "StateReason", "as recorded"));
  }
}
