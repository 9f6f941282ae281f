package dev.coalmine.embedded;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error for a request that no service has answered, in the protocol of the request.
 *
 * @param status HTTP status
 * @param code of JSON and CBOR; the Query protocol's codes have no {@code Exception} at their end
 * @param message for people
 */
record ProtocolError(int status, String code, String message) {
  private static final int CBOR_MAP_OF_2 = 0xa2;
  private static final int CBOR_TEXT_WITH_LENGTH_OF_2_BYTES = 0x79;

  /** The response. */
  WireResponse response(WireRequest request) {
    if (request.header("smithy-protocol").equals("rpc-v2-cbor")) {
      return cbor();
    }
    boolean form = request.header("content-type").startsWith("application/x-www-form-urlencoded");
    boolean isQuery = form || request.query().containsKey("Action");
    return isQuery && request.header("x-amz-target").isEmpty() ? xml() : json();
  }

  /**
   * Valid for AWS JSON, with the error code in the body, and for REST JSON, with the error code in
   * a header.
   */
  WireResponse json() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("__type", code);
    body.put("message", message);
    return answer("application/json", Json.toBytes(body));
  }

  private WireResponse xml() {
    String shortCode = code.replaceFirst("Exception$", "");
    String text =
        "<ErrorResponse><Error><Type>%s</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
            .formatted(status < 500 ? "Sender" : "Receiver", shortCode, escaped(message));
    return answer("text/xml", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Without what XML 1.0 does not have. */
  private static String escaped(String text) {
    return text.replaceAll("\\p{Cntrl}", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  private WireResponse cbor() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(CBOR_MAP_OF_2);
    for (String text : new String[] {"__type", code, "message", message}) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.write(CBOR_TEXT_WITH_LENGTH_OF_2_BYTES);
      out.write(utf8.length >> 8);
      out.write(utf8.length);
      out.writeBytes(utf8);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("smithy-protocol", "rpc-v2-cbor");
    return answer("application/cbor", out.toByteArray(), headers);
  }

  private WireResponse answer(String type, byte[] body) {
    return answer(type, body, new LinkedHashMap<>());
  }

  private WireResponse answer(String type, byte[] body, Map<String, String> headers) {
    headers.put("Content-Type", type);
    headers.put("x-amzn-ErrorType", code);
    return new WireResponse(status, headers, body);
  }
}
