package dev.coalmine.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.HookFunctions;
import dev.coalmine.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Sends the probes of some minutes: the same requests to baseline and canary, by their versions'
 * ARNs, one after the other. CheckAlarms starts it and does not wait. Lambda's metrics have the
 * results, so a request that fails is no failure here.
 */
public final class SendProbes implements RequestStreamHandler {
  private static final int MINUTE_MILLIS = 60_000;

  private final HookFunctions functions;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public SendProbes() {
    this(HookFunctions.fromEnvironment("SendProbes"));
  }

  SendProbes(HookFunctions functions) {
    this.functions = functions;
  }

  /**
   * What to send.
   *
   * @param release the release's name
   * @param execution ARN of its execution
   * @param target the alias, such as {@code orders:live}
   * @param baseline ARN of the baseline's version
   * @param canary ARN of the canary's version
   * @param perMinute requests a minute to each version
   * @param minutes for how many minutes
   * @param function name or ARN of the user's function that sends them; empty to send the events
   * @param events sent in turn, as JSON trees
   */
  record ProbeOrder(
      String release,
      String execution,
      String target,
      String baseline,
      String canary,
      int perMinute,
      int minutes,
      String function,
      List<Object> events) {

    ProbeOrder {
      events = List.copyOf(events);
    }
  }

  /** The payload of the user's function; the fields are those of the order. */
  private record ProbePayload(
      String release,
      String execution,
      String target,
      String baseline,
      String canary,
      int perMinute,
      int minutes) {

    static ProbePayload of(ProbeOrder order) {
      return new ProbePayload(
          order.release(),
          order.execution(),
          order.target(),
          order.baseline(),
          order.canary(),
          order.perMinute(),
          order.minutes());
    }
  }

  /**
   * What was sent.
   *
   * @param sent requests to each version; 0 if a function sent them
   * @param failed requests that failed, or 1 if that function did
   */
  record ProbeRun(int sent, int failed) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    ProbeOrder order = Json.read(in, ProbeOrder.class);
    ProbeRun run =
        order.function().isEmpty()
            ? sendEvents(order, context)
            : new ProbeRun(0, invoke(order.function(), Json.toJson(ProbePayload.of(order))));
    Json.write(out, run);
  }

  /** Sends pairs until all are sent or their minutes are over; a pair is never split. */
  private ProbeRun sendEvents(ProbeOrder order, Context context) {
    int available = context.getRemainingTimeInMillis();
    int pairs = order.perMinute() * order.minutes();
    int sent = 0;
    int failed = 0;
    while (sent < pairs
        && available - context.getRemainingTimeInMillis() < order.minutes() * MINUTE_MILLIS) {
      String event = Json.toJson(order.events().get(sent % order.events().size()));
      boolean canaryFirst = sent % 2 == 1;
      failed += invoke(canaryFirst ? order.canary() : order.baseline(), event);
      failed += invoke(canaryFirst ? order.baseline() : order.canary(), event);
      sent++;
    }
    return new ProbeRun(sent, failed);
  }

  /** 1 if the request failed, else 0. */
  private int invoke(String function, String payload) {
    return functions.isServed(function, payload) ? 0 : 1;
  }
}
