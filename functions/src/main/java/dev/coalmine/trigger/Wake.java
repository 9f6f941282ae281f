package dev.coalmine.trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.aws.ThrottledException;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.Json;
import dev.coalmine.release.FiredAlarm;
import dev.coalmine.request.SteeringCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Wakes releases when an alarm of their gate goes into ALARM, so that they act at once instead of
 * at the end of their bake. A release in the middle of an analysis is not woken: its next analysis
 * will see the alarm. Safe to run twice.
 *
 * <p>Its queue lets it run once at a time. It remembers what it read of each release, so that many
 * alarms together cost one reading of each history, and not one for each alarm.
 */
public final class Wake implements RequestStreamHandler {
  /** Longer than a call with its retries may take, in milliseconds. */
  private static final int LEAST_TIME = 10_000;

  private final Executions executions;
  private final Map<String, WaitingRelease> known = new HashMap<>();

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public Wake() {
    this(StepFunctions.fromEnvironment("Wake").executions());
  }

  Wake(Executions executions) {
    this.executions = executions;
  }

  /**
   * The result of an invocation.
   *
   * @param alarms the names of the alarms
   * @param running how many releases run
   * @param woken the executions that act now
   * @param failed the executions that could not be checked or woken, and why; they analyse at the
   *     end of their bake
   * @param unread how many releases must be checked again: AWS throttles, or time is short
   */
  private record WakeResult(
      List<String> alarms,
      int running,
      List<String> woken,
      Map<String, String> failed,
      int unread) {}

  /** What Lambda's event source mapping reads: the messages that come again. */
  private record BatchResponse(List<BatchItemFailure> batchItemFailures) {
    private record BatchItemFailure(String itemIdentifier) {}

    private static BatchResponse of(List<String> messages) {
      return new BatchResponse(messages.stream().map(BatchItemFailure::new).toList());
    }
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    AlarmEvents events = AlarmEvents.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    WakeResult result = wakeAll(events, context);
    System.out.println(Json.toLogLine(result));
    if (events.messages().isEmpty()) {
      Json.write(out, result);
    } else {
      // A FIFO queue's order needs all of them again (Lambda developer guide, partial responses).
      Json.write(out, BatchResponse.of(result.unread() > 0 ? events.messages() : List.of()));
    }
  }

  /** Only one runs at a time; another would be one by hand. */
  private synchronized WakeResult wakeAll(AlarmEvents events, Context context) {
    List<String> running =
        executions.listAllRunning().stream().map(Executions.ListedExecution::arn).toList();
    known.keySet().retainAll(running);
    List<String> woken = new ArrayList<>();
    Map<String, String> failed = new LinkedHashMap<>();
    boolean enough = true;
    int unread = 0;
    for (String arn : running) {
      if (isKnownToSleep(arn, events)) {
        continue;
      }
      enough = enough && context.getRemainingTimeInMillis() >= LEAST_TIME;
      if (!enough) {
        unread++;
        continue;
      }
      try {
        if (wake(arn, events)) {
          woken.add(arn);
        }
      } catch (ThrottledException e) { // no more calls now; all that is left comes again
        enough = false;
        unread++;
        failed.put(arn, e.toString());
      } catch (RuntimeException e) { // a failure to wake one release does not stop the others
        failed.put(arn, e.toString());
      }
    }
    List<String> alarms = events.alarms().stream().map(FiredAlarm::name).toList();
    return new WakeResult(alarms, running.size(), woken, failed, unread);
  }

  /** Whether none of the alarms concerns a release; no call is needed to know it. */
  private boolean isKnownToSleep(String arn, AlarmEvents events) {
    return Optional.ofNullable(known.get(arn))
        .filter(one -> !one.isOutdated(events.latest()) && !one.isGatedBy(events.alarms()))
        .isPresent();
  }

  private boolean wake(String arn, AlarmEvents events) {
    WaitingRelease before = known.get(arn);
    return (before != null && wake(arn, before, events)) || wake(arn, read(arn, events), events);
  }

  /**
   * The newest ten events have the document of a release that waits, unless its state was retried.
   * Of one that does not wait, what was known of its alarms holds.
   */
  private WaitingRelease read(String arn, AlarmEvents events) {
    WaitingRelease found = read(executions.newestTen(arn), arn, events);
    if (!found.prepared() && found.token().isPresent()) {
      found = read(executions.newestFirst(arn), arn, events);
    }
    WaitingRelease before = known.get(arn);
    WaitingRelease release =
        before != null && before.prepared() && !found.prepared() ? before.withoutToken() : found;
    known.put(arn, release);
    return release;
  }

  private static WaitingRelease read(
      Iterator<HistoryEntry> newestFirst, String arn, AlarmEvents events) {
    return WaitingRelease.read(new HistoryTail(arn, newestFirst), events.latest());
  }

  /** Whether the release was still waiting, and is woken now. */
  private boolean wake(String arn, WaitingRelease release, AlarmEvents events) {
    Optional<FiredAlarm> alarm = release.newAlarm(events.alarms());
    if (alarm.isEmpty() || release.token().isEmpty()) {
      return false;
    }
    known.put(arn, release.withoutToken());
    return executions.completeTask(release.token().get(), Json.toJson(message(alarm.get())));
  }

  private static Map<String, Object> message(FiredAlarm alarm) {
    Map<String, Object> message =
        new LinkedHashMap<>(
            SteeringCommand.LOOK.toMessage("alarm " + alarm.name(), "changed to ALARM"));
    message.put("alarm", alarm.toMessage());
    return message;
  }
}
