package dev.coalmine.embedded.cloudtrail;

import dev.coalmine.embedded.clock.SchedulingClock;
import dev.coalmine.embedded.eventbridge.EventBridgeService;
import dev.coalmine.embedded.eventbridge.EventDispatcher;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.lambda.LambdaCall;
import dev.coalmine.embedded.lambda.LambdaOperation;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.CallListener;
import dev.coalmine.embedded.protocol.SeededUuids;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A trail of management events. It publishes an event to EventBridge for each writing call to
 * Lambda, with the event names and shapes of recorded CloudTrail events. It reads the caller from
 * the User-Agent. An AWS service has its own name there ({@code cloudformation.amazonaws.com}, also
 * as application id), a function has its application id, and any other caller is a user.
 */
public final class CloudTrail implements CallListener {
  private static final String SOURCE = "aws.lambda";
  private static final String DETAIL_TYPE = "AWS API Call via CloudTrail";
  private static final Map<LambdaOperation, String> NAMES =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(LambdaOperation.CREATE_FUNCTION, "CreateFunction20150331"),
              Map.entry(LambdaOperation.DELETE_FUNCTION, "DeleteFunction20150331"),
              Map.entry(LambdaOperation.UPDATE_FUNCTION_CODE, "UpdateFunctionCode20150331v2"),
              Map.entry(
                  LambdaOperation.UPDATE_FUNCTION_CONFIGURATION,
                  "UpdateFunctionConfiguration20150331v2"),
              Map.entry(LambdaOperation.PUBLISH_VERSION, "PublishVersion20150331"),
              Map.entry(LambdaOperation.CREATE_ALIAS, "CreateAlias20150331"),
              Map.entry(LambdaOperation.UPDATE_ALIAS, "UpdateAlias20150331"),
              Map.entry(LambdaOperation.DELETE_ALIAS, "DeleteAlias20150331"),
              Map.entry(LambdaOperation.ADD_PERMISSION, "AddPermission20150331v2"),
              Map.entry(LambdaOperation.REMOVE_PERMISSION, "RemovePermission20150331v2"),
              Map.entry(LambdaOperation.TAG_RESOURCE, "TagResource20170331v2"),
              Map.entry(LambdaOperation.UNTAG_RESOURCE, "UntagResource20170331v2")));

  private final AtomicReference<Duration> delay = new AtomicReference<>(Duration.ZERO);
  private final EventBridgeService events;
  private final SchedulingClock clock;
  private final SeededUuids ids;

  /**
   * A trail without delay.
   *
   * @param seed of event ids
   */
  public CloudTrail(EventBridgeService events, SchedulingClock clock, long seed) {
    this.events = events;
    this.clock = clock;
    this.ids = new SeededUuids(seed);
  }

  /** Sets the delay between a call and its event. On AWS it takes up to some minutes. */
  public void setDelay(Duration time) {
    delay.set(time);
  }

  @Override
  public void onCall(WireRequest request, WireResponse answer) {
    if (events.mayMatch(SOURCE, DETAIL_TYPE)) {
      LambdaCall.of(request)
          .filter(call -> NAMES.containsKey(call.operation()))
          .ifPresent(call -> publish(call, answer));
    }
  }

  private void publish(LambdaCall call, WireResponse answer) {
    Instant now = clock.instant();
    Map<String, Object> detail = detail(call, answer, now);
    if (delay.get().isZero()) {
      events.publishAwsEvent(SOURCE, DETAIL_TYPE, now, List.of(), detail);
    } else {
      clock.runAt(
          now.plus(delay.get()),
          () -> events.publishAwsEvent(SOURCE, DETAIL_TYPE, now, List.of(), detail));
    }
  }

  private Map<String, Object> detail(LambdaCall call, WireResponse answer, Instant now) {
    Map<String, Object> detail = new LinkedHashMap<>(requestOf(call, now));
    if (answer.status() >= 300) {
      detail.put("errorCode", ServiceCaller.errorCode(answer));
      detail.put("errorMessage", ServiceCaller.errorMessage(answer));
    }
    detail.put("requestParameters", LambdaEventDetail.requestParameters(call));
    detail.put("responseElements", LambdaEventDetail.responseElements(call, answer));
    detail.put("requestID", answer.headers().getOrDefault("x-amzn-RequestId", ""));
    detail.put("eventID", ids.next());
    detail.put("readOnly", false);
    detail.put("eventType", "AwsApiCall");
    detail.put("managementEvent", true);
    detail.put("recipientAccountId", Arns.ACCOUNT);
    detail.put("eventCategory", "Management");
    return detail;
  }

  private static Map<String, Object> requestOf(LambdaCall call, Instant now) {
    CallerIdentity caller = CallerIdentity.of(call.request());
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("eventVersion", "1.08");
    request.put("userIdentity", caller.identity());
    request.put("eventTime", EventDispatcher.formatTime(now));
    request.put("eventSource", "lambda.amazonaws.com");
    request.put("eventName", NAMES.get(call.operation()));
    request.put("awsRegion", Arns.REGION);
    request.put("sourceIPAddress", caller.address());
    request.put("userAgent", caller.agent());
    return request;
  }
}
