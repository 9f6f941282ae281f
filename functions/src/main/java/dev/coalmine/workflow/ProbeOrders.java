package dev.coalmine.workflow;

import dev.coalmine.aws.ProbeFunctions;
import dev.coalmine.document.Json;
import dev.coalmine.release.ProbeSchedule;
import dev.coalmine.release.Release;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.request.Probe;
import dev.coalmine.request.RequestReader;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.AwsLocation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders the probes of a look from SendProbes, which runs while the release goes on. */
final class ProbeOrders {
  private final ProbeFunctions functions;

  ProbeOrders(ProbeFunctions functions) {
    this.functions = functions;
  }

  /**
   * Orders what is due. An order that Lambda refuses is logged, and the next look tries again: the
   * look's decision must not be lost for it.
   *
   * @param request the execution's input, which has the probe's events
   * @return the release that remembers the orders
   */
  Release send(Release decided, Object request, Instant now) {
    Release ordered = decided;
    for (TargetProgress part : decided.targetProgress()) {
      int minutes = ProbeSchedule.dueMinutes(decided, part, now);
      if (minutes > 0 && isAccepted(order(decided, part, minutes, request))) {
        ordered = ProbeSchedule.withOrder(ordered, part, minutes, now);
      }
    }
    return ordered;
  }

  private boolean isAccepted(SendProbes.ProbeOrder order) {
    Optional<String> refused = functions.start(Json.toJson(order));
    refused.ifPresent(
        why ->
            System.out.println(
                Json.toLogLine(
                    Map.of(
                        "id", order.release(),
                        "message",
                            "the probes of %s were not ordered: %s"
                                .formatted(order.target(), why)))));
    return refused.isEmpty();
  }

  private static SendProbes.ProbeOrder order(
      Release release, TargetProgress part, int minutes, Object request) {
    List<Object> events =
        release.settings().probe().sendsEvents()
            ? RequestReader.read(request).request().probeEvents()
            : List.of();
    AliasTarget target = (AliasTarget) part.target();
    Probe probe = release.settings().probe();
    String function = AwsLocation.ofExecution(release.execution()).functionArn(target);
    return new SendProbes.ProbeOrder(
        release.id(),
        release.execution(),
        target.toString(),
        function + ":" + ((AliasRouting) part.before().routing()).version(),
        function + ":" + target.version(),
        probe.perMinute(),
        minutes,
        probe.function(),
        events);
  }
}
