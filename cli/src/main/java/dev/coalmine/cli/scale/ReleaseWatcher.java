package dev.coalmine.cli.scale;

import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.asl.HistoryEventType;
import dev.coalmine.embedded.cloudwatch.alarm.AlarmStateChange;
import dev.coalmine.embedded.cloudwatch.alarm.AlarmStateValue;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.release.Outcome;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notes when releases are judged and end, by their executions, and when their aliases are restored,
 * by the calls that move them. An execution has the name of its function.
 */
final class ReleaseWatcher implements ExecutionListener {
  private static final String STATE = "Rollback";

  private final Map<String, ReleaseTimes> byFunction = new LinkedHashMap<>();
  private int running;

  /** Notes what happens in an account from now on. */
  void watch(SimulatedAccount world) {
    world.aws().addCallListener((request, answer) -> onCall(world, request, answer));
    world.cloudWatch().onStateChange(this::onAlarm);
  }

  /** A release that somebody asks for now. */
  void asked(String function, Instant at) {
    byFunction.put(function, new ReleaseTimes(at));
    running++;
  }

  @Override
  public void onEvent(Execution execution, HistoryEvent event) {
    ReleaseTimes release = byFunction.get(execution.identity().name());
    if (release == null) {
      return;
    }
    if (event.type() == HistoryEventType.TASK_STATE_ENTERED && event.stateName().equals(STATE)) {
      release.judged(event.timestamp());
    } else if (event.type().endsExecution()) {
      running--;
      Optional<Outcome> outcome = Outcome.of(execution.status().name(), execution.error());
      release.ended(event.timestamp(), outcome.orElse(Outcome.STUCK), execution.cause());
    }
  }

  private void onAlarm(AlarmStateChange change) {
    if (change.after().value() == AlarmStateValue.ALARM) {
      Optional.ofNullable(byFunction.get(change.alarmName()))
          .ifPresent(release -> release.alarmed(change.after().updated()));
    }
  }

  private void onCall(SimulatedAccount world, WireRequest request, WireResponse answer) {
    if (!request.method().equals("PUT") || answer.status() != 200) {
      return;
    }
    String function =
        URLDecoder.decode(request.path(), StandardCharsets.UTF_8)
            .replaceFirst("^.*/functions/(.*:function:)?", "")
            .replaceFirst("/aliases/.*$", "");
    ReleaseTimes release = byFunction.get(function);
    JsonView alias = JsonView.parse(answer.body());
    if (release != null
        && alias.get("FunctionVersion").text().equals(ScaleAccount.BASELINE)
        && alias.get("RoutingConfig").get("AdditionalVersionWeights").object().isEmpty()) {
      release.served(world.clock().instant());
    }
  }

  /** How many releases run. */
  int running() {
    return running;
  }

  /** All releases that were asked for. */
  Collection<ReleaseTimes> releases() {
    return byFunction.values();
  }

  /** Each release that ended in another way than promoted, and why. */
  List<String> others() {
    return byFunction.entrySet().stream()
        .filter(each -> !each.getValue().outcome().equals(Optional.of(Outcome.PROMOTED)))
        .map(
            each ->
                "%s %s: %s"
                    .formatted(
                        each.getKey(),
                        each.getValue().outcome().orElse(Outcome.STUCK),
                        each.getValue().reason()))
        .toList();
  }
}
