package dev.coalmine.embedded.cloudwatch;

import dev.coalmine.embedded.cloudwatch.alarm.AlarmOperations;
import dev.coalmine.embedded.cloudwatch.alarm.AlarmStateChange;
import dev.coalmine.embedded.cloudwatch.alarm.AlarmStateValue;
import dev.coalmine.embedded.cloudwatch.alarm.AlarmStore;
import dev.coalmine.embedded.cloudwatch.alarm.SavedAlarms;
import dev.coalmine.embedded.cloudwatch.metric.MetricOperations;
import dev.coalmine.embedded.cloudwatch.metric.MetricRecording;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchCborCodec;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchCodec;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchInputReader;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchJsonCodec;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchParameters;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchQueryCodec;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchShapes;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.RecordTrees;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.ParameterTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * CloudWatch: metrics and alarms, one set of operations behind three wire protocols. Alarms are
 * evaluated only in {@link #advance}.
 */
public final class CloudWatchService implements AwsService {
  private static final ParameterTable PARAMETERS =
      ParameterTable.of(CloudWatchService.class, "cloudwatch.parameters", "ValidationError");

  private final CloudWatchShapes shapes = new CloudWatchShapes();
  private final List<CloudWatchCodec> codecs =
      List.of(
          new CloudWatchJsonCodec(),
          new CloudWatchCborCodec(shapes),
          new CloudWatchQueryCodec(shapes));
  private final List<Consumer<AlarmStateChange>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong requests = new AtomicLong();
  private final Object lock = new Object();
  private final MetricStore metrics;
  private final InstantSource clock;
  private final MetricOperations metricOperations;
  private final AlarmStore alarms;
  private final AlarmOperations alarmOperations;

  /**
   * A CloudWatch without alarms.
   *
   * @param metrics the data points of its metrics; others may add to it
   * @param clock the current time
   * @param region of the alarms' ARNs
   * @param account of the alarms' ARNs, 12 digits
   */
  public CloudWatchService(
      MetricStore metrics, InstantSource clock, String region, String account) {
    this.metrics = metrics;
    this.clock = clock;
    this.metricOperations = new MetricOperations(metrics);
    this.alarms = new AlarmStore(metrics, clock.instant());
    String arnPrefix = "arn:aws:cloudwatch:" + region + ":" + account + ":alarm:";
    this.alarmOperations = new AlarmOperations(alarms, arnPrefix);
  }

  /**
   * Makes the next response of GetMetricData contain no data points and this status code in each
   * result. Calls add up, one for each response.
   *
   * @param statusCode in the API's spelling, such as {@code PartialData} or {@code InternalError}
   */
  public void withholdNextMetricData(String statusCode) {
    metricOperations.withholdNextPoints(statusCode);
  }

  /**
   * Makes data points visible to GetMetricData so much later than they are by themselves, from now
   * on. Alarms are not late.
   */
  public void delayMetricData(Duration longer) {
    synchronized (lock) {
      metricOperations.delay(longer);
    }
  }

  /** Makes GetMetricData return only this recording from now on. */
  public void useRecording(MetricRecording recording) {
    synchronized (lock) {
      metricOperations.useRecording(recording);
    }
  }

  /** All alarms with their states and history, as a tree to save. */
  public Object saveAlarms() {
    synchronized (lock) {
      return RecordTrees.write(alarms.save());
    }
  }

  /**
   * Adds the alarms of a tree that {@link #saveAlarms} returned.
   *
   * @throws IllegalArgumentException if the tree is something else
   */
  public void restoreAlarms(Object tree) {
    SavedAlarms saved = RecordTrees.read(SavedAlarms.class, tree, "alarms");
    synchronized (lock) {
      alarms.restore(saved);
    }
  }

  /** The data points of all metrics. */
  public MetricStore metrics() {
    return metrics;
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    return named(request).map(operation -> "cloudwatch:" + operation);
  }

  @Override
  public WireResponse handle(WireRequest request) {
    String operation = named(request).orElseThrow();
    if (shapes.operation(operation).isEmpty()) {
      throw CloudWatchErrors.unknownOperation(operation);
    }
    CloudWatchCodec codec = codec(request);
    Map<String, Object> output = call(operation, codec.input(request, operation));
    return codec.response(operation, output, requestId());
  }

  @Override
  public WireResponse errorResponse(WireRequest request, AwsError error) {
    return codec(request).errorResponse(request, error, requestId());
  }

  /**
   * Performs an operation, as a request on the wire would.
   *
   * @param operation its name in the API, such as {@code PutMetricAlarm}
   * @param input by the API's member names; moments may be {@code Instant}
   * @return the output by member names
   * @throws AwsError when AWS would refuse it
   */
  public Map<String, Object> call(String operation, Map<?, ?> input) {
    if (shapes.operation(operation).isEmpty()) {
      throw CloudWatchErrors.unknownOperation(operation);
    }
    CloudWatchParameters read = CloudWatchInputReader.read(shapes, operation, input);
    PARAMETERS.check(operation, read.fields());
    Map<String, Object> output;
    List<AlarmStateChange> changes;
    synchronized (lock) {
      output = perform(operation, read, clock.instant());
      changes = alarms.takeChanges();
    }
    notifyListeners(changes);
    return output;
  }

  private Map<String, Object> perform(String operation, CloudWatchParameters input, Instant now) {
    return switch (operation) {
      case "DeleteAlarms" -> alarmOperations.deleteAlarms(input, now);
      case "DescribeAlarmHistory" -> alarmOperations.describeAlarmHistory(input);
      case "DescribeAlarms" -> alarmOperations.describeAlarms(input);
      case "DisableAlarmActions" -> alarmOperations.enableActions(input, false);
      case "EnableAlarmActions" -> alarmOperations.enableActions(input, true);
      case "GetMetricData" -> metricOperations.getMetricData(input, now);
      case "GetMetricStatistics" -> metricOperations.getMetricStatistics(input, now);
      case "ListMetrics" -> metricOperations.listMetrics(input, now);
      case "PutCompositeAlarm" -> alarmOperations.putCompositeAlarm(input, now);
      case "PutMetricAlarm" -> alarmOperations.putMetricAlarm(input, now);
      case "PutMetricData" -> metricOperations.putMetricData(input, now);
      case "SetAlarmState" -> alarmOperations.setAlarmState(input, now);
      default -> throw CloudWatchErrors.unknownOperation(operation);
    };
  }

  /**
   * Evaluates the alarms up to a moment. Every alarm is evaluated at each minute boundary since the
   * last call (alarms with periods of 10 to 30 seconds every 10 seconds), on the data points that
   * were visible then. Add all data points that become visible up to {@code now} before. A second
   * call for the same moment does nothing.
   */
  public void advance(Instant now) {
    List<AlarmStateChange> changes;
    synchronized (lock) {
      alarms.advance(now);
      changes = alarms.takeChanges();
    }
    notifyListeners(changes);
  }

  /**
   * The next moment at which an alarm may change its state by evaluation. Without alarms it is the
   * next minute boundary.
   */
  public Instant nextEvaluation(Instant after) {
    synchronized (lock) {
      int interval = alarms.interval().orElse(60);
      long boundary = Math.floorDiv(after.getEpochSecond(), interval) * interval + interval;
      return Instant.ofEpochSecond(boundary);
    }
  }

  /** The state of an alarm. Empty if there is no alarm of that name. */
  public Optional<AlarmStateValue> stateOf(String alarmName) {
    synchronized (lock) {
      return alarms.named(alarmName).map(alarm -> alarm.state().value());
    }
  }

  /** Adds a listener for every later state change. No lock is held while it runs. */
  public void onStateChange(Consumer<AlarmStateChange> listener) {
    listeners.add(listener);
  }

  private void notifyListeners(List<AlarmStateChange> changes) {
    changes.forEach(change -> listeners.forEach(listener -> listener.accept(change)));
  }

  private Optional<String> named(WireRequest request) {
    return codecs.stream().flatMap(codec -> codec.operation(request).stream()).findFirst();
  }

  private CloudWatchCodec codec(WireRequest request) {
    return codecs.stream()
        .filter(codec -> codec.operation(request).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private String requestId() {
    return new UUID(0x636c6f7564776174L, requests.incrementAndGet()).toString();
  }
}
