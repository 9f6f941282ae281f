package dev.coalmine.trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Executions;
import dev.coalmine.aws.StepFunctions;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.Json;
import dev.coalmine.release.Release;
import dev.coalmine.request.SteeringCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * Hears that an alarm went off, and lets the releases that it gates look at once instead of at the
 * end of their bake. One that is just looking is not woken: what it did not see yet it will see at
 * its next look, as if nobody had told it. Safe to run twice.
 */
public final class Wake implements RequestStreamHandler {
  /**
   * So many are looked at, those that were started last first, each by a call of
   * GetExecutionHistory: as many as Step Functions takes at once (its quotas, "Quotas related to
   * API action throttling"). The others look at the end of their bake.
   */
  private static final int MOST = 400;

  /** As in the guide's sample: 2019-10-02T17:04:40.989+0000. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT);

  private final Executions executions;

  /** Lambda's constructor: clients are made once, at init. */
  public Wake() {
    this(StepFunctions.fromEnvironment("Wake").executions());
  }

  Wake(Executions executions) {
    this.executions = executions;
  }

  /** EventBridge's "CloudWatch Alarm State Change", as far as it is needed. */
  private record AlarmStateChange(AlarmEventDetail detail) {
    private record AlarmEventDetail(String alarmName, AlarmEventState state) {}

    private record AlarmEventState(String timestamp) {}

    /** When the alarm went off; in the far future if the event does not say it as documented. */
    Instant at() {
      try {
        return OffsetDateTime.parse(String.valueOf(detail.state().timestamp()), TIMESTAMP)
            .toInstant();
      } catch (DateTimeParseException unlikeTheGuide) {
        return Instant.MAX;
      }
    }
  }

  /**
   * What came of it.
   *
   * @param running how many releases there were
   * @param woken those that look now
   * @param failed those that could not be asked or told, and why; they look at the end of their
   *     bake
   */
  private record WakeResult(
      String alarm, int running, List<String> woken, Map<String, String> failed) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    AlarmStateChange change = Json.read(in, AlarmStateChange.class);
    String alarm = change.detail().alarmName();
    List<Executions.ListedExecution> running = executions.listRunning();
    Map<String, String> failed = new LinkedHashMap<>();
    List<String> woken =
        running.stream()
            .limit(MOST)
            .map(Executions.ListedExecution::arn)
            .filter(arn -> wake(arn, alarm, change.at(), failed))
            .toList();
    WakeResult answer = new WakeResult(alarm, running.size(), woken, failed);
    System.out.println(Json.toJson(answer));
    Json.write(out, answer);
  }

  /** One that can't be woken does not keep the others asleep. */
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
   * What a release has seen already it need not be told. A hook that is awaited would be asked
   * again after a look: an alarm that does not count is not worth that.
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
