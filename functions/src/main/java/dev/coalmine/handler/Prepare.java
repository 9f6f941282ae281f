package dev.coalmine.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Alarms;
import dev.coalmine.aws.Aliases;
import dev.coalmine.aws.CloudWatch;
import dev.coalmine.aws.Versions;
import dev.coalmine.release.Decision;
import dev.coalmine.release.RefusedException;
import dev.coalmine.release.Release;
import dev.coalmine.release.Request;
import dev.coalmine.release.RequestReader;
import dev.coalmine.release.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;

/**
 * The Prepare state: validates the request, resolves its defaults and takes the exact snapshot of
 * the target, or refuses with all faults. It writes nothing.
 */
public final class Prepare implements RequestStreamHandler {
  /** How long a version may be Pending: a SnapStart snapshot takes minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final Duration POLL = Duration.ofSeconds(10);

  private final Aliases aliases;
  private final Versions versions;
  private final Alarms alarms;
  private final MetricsGate metrics;

  /** Lambda's constructor: clients are made once, at init. */
  public Prepare() {
    this(
        Aliases.fromEnvironment("Prepare"),
        Versions.fromEnvironment("Prepare"),
        CloudWatch.fromEnvironment("Prepare"));
  }

  Prepare(Aliases aliases, Versions versions, CloudWatch cloudWatch) {
    this.aliases = aliases;
    this.versions = versions;
    this.alarms = cloudWatch.alarms();
    this.metrics = new MetricsGate(cloudWatch.metrics());
  }

  /**
   * What the workflow tells Prepare.
   *
   * @param request the execution's input, whatever it is
   * @param release the answer of an earlier look at a target that was not ready, or an empty object
   * @param execution ARN of the execution
   * @param startedAt when the execution started
   * @param now when the state was entered
   */
  private record Asked(
      Object request, Waiting release, String execution, Instant startedAt, Instant now) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Asked asked = Json.read(in, Asked.class);
    Waiting earlier = asked.release();
    Preparation preparation =
        Preparation.of(
            RequestReader.read(asked.request()),
            earlier.version() == null ? "" : earlier.version(),
            aliases,
            versions,
            alarms);
    if (!preparation.faults().isEmpty()) {
      throw new RefusedException(preparation.faults());
    }
    if (!preparation.waits().isEmpty()) {
      Json.write(out, waiting(asked, preparation));
      return;
    }
    Release prepared = release(asked, preparation);
    DecisionLog.write(prepared, asked.now());
    Json.write(out, prepared);
  }

  private static Waiting waiting(Asked asked, Preparation preparation) {
    String what = String.join("; ", preparation.waits());
    if (asked.now().isAfter(asked.startedAt().plus(PATIENCE))) {
      throw new RefusedException(
          "waited %d minutes in vain: %s".formatted(PATIENCE.toMinutes(), what));
    }
    return new Waiting(
        preparation.version(), Decision.AWAIT_TARGET, "waiting: " + what, POLL.toSeconds());
  }

  private Release release(Asked asked, Preparation preparation) {
    Request request = preparation.request();
    Target target = preparation.target();
    String name = target.functionName() + "-" + target.version();
    String id = request.id().orElse(name.substring(0, Math.min(64, name.length())));
    MetricsGate.Start start = metrics.start(target, request.plan(), request.scope(), asked.now());
    return Release.prepared(
        new Release.Identity(id, asked.execution(), asked.startedAt()),
        target,
        request,
        preparation.before(),
        preparation.watched(),
        start.trial(),
        start.first(),
        asked.now());
  }
}
