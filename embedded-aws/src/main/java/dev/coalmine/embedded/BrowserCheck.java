package dev.coalmine.embedded;

import dev.coalmine.embedded.http.WireRequest;
import java.util.List;
import java.util.Optional;

/**
 * Refuses requests that a page of another site can send to this port from a browser on this
 * machine. SDKs, the AWS CLI and curl send neither Origin nor Sec-Fetch-Site, so that only the host
 * name is checked for them.
 */
final class BrowserCheck {
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

  /** Fetch Metadata Request Headers, W3C: the page of this port, and what a person opens. */
  private static final List<String> OWN_SITES = List.of("same-origin", "none");

  private static final List<String> READING = List.of("Describe", "Get", "List");

  private BrowserCheck() {}

  /** Why a request is refused. Empty if it is not. */
  static Optional<String> refusal(WireRequest request) {
    String host = request.header("host");
    if (!isLoopback(host) || !request.header("host#2").isEmpty()) {
      // Otherwise a page's own name that leads to 127.0.0.1 makes this port a part of that site.
      return Optional.of("its Host is " + named(host) + ", not 127.0.0.1 or localhost");
    }
    String origin = request.header("origin");
    if (!origin.isEmpty() && !origin.equals("http://" + host)) {
      return Optional.of("its Origin is " + named(origin) + ", a page of another site");
    }
    String site = request.header("sec-fetch-site");
    if (!site.isEmpty() && !OWN_SITES.contains(site) && !opensThePage(request)) {
      return Optional.of("its Sec-Fetch-Site is " + named(site) + ": a page of another site");
    }
    return isFromBrowser(request) && changesByGet(request)
        ? Optional.of("a browser may not call " + named(request.query().get("Action")) + " by GET")
        : Optional.empty();
  }

  private static boolean isLoopback(String host) {
    int port = host.lastIndexOf(':');
    boolean isPort = port >= 0 && host.substring(port + 1).chars().allMatch(Character::isDigit);
    return LOOPBACK.stream().anyMatch((isPort ? host.substring(0, port) : host)::equalsIgnoreCase);
  }

  /** A link to the live page is harmless: it changes nothing, and cannot be framed. */
  private static boolean opensThePage(WireRequest request) {
    return request.method().equals("GET")
        && request.path().equals("/")
        && request.query().isEmpty()
        && request.header("sec-fetch-mode").equals("navigate")
        && request.header("sec-fetch-dest").equals("document");
  }

  /** Older browsers send no Sec-Fetch-Site, and no Origin with an image. */
  private static boolean isFromBrowser(WireRequest request) {
    return request.headers().containsKey("sec-fetch-site")
        || request.headers().containsKey("origin")
        || request.headers().containsKey("referer")
        || request.header("user-agent").startsWith("Mozilla/");
  }

  private static boolean changesByGet(WireRequest request) {
    String action = request.query().getOrDefault("Action", "");
    return (request.method().equals("GET") || request.method().equals("HEAD"))
        && !action.isEmpty()
        && READING.stream().noneMatch(action::startsWith);
  }

  private static String named(String header) {
    return header.isEmpty() ? "empty" : header;
  }
}
