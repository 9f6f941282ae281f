package dev.coalmine.embedded.cloudformation;

import dev.coalmine.embedded.clock.SchedulingClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsJson;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.SeededUuids;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * CloudFormation, for custom resources only. It sends a request to the function in the resource's
 * ServiceToken, and takes the response at a signed URL (user guide, "Custom resource reference").
 */
public final class CloudFormationService implements AwsService {
  private static final String PATH_PREFIX = "/_coalmine/stacks";
  private static final int MAX_BYTES = 4_096;
  private static final int MAX_ID_BYTES = 1_024;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);
  private static final List<String> ECHOED = List.of("StackId", "RequestId", "LogicalResourceId");

  /** The most requests that are known. Those that ended are dropped, the oldest first. */
  static final int MOST_REQUESTS = 1_000;

  private final Map<String, CustomResourceRequest> byRequest = new LinkedHashMap<>();
  private final URI bucket;
  private final SchedulingClock clock;
  private final SeededUuids signatures;
  private final ServiceCaller aws;

  /**
   * A CloudFormation without requests.
   *
   * @param bucket base of the response URLs
   * @param clock the current time and delayed work
   * @param seed of signatures
   * @param aws invokes functions
   */
  public CloudFormationService(URI bucket, SchedulingClock clock, long seed, ServiceCaller aws) {
    this.bucket = bucket;
    this.clock = clock;
    this.signatures = new SeededUuids(seed);
    this.aws = aws;
  }

  /**
   * A request that was sent.
   *
   * @param event the function's input
   * @param signature required in the response URL
   * @param responses all responses; the first one counts
   * @param end the result
   */
  private record CustomResourceRequest(
      JsonFields event,
      String signature,
      List<CustomResourceResponse> responses,
      CompletableFuture<CustomResourceResponse> end) {}

  /**
   * Sends a request. The function is invoked when the clock runs.
   *
   * @param event the function's input without its ResponseURL, which is made here
   * @return the function's response, or the failure after a timeout
   * @throws IllegalArgumentException if it is not such an event
   */
  public CompletableFuture<CustomResourceResponse> sendRequest(Map<String, Object> event) {
    return begin(event).end();
  }

  private CustomResourceRequest begin(Map<String, Object> event) {
    JsonFields fields = new JsonFields(event);
    JsonFields properties = fields.object("ResourceProperties");
    String function = properties.text("ServiceToken");
    String id = fields.text("RequestId");
    if (function.isEmpty() || id.isEmpty()) {
      throw new IllegalArgumentException(
          "a CloudFormation request must have a RequestId, and a ServiceToken in its"
              + " ResourceProperties");
    }
    CustomResourceRequest sent = register(fields, id);
    clock.runAt(clock.instant().plus(timeout(properties)), () -> sent.end().complete(timedOut(id)));
    clock.runAt(clock.instant(), () -> invoke(function, sent));
    return sent;
  }

  private synchronized CustomResourceRequest register(JsonFields fields, String id) {
    String signature = signatures.next();
    Map<String, Object> event = new LinkedHashMap<>(fields.tree());
    event.put("ResponseURL", bucket.resolve(id + "?Signature=" + signature).toString());
    CustomResourceRequest sent =
        new CustomResourceRequest(
            new JsonFields(event), signature, new ArrayList<>(), new CompletableFuture<>());
    byRequest.put(id, sent);
    Iterator<CustomResourceRequest> oldest = byRequest.values().iterator();
    for (int left = byRequest.size() - MOST_REQUESTS; left > 0 && oldest.hasNext(); left--) {
      if (oldest.next().end().isDone()) {
        oldest.remove();
      }
    }
    return sent;
  }

  private static Duration timeout(JsonFields properties) {
    String text = properties.text("ServiceTimeout");
    return text.matches("[0-9]{1,4}")
        ? Duration.ofSeconds(Integer.parseInt(text))
        : DEFAULT_TIMEOUT;
  }

  /** The wording of stack events that users published. */
  private static CustomResourceResponse timedOut(String id) {
    return failed(
        "CloudFormation did not receive a response from your Custom Resource. Please check your"
            + " logs for requestId ["
            + id
            + "].");
  }

  private static CustomResourceResponse failed(String reason) {
    return new CustomResourceResponse("FAILED", reason, "", Map.of());
  }

  private void invoke(String function, CustomResourceRequest sent) {
    WireResponse answer =
        aws.call(
            ServiceCaller.invokeRequest(
                function, Json.toText(sent.event().tree()), "cloudformation.amazonaws.com"));
    if (answer.status() >= 300) {
      sent.end().complete(failed(ServiceCaller.errorMessage(answer)));
    }
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    if (request.method().equals("POST") && request.path().equals(PATH_PREFIX)) {
      return Optional.of("coalmine:AskStack"); // on AWS: a stack update
    }
    return request.method().equals("PUT") && request.path().startsWith(PATH_PREFIX + "/")
        ? Optional.of("s3:PutObject")
        : Optional.empty();
  }

  @Override
  public WireResponse handle(WireRequest request) {
    if (request.method().equals("PUT")) {
      put(request);
      return new WireResponse(200, Map.of(), new byte[0]);
    }
    try {
      JsonFields event = JsonFields.of(request.body());
      begin(event.tree());
      return AwsJson.response(Map.of("RequestId", event.text("RequestId")));
    } catch (IllegalArgumentException e) {
      throw AwsJson.validation(e.getMessage());
    }
  }

  @Override
  public WireResponse errorResponse(WireRequest request, AwsError error) {
    return AwsJson.errorResponse(error);
  }

  private void put(WireRequest request) {
    CustomResourceRequest sent = requestOf(request);
    CustomResourceResponse answer = read(sent, request.body());
    synchronized (this) {
      sent.responses().add(answer);
    }
    sent.end().complete(answer);
  }

  /** The URL is signed for one object, for PUT and without a Content-Type. */
  private synchronized CustomResourceRequest requestOf(WireRequest request) {
    CustomResourceRequest sent = byRequest.get(request.path().substring(PATH_PREFIX.length() + 1));
    if (sent == null
        || !sent.signature().equals(request.query().get("Signature"))
        || !request.header("content-type").isEmpty()) {
      throw new AwsError(
          403,
          "SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided. Check"
              + " your key and signing method.");
    }
    return sent;
  }

  private static CustomResourceResponse read(CustomResourceRequest request, byte[] body) {
    if (body.length > MAX_BYTES) {
      return failed("Response object is too long.");
    }
    JsonFields fields = JsonFields.of(body);
    if (!isComplete(fields)) {
      return failed("Invalid response object: Status, Reason or PhysicalResourceId");
    }
    for (String name : ECHOED) {
      if (!fields.text(name).equals(request.event().text(name))) {
        return failed("Invalid response object: Value of property " + name);
      }
    }
    String status = fields.text("Status");
    String reason = status.equals("FAILED") ? fields.text("Reason") : "";
    return new CustomResourceResponse(
        status, reason, fields.text("PhysicalResourceId"), fields.object("Data").tree());
  }

  private static boolean isComplete(JsonFields fields) {
    String status = fields.text("Status");
    String id = fields.text("PhysicalResourceId");
    return List.of("SUCCESS", "FAILED").contains(status)
        && (status.equals("SUCCESS") || !fields.text("Reason").isEmpty())
        && !id.isEmpty()
        && JsonFields.utf8(id).length <= MAX_ID_BYTES;
  }

  /** The result of each request, by its id, without the response URL. */
  public synchronized Map<String, Object> results() {
    Map<String, Object> results = new LinkedHashMap<>();
    byRequest.forEach(
        (id, sent) -> {
          Map<String, Object> wire = new LinkedHashMap<>();
          wire.put("requestType", sent.event().text("RequestType"));
          wire.put("logicalResourceId", sent.event().text("LogicalResourceId"));
          wire.put("answers", sent.responses().size());
          CustomResourceResponse end = sent.end().getNow(null);
          wire.put("status", end == null ? "IN_PROGRESS" : end.status());
          if (end != null) {
            wire.put("reason", end.reason());
            wire.put("physicalResourceId", end.physicalId());
            wire.put("data", end.data());
          }
          results.put(id, wire);
        });
    return results;
  }
}
