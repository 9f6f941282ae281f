package dev.coalmine.trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.Json;
import dev.coalmine.release.Release;
import dev.coalmine.request.SteeringCommand;
import dev.coalmine.text.JsonView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Wakes releases when an alarm of their gate goes into ALARM, so that they analyse at once instead
 * of at the end of their bake. A release in the middle of an analysis is not woken: its next
 * analysis will see the alarm. Safe to run twice.
 */
public final class Wake implements RequestStreamHandler {
  /**
   * The most releases that are checked, the latest first, each with a call of GetExecutionHistory:
   * as many as Step Functions accepts at once (its quotas, "Quotas related to API action
   * throttling"). The others analyse at the end of their bake.
   */
  private static final int MOST = 400;

  /** The format in the guide's sample: 2019-10-02T17:04:40.989+0000. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT);

  private final Executions executions;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public Wake() {
    this(StepFunctions.fromEnvironment("Wake").executions());
  }

  Wake(Executions executions) {
    this.executions = executions;
  }

  /**
   * EventBridge's "CloudWatch Alarm State Change", with the fields that are needed.
   *
   * @param at when the alarm went into ALARM; in the far future if the event has no time in the
   *     documented format
   */
  private record AlarmStateChange(String alarm, Instant at) {
    static AlarmStateChange of(String event) {
      JsonView detail = Json.readView(event).object("detail");
      String alarm = detail.text("alarmName", "");
      if (alarm.isEmpty()) {
        throw new IllegalArgumentException("the event is not a change of an alarm's state");
      }
      return new AlarmStateChange(alarm, at(detail.object("state").text("timestamp", "")));
    }

    private static Instant at(String timestamp) {
      try {
        return OffsetDateTime.parse(timestamp, TIMESTAMP).toInstant();
      } catch (DateTimeParseException unlikeTheGuide) {
        return Instant.MAX;
      }
    }
  }

  /**
   * The result of an event.
   *
   * @param running how many releases run
   * @param woken the executions that analyse now
   * @param failed the executions that could not be checked or woken, and why; they analyse at the
   *     end of their bake
   */
  private record WakeResult(
      String alarm, int running, List<String> woken, Map<String, String> failed) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    AlarmStateChange change =
        AlarmStateChange.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    String alarm = change.alarm();
    List<Executions.ListedExecution> running = executions.listRunning();
    Map<String, String> failed = new LinkedHashMap<>();
    List<String> woken =
        running.stream()
            .limit(MOST)
            .map(Executions.ListedExecution::arn)
            .filter(arn -> wake(arn, alarm, change.at(), failed))
            .toList();
    WakeResult answer = new WakeResult(alarm, running.size(), woken, failed);
    System.out.println(Json.toLogLine(answer));
    Json.write(out, answer);
  }

  /** A failure to wake one release does not stop the others. */
  private boolean wake(String arn, String alarm, Instant at, Map<String, String> failed) {
    try {
      return wake(arn, alarm, at);
    } catch (RuntimeException e) {
      failed.put(arn, e.toString());
      return false;
    }
  }

  private boolean wake(String arn, String alarm, Instant at) {
    HistoryTail execution = new HistoryTail(arn, executions.newestFirst(arn));
    Optional<String> token = execution.token();
    return token.isPresent()
        && execution.release().filter(release -> isRelevant(release, alarm, at)).isPresent()
        && executions.completeTask(
            token.get(),
            Json.toJson(SteeringCommand.LOOK.toMessage("alarm " + alarm, "changed to ALARM")));
  }

  /**
   * A release that has already considered the alarm is not woken. An analysis would also call a
   * pending hook again, which an excused alarm does not justify.
   */
  private static boolean isRelevant(Release release, String alarm, Instant at) {
    boolean hook = release.progress().hook().isPending();
    return release.progress().alarms().stream()
        .anyMatch(
            one ->
                one.name().equals(alarm)
                    && at.isAfter(one.lastSeenChange())
                    && !(hook && one.excused()));
  }
}
