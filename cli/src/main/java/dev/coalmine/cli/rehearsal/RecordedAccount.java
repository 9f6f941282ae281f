package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.replay.MetricsReplay;
import dev.coalmine.cli.replay.RecordedMetrics;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.request.Request;
import dev.coalmine.request.TagRequest;
import dev.coalmine.target.AliasTarget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;

/**
 * The contents of a backtest's account: what the request names, and the sample account's names
 * where it names nothing. The alias is at the version before the canary; alarms are as recorded, or
 * OK.
 *
 * @param request as far as it could be read
 * @param recording what CloudWatch recorded
 */
record RecordedAccount(Request request, RecordedMetrics recording) {

  MetricsReplay createIn(SimulatedAccount world) {
    long canary = Long.parseLong(canary());
    long baseline = canary > 1 ? canary - 1 : canary + 1;
    world
        .lambda()
        .createFunction(
            function(), "recorded.Handler", code(0), Map.of(), FunctionRunner.RETURNS_NULL);
    world.lambda().setNextVersionNumber(function(), Math.min(canary, baseline));
    world.lambda().publish(function(), code(1));
    world.lambda().publish(function(), code(2));
    world.lambda().putAlias(function(), target().alias(), Long.toString(baseline), Map.of());
    world.lambda().tagFunction(function(), Map.of(TagRequest.ALIAS, target().alias()));
    request.alarms().forEach(alarm -> createAlarm(world, alarm));
    return world.replayMetrics(recording, function(), target().alias(), canary());
  }

  /** The function's ARN in the embedded AWS. */
  String functionArn() {
    return Arns.function(function());
  }

  private String function() {
    return target().functionName();
  }

  private String canary() {
    return target().version();
  }

  /** The alias of the request, completed by the sample account's names. */
  AliasTarget target() {
    return request.targets().stream()
        .filter(AliasTarget.class::isInstance)
        .map(AliasTarget.class::cast)
        .map(asked -> asked.version().isEmpty() ? asked.withVersion(SampleAccount.CANARY) : asked)
        .findFirst()
        .orElseGet(
            () ->
                new AliasTarget(SampleAccount.FUNCTION, SampleAccount.ALIAS, SampleAccount.CANARY));
  }

  private static byte[] code(int version) {
    return ("recorded " + version).getBytes(StandardCharsets.UTF_8);
  }

  /** The alarm keeps the state that is set: its metric has no data, and missing data is ignored. */
  private void createAlarm(SimulatedAccount world, String name) {
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
    setAlarmState(world, name, "OK");
    recording.alarm(name).ifPresent(states -> scheduleAlarmStates(world, name, states));
    world.clock().runAt(recording.end(), () -> setAlarmState(world, name, "INSUFFICIENT_DATA"));
  }

  private void scheduleAlarmStates(
      SimulatedAccount world, String name, SortedMap<Instant, Boolean> states) {
    boolean before = false;
    for (Map.Entry<Instant, Boolean> state : states.headMap(recording.end()).entrySet()) {
      if (state.getValue() != before) {
        before = state.getValue();
        String now = before ? "ALARM" : "OK";
        world.clock().runAt(state.getKey(), () -> setAlarmState(world, name, now));
      }
    }
  }

  private static void setAlarmState(SimulatedAccount world, String alarm, String state) {
    world
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of("AlarmName", alarm, "StateValue", state, "StateReason", "as recorded"));
  }
}
