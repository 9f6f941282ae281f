package dev.coalmine.cli.web;

import dev.coalmine.embedded.http.WireRequest;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the pages of others away: they run in the same browser, and so can reach this port, too.
 *
 * @param port that it listens on
 */
record OriginCheck(int port) {
  private static final String JSON = "application/json";

  /** Why a request may not be answered, if so. */
  Optional<ReleaseActions.ActionAnswer> refusal(WireRequest request) {
    String host = request.header("host");
    if (!List.of("127.0.0.1:" + port, "localhost:" + port).contains(host)) {
      return forbidden("Host is " + host); // a name that somebody else's DNS leads here
    }
    if (!request.method().equals("POST")) {
      return Optional.empty();
    }
    String origin = request.header("origin");
    if (!origin.isEmpty() && !origin.equals("http://" + host)) {
      return forbidden("Origin is " + origin);
    }
    // A form of another page can't send this type, and its script only after a question that fails.
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
