package dev.coalmine.local.aws;

import dev.coalmine.local.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** AWS JSON 1.0, as boto3 and the AWS CLI speak it: {@code X-Amz-Target}, moments as seconds. */
final class CloudWatchJson implements CloudWatchCodec {
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
      return Json.object(CloudWatchBody.of(request));
    } catch (IllegalArgumentException e) {
      throw CloudWatchErrors.malformed(e.getMessage());
    }
  }

  @Override
  public WireAnswer answer(String operation, Map<String, Object> output, String requestId) {
    return answer(200, output, headers(requestId));
  }

  @Override
  public WireAnswer error(WireRequest request, AwsError error, String requestId) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("__type", "com.amazonaws.cloudwatch#" + CloudWatchErrors.shape(error.code()));
    fields.put("message", String.valueOf(error.getMessage()));
    Map<String, String> headers = headers(requestId);
    queryError(request, error).ifPresent(text -> headers.put("x-amzn-query-error", text));
    return answer(error.status(), fields, headers);
  }

  /** What clients of an "awsQueryCompatible" service use as the error's code if they ask for it. */
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

  private static WireAnswer answer(int status, Object tree, Map<String, String> headers) {
    return new WireAnswer(status, headers, Json.bytes(plain(tree)));
  }

  private static Object plain(Object value) {
    if (value instanceof Instant moment) {
      return moment.toEpochMilli() / 1000.0;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(key, plain(each)));
      return copy;
    }
    return value instanceof List<?> list
        ? list.stream().map(CloudWatchJson::plain).toList()
        : value;
  }
}
