package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** The REST JSON protocol: the operation is in method and path, the error code in a header. */
public final class RestJson {
  private RestJson() {}

  /** A response with a JSON body. */
  public static WireResponse response(int status, Object tree) {
    return response(status, Map.of(), tree);
  }

  /** A response without a body. */
  public static WireResponse empty(int status) {
    return new WireResponse(status, Map.of(), new byte[0]);
  }

  /**
   * Writes an error.
   *
   * @param body the message, in the service's own format
   */
  public static WireResponse errorResponse(AwsError error, Map<String, Object> body) {
    Map<String, String> headers = new LinkedHashMap<>(error.headers());
    headers.put("x-amzn-ErrorType", error.code());
    return response(error.status(), headers, body);
  }

  private static WireResponse response(int status, Map<String, String> headers, Object tree) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    return new WireResponse(status, all, Json.toBytes(tree));
  }
}
