package dev.coalmine.local.aws;

import dev.coalmine.local.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * CloudFormation, as far as a custom resource needs it: gives a request to the function that the
 * resource's ServiceToken names, and takes the answer at an address that it has signed (user guide,
 * "Custom resource reference").
 */
public final class CloudFormationService implements Service {
  private static final String DOOR = "/_coalmine/stacks";
  private static final int MOST_BYTES = 4_096;
  private static final int LONGEST_ID = 1_024;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final List<String> REPEATED = List.of("StackId", "RequestId", "LogicalResourceId");

  private final Map<String, Asked> byRequest = new LinkedHashMap<>();
  private final URI bucket;
  private final InstantSource clock;
  private final Later later;
  private final Uuids signatures;
  private final AwsCalls aws;

  /**
   * A CloudFormation that has asked nothing.
   *
   * @param bucket where answers go
   * @param clock what time it is
   * @param later where requests wait
   * @param seed of signatures
   * @param aws how functions are invoked
   */
  public CloudFormationService(
      URI bucket, InstantSource clock, Later later, long seed, AwsCalls aws) {
    this.bucket = bucket;
    this.clock = clock;
    this.later = later;
    this.signatures = new Uuids(seed);
    this.aws = aws;
  }

  /**
   * A request that was made.
   *
   * @param event as its function got it
   * @param signature without which no answer is taken
   * @param puts every answer that came; the first one counts
   * @param end what it came to
   */
  private record Asked(
      Fields event, String signature, List<StackAnswer> puts, CompletableFuture<StackAnswer> end) {}

  /**
   * Asks; the clock has to run for it.
   *
   * @param event as the function gets it, but for its ResponseURL, which is made here
   * @return what CloudFormation is told, or concludes when nobody tells it in time
   * @throws IllegalArgumentException if it is no such event
   */
  public CompletableFuture<StackAnswer> ask(Map<String, Object> event) {
    return begin(event).end();
  }

  private Asked begin(Map<String, Object> event) {
    Fields fields = new Fields(event);
    Fields properties = fields.object("ResourceProperties");
    String function = properties.text("ServiceToken");
    String id = fields.text("RequestId");
    if (function.isEmpty() || id.isEmpty()) {
      throw new IllegalArgumentException(
          "a request of CloudFormation has a RequestId and names a ServiceToken in its ResourceProperties");
    }
    Asked asked = enter(fields, id);
    later.at(clock.instant().plus(timeout(properties)), () -> asked.end().complete(silence(id)));
    later.at(clock.instant(), () -> invoke(function, asked));
    return asked;
  }

  private synchronized Asked enter(Fields fields, String id) {
    String signature = signatures.next();
    Map<String, Object> event = new LinkedHashMap<>(fields.tree());
    event.put("ResponseURL", bucket.resolve(id + "?Signature=" + signature).toString());
    Asked asked =
        new Asked(new Fields(event), signature, new ArrayList<>(), new CompletableFuture<>());
    byRequest.put(id, asked);
    return asked;
  }

  private static Duration timeout(Fields properties) {
    String text = properties.text("ServiceTimeout");
    return text.matches("[0-9]{1,4}") ? Duration.ofSeconds(Integer.parseInt(text)) : LONGEST;
  }

  /** In the words of stack events that users show. */
  private static StackAnswer silence(String id) {
    return failed(
        "CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId ["
            + id
            + "].");
  }

  private static StackAnswer failed(String reason) {
    return new StackAnswer("FAILED", reason, "", Map.of());
  }

  private void invoke(String function, Asked asked) {
    WireAnswer answer =
        aws.call(
            AwsCalls.invocation(
                function, Json.text(asked.event().tree()), "cloudformation.amazonaws.com"));
    if (answer.status() >= 300) {
      asked.end().complete(failed(AwsCalls.errorMessage(answer)));
    }
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    if (request.method().equals("POST") && request.path().equals(DOOR)) {
      return Optional.of("coalmine:AskStack"); // a template's update, in AWS
    }
    return request.method().equals("PUT") && request.path().startsWith(DOOR + "/")
        ? Optional.of("s3:PutObject")
        : Optional.empty();
  }

  @Override
  public WireAnswer answer(WireRequest request) {
    if (request.method().equals("PUT")) {
      put(request);
      return new WireAnswer(200, Map.of(), new byte[0]);
    }
    try {
      Fields event = Fields.of(request.body());
      begin(event.tree());
      return AwsJson.answer(Map.of("RequestId", event.text("RequestId")));
    } catch (IllegalArgumentException e) {
      throw AwsJson.validation(e.getMessage());
    }
  }

  @Override
  public WireAnswer error(WireRequest request, AwsError error) {
    return AwsJson.wire(error);
  }

  private void put(WireRequest request) {
    Asked asked = asked(request);
    StackAnswer answer = read(asked, request.body());
    synchronized (this) {
      asked.puts().add(answer);
    }
    asked.end().complete(answer);
  }

  /** The address is signed for one object, for PUT, and for no Content-Type. */
  private synchronized Asked asked(WireRequest request) {
    Asked asked = byRequest.get(request.path().substring(DOOR.length() + 1));
    if (asked == null
        || !asked.signature().equals(request.query().get("Signature"))
        || !request.header("content-type").isEmpty()) {
      throw new AwsError(
          403,
          "SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
    }
    return asked;
  }

  private static StackAnswer read(Asked asked, byte[] body) {
    if (body.length > MOST_BYTES) {
      return failed("Response object is too long.");
    }
    Fields fields = Fields.of(body);
    String status = fields.text("Status");
    String id = fields.text("PhysicalResourceId");
    if (!List.of("SUCCESS", "FAILED").contains(status)
        || (status.equals("FAILED") && fields.text("Reason").isEmpty())
        || id.isEmpty()
        || Fields.utf8(id).length > LONGEST_ID) {
      return failed("Invalid response object: Status, Reason or PhysicalResourceId");
    }
    for (String name : REPEATED) {
      if (!fields.text(name).equals(asked.event().text(name))) {
        return failed("Invalid response object: Value of property " + name);
      }
    }
    String reason = status.equals("FAILED") ? fields.text("Reason") : "";
    return new StackAnswer(status, reason, id, fields.object("Data").tree());
  }

  /** What came of each request, by its id; without its address. */
  public synchronized Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    byRequest.forEach(
        (id, asked) -> {
          Map<String, Object> wire = new LinkedHashMap<>();
          wire.put("requestType", asked.event().text("RequestType"));
          wire.put("logicalResourceId", asked.event().text("LogicalResourceId"));
          wire.put("answers", asked.puts().size());
          StackAnswer end = asked.end().getNow(null);
          wire.put("status", end == null ? "IN_PROGRESS" : end.status());
          if (end != null) {
            wire.put("reason", end.reason());
            wire.put("physicalResourceId", end.physicalId());
            wire.put("data", end.data());
          }
          told.put(id, wire);
        });
    return told;
  }
}
