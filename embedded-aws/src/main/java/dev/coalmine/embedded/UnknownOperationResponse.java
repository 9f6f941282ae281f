package dev.coalmine.embedded;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The response to an unknown operation: an error in the protocol of the request. */
final class UnknownOperationResponse {
  private static final Pattern SCOPE =
      Pattern.compile("Credential=[^/]+/\\d+/[^/]+/([^/]+)/aws4_request");

  private UnknownOperationResponse() {}

  static WireResponse of(WireRequest request) {
    String requested = request.method() + " " + request.path();
    String target = request.header("x-amz-target");
    if (!target.isEmpty()) {
      return json(400, "the embedded AWS does not know the operation " + target);
    }
    if (request.header("content-type").startsWith("application/x-www-form-urlencoded")) {
      return query(request);
    }
    String service = service(request);
    return json(404, "the embedded AWS does not know " + requested + ofService(service));
  }

  /** The service in the signature's credential scope, or the empty string. */
  private static String service(WireRequest request) {
    Matcher matcher = SCOPE.matcher(request.header("authorization"));
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String ofService(String service) {
    return service.isEmpty() ? "" : " of the service " + service;
  }

  private static WireResponse json(int status, String message) {
    return new ProtocolError(status, "UnknownOperationException", message).json();
  }

  private static WireResponse query(WireRequest request) {
    Matcher action = Pattern.compile("(?:^|&)Action=(\\w+)").matcher(request.text());
    String name = action.find() ? action.group(1) : "none";
    String xml =
        "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>"
            + "the embedded AWS does not know the operation "
            + name
            + "</Message></Error></ErrorResponse>";
    return new WireResponse(
        400, Map.of("Content-Type", "text/xml"), xml.getBytes(StandardCharsets.UTF_8));
  }
}
