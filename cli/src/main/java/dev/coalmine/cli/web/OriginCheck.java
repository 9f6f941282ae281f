package dev.coalmine.cli.web;

import dev.coalmine.embedded.http.WireRequest;
import java.util.List;
import java.util.Optional;

/**
 * Refuses requests from pages of other sites, which can reach this port from the same browser.
 *
 * @param port the port of the page
 */
record OriginCheck(int port) {
  private static final String JSON = "application/json";

  /** The answer to a request that must be refused. */
  Optional<ReleaseActions.ActionAnswer> refusal(WireRequest request) {
    String host = request.header("host");
    if (!List.of("127.0.0.1:" + port, "localhost:" + port).contains(host)) {
      return forbidden("Host is " + host); // a foreign DNS name that resolves to this address
    }
    if (!request.method().equals("POST")) {
      return Optional.empty();
    }
    String origin = request.header("origin");
    if (!origin.isEmpty() && !origin.equals("http://" + host)) {
      return forbidden("Origin is " + origin);
    }
    // A form of another site can't send this type, and its script needs a preflight, which fails.
    return request.header("content-type").split(";", 2)[0].strip().equalsIgnoreCase(JSON)
        ? Optional.empty()
        : Optional.of(ReleaseActions.ActionAnswer.of(415, "Content-Type must be " + JSON));
  }

  private static Optional<ReleaseActions.ActionAnswer> forbidden(String what) {
    return Optional.of(
        ReleaseActions.ActionAnswer.of(
            403, "only the live page itself may send this request: " + what));
  }
}
