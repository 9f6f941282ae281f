package dev.coalmine.embedded.cloudwatch.wire;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.AwsError;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * AWS JSON 1.0, the protocol of boto3 and the AWS CLI: {@code X-Amz-Target}, moments as seconds.
 */
public final class CloudWatchJsonCodec implements CloudWatchCodec {
  private static final String TARGET = "GraniteServiceVersion20100801.";

  @Override
  public Optional<String> operation(WireRequest request) {
    String target = request.header("x-amz-target");
    return target.startsWith(TARGET)
        ? Optional.of(target.substring(TARGET.length()))
        : Optional.empty();
  }

  @Override
  public Map<?, ?> input(WireRequest request, String operation) {
    try {
      return Json.parseObject(CloudWatchBody.of(request));
    } catch (IllegalArgumentException e) {
      throw CloudWatchErrors.malformed(e.getMessage());
    }
  }

  @Override
  public WireResponse response(String operation, Map<String, Object> output, String requestId) {
    return answer(200, output, headers(requestId));
  }

  @Override
  public WireResponse errorResponse(WireRequest request, AwsError error, String requestId) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("__type", "com.amazonaws.cloudwatch#" + CloudWatchErrors.shape(error.code()));
    fields.put("message", String.valueOf(error.getMessage()));
    Map<String, String> headers = headers(requestId);
    queryError(request, error).ifPresent(text -> headers.put("x-amzn-query-error", text));
    return answer(error.status(), fields, headers);
  }

  /** The error code for clients of an "awsQueryCompatible" service, if they request it. */
  static Optional<String> queryError(WireRequest request, AwsError error) {
    return request.header("x-amzn-query-mode").equals("true")
        ? Optional.of(error.code() + (error.status() < 500 ? ";Sender" : ";Receiver"))
        : Optional.empty();
  }

  private static Map<String, String> headers(String requestId) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-amz-json-1.0");
    headers.put("x-amzn-RequestId", requestId);
    return headers;
  }

  private static WireResponse answer(int status, Object tree, Map<String, String> headers) {
    return new WireResponse(
        status,
        headers,
        Json.toBytes(new JsonView(tree).copy(Set.of(), CloudWatchJsonCodec::leaf)));
  }

  private static Object leaf(Object value) {
    return value instanceof Instant moment ? (Object) (moment.toEpochMilli() / 1000.0) : value;
  }
}
