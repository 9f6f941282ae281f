package dev.coalmine.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.ApiGateway;
import dev.coalmine.aws.CloudWatch;
import dev.coalmine.aws.Lambda;
import dev.coalmine.aws.ProbeFunctions;
import dev.coalmine.aws.Targets;
import dev.coalmine.document.DecisionLog;
import dev.coalmine.document.HandlerEvent;
import dev.coalmine.document.Json;
import dev.coalmine.release.Analysis;
import dev.coalmine.release.LateAttempt;
import dev.coalmine.release.Release;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The CheckAlarms state: one analysis of a running release, which decides what comes next. It
 * writes nothing. It starts the probes of the minutes up to the next analysis.
 */
public final class CheckAlarms implements RequestStreamHandler {
  private final Targets targets;
  private final CloudWatch cloudWatch;
  private final ProbeOrders probes;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public CheckAlarms() {
    this(Lambda.fromEnvironment("CheckAlarms"));
    DocumentRehearsal.register();
  }

  private CheckAlarms(Lambda lambda) {
    this(
        new Targets(lambda, ApiGateway.fromEnvironment("CheckAlarms")),
        CloudWatch.fromEnvironment("CheckAlarms"),
        lambda.probes());
  }

  CheckAlarms(Targets targets, CloudWatch cloudWatch, ProbeFunctions probes) {
    this.targets = targets;
    this.cloudWatch = cloudWatch;
    this.probes = new ProbeOrders(probes);
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    HandlerEvent event = HandlerEvent.read(in);
    Release release = event.release();
    Optional<Release> late = LateAttempt.ofAnalysis(release, event.earlierAttempts(), event.now());
    if (late.isPresent()) {
      Json.write(out, late.get());
      return;
    }
    Analysis look =
        new AlarmLook(cloudWatch.alarms())
            .read(
                new Analysis(
                    event.now(),
                    targets.readUnknown(release, event.now()),
                    List.of(),
                    new MetricsGate(cloudWatch.metrics(event.metricSettings()))
                        .read(release, event.now())),
                release);
    // The last call: a look whose answer is lost orders its probes again with each retry.
    Release decided = probes.send(decide(look, release), event.request(), event.now());
    DecisionLog.writeAnalysis(decided, event.now());
    Json.write(out, decided);
  }

  private Release decide(Analysis look, Release release) {
    Release decided = look.decide(release);
    return look.needsRead(release, decided)
        ? look.with(targets.read(release)).decide(release)
        : decided;
  }
}
