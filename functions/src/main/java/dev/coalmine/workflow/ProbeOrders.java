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

/** Orders the probes of a look from SendProbes, which runs while the release goes on. */
final class ProbeOrders {
  private final ProbeFunctions functions;

  ProbeOrders(ProbeFunctions functions) {
    this.functions = functions;
  }

  /**
   * Orders what is due.
   *
   * @param request the execution's input, which has the probe's events
   * @return the release that remembers the orders
   */
  Release send(Release decided, Object request, Instant now) {
    int minutes = ProbeSchedule.dueMinutes(decided, now);
    if (minutes == 0) {
      return decided;
    }
    List<Object> events =
        decided.settings().probe().sendsEvents()
            ? RequestReader.read(request).request().probeEvents()
            : List.of();
    for (TargetProgress part : decided.targetProgress()) {
      functions.start(Json.toJson(order(decided, part, minutes, events)));
    }
    return ProbeSchedule.withOrder(decided, minutes, now);
  }

  private static SendProbes.ProbeOrder order(
      Release release, TargetProgress part, int minutes, List<Object> events) {
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
