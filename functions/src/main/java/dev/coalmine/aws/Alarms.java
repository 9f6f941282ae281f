package dev.coalmine.aws;

import dev.coalmine.release.AlarmReading;
import dev.coalmine.release.AlarmState;
import dev.coalmine.release.WatchedAlarm;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** CloudWatch alarms, metric and composite, read by name. */
public final class Alarms {
  private final CloudWatchClient cloudWatch;

  Alarms(CloudWatchClient cloudWatch) {
    this.cloudWatch = cloudWatch;
  }

  /** The current states of alarms, in the order of the names, without their history. */
  public List<AlarmReading> read(List<String> names) {
    Map<String, AlarmReading> found = describe(names);
    return names.stream().map(name -> found.getOrDefault(name, missing(name))).toList();
  }

  /**
   * The current states of alarms, each with the transitions since the last one that was seen. The
   * history is read only if the state has changed since, unless the alarm is in ALARM and not
   * excused, which decides by itself.
   */
  public List<AlarmReading> readWithHistory(List<WatchedAlarm> watched) {
    Map<String, AlarmReading> found = describe(watched.stream().map(WatchedAlarm::name).toList());
    return watched.stream()
        .map(
            alarm -> {
              AlarmReading now = found.getOrDefault(alarm.name(), missing(alarm.name()));
              boolean decides = now.state() == AlarmState.ALARM && !alarm.excused();
              return now.since().isAfter(alarm.lastSeenChange()) && !decides
                  ? withChanges(now, alarm.lastSeenChange())
                  : now;
            })
        .toList();
  }

  /**
   * The states of alarms as they follow from the last ones that were seen and from the transitions
   * since, for when AWS throttles DescribeAlarms: histories have a quota of their own. They tell
   * neither that an alarm was deleted nor that CloudWatch cannot evaluate it. A state of no known
   * name is passed over.
   *
   * @throws IllegalArgumentException if the last state of an alarm is not known
   */
  public List<AlarmReading> readByHistory(List<WatchedAlarm> watched) {
    return watched.stream().map(this::byHistory).toList();
  }

  private AlarmReading byHistory(WatchedAlarm alarm) {
    if (alarm.lastSeenState() == AlarmState.UNREAD) {
      throw new IllegalArgumentException("no state of alarm " + alarm.name() + " was seen");
    }
    List<AlarmHistoryItem> items =
        history(alarm.name(), alarm.lastSeenChange()).stream()
            .filter(item -> AlarmHistoryData.newState(item.historyData()).isPresent())
            .toList();
    Optional<AlarmHistoryItem> last = items.stream().reduce((earlier, later) -> later);
    return new AlarmReading(
        alarm.name(),
        last.flatMap(item -> AlarmHistoryData.newState(item.historyData()))
            .orElse(alarm.lastSeenState()),
        last.map(AlarmHistoryItem::timestamp).orElse(alarm.lastSeenChange()),
        last.map(item -> AlarmHistoryData.newReason(item.historyData())).orElse(""),
        changes(items),
        true);
  }

  /**
   * Describes up to 100 alarms in one call. DescribeAlarms returns only metric alarms unless
   * AlarmTypes is set.
   */
  private Map<String, AlarmReading> describe(List<String> names) {
    Map<String, AlarmReading> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    DescribeAlarmsRequest request =
        DescribeAlarmsRequest.builder()
            .alarmNames(names)
            .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
            .maxRecords(100)
            .build();
    cloudWatch
        .describeAlarmsPaginator(request)
        .forEach(
            page -> {
              page.metricAlarms().forEach(alarm -> found.put(alarm.alarmName(), reading(alarm)));
              page.compositeAlarms().forEach(alarm -> found.put(alarm.alarmName(), reading(alarm)));
            });
    return found;
  }

  /** With EVALUATION_FAILURE or EVALUATION_ERROR the state is an old one and not measured. */
  private static AlarmReading reading(MetricAlarm alarm) {
    Instant since = since(alarm.stateTransitionedTimestamp());
    boolean notEvaluated =
        String.valueOf(alarm.evaluationStateAsString()).startsWith("EVALUATION_");
    return notEvaluated && alarm.stateValue() == StateValue.OK
        ? new AlarmReading(
            alarm.alarmName(),
            AlarmState.INSUFFICIENT_DATA,
            since,
            "CloudWatch could not evaluate it: " + alarm.evaluationStateAsString(),
            List.of())
        : new AlarmReading(
            alarm.alarmName(),
            state(alarm.stateValueAsString()),
            since,
            reason(alarm.stateValueAsString(), alarm.stateReason()),
            List.of());
  }

  private static AlarmReading reading(CompositeAlarm alarm) {
    return new AlarmReading(
        alarm.alarmName(),
        state(alarm.stateValueAsString()),
        since(alarm.stateTransitionedTimestamp()),
        reason(alarm.stateValueAsString(), alarm.stateReason()),
        List.of());
  }

  /** An alarm that has never changed its state may have no transition time. */
  private static Instant since(Instant transitioned) {
    return transitioned == null ? Instant.EPOCH : transitioned;
  }

  private static AlarmReading missing(String name) {
    return new AlarmReading(name, AlarmState.MISSING, Instant.EPOCH, "", List.of());
  }

  private AlarmReading withChanges(AlarmReading now, Instant seen) {
    return new AlarmReading(
        now.name(), now.state(), now.since(), now.reason(), changes(history(now.name(), seen)));
  }

  /**
   * The updates of an alarm's state after a moment, oldest first. An update has the time of the
   * state's own StateUpdatedTimestamp to the millisecond (the examples of {@code describe-alarms}
   * and {@code describe-alarm-history} in the AWS CLI's reference are of one alarm).
   */
  private List<AlarmHistoryItem> history(String alarm, Instant seen) {
    return cloudWatch
        .describeAlarmHistoryPaginator(
            history ->
                history
                    .alarmName(alarm)
                    .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                    .historyItemType(HistoryItemType.STATE_UPDATE)
                    .startDate(seen)
                    .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                    .maxRecords(100))
        .stream()
        .flatMap(page -> page.alarmHistoryItems().stream())
        .filter(item -> item.timestamp().isAfter(seen))
        .toList();
  }

  private static List<AlarmReading.AlarmTransition> changes(List<AlarmHistoryItem> history) {
    return history.stream().flatMap(item -> change(item).stream()).toList();
  }

  private static Optional<AlarmReading.AlarmTransition> change(AlarmHistoryItem item) {
    return AlarmHistoryData.newState(item.historyData())
        .map(state -> new AlarmReading.AlarmTransition(item.timestamp(), state));
  }

  /** An alarm in a state that is not known has no opinion. */
  private static AlarmState state(String value) {
    return AlarmHistoryData.known(value).orElse(AlarmState.INSUFFICIENT_DATA);
  }

  private static String reason(String state, String reason) {
    return AlarmHistoryData.known(state).isPresent()
        ? reason
        : "CloudWatch reports a state that is not known: " + state;
  }
}
