package dev.coalmine.cli.web;

import dev.coalmine.embedded.http.ServerResponse;
import dev.coalmine.embedded.http.StreamingResponse;
import dev.coalmine.embedded.http.WebHandler;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.report.ReportPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page that {@code up} serves: running releases, the traffic, and buttons for commands. */
public final class LivePage implements WebHandler {
  /**
   * The most streams. Each has a thread and a connection. A page opens two, and a browser six in
   * all.
   */
  private static final int MOST_STREAMS = 100;

  private static final int MOST_BODY = 300_000;

  private static final String JSON = "application/json";

  private static final String RELEASES = "/_coalmine/releases";
  private static final Pattern OF_RELEASE = Pattern.compile(RELEASES + "/([^/]+)/([a-z]+)");

  private static final Map<String, String> FILES =
      Map.of(
          "/", "index.html",
          "/favicon.ico", "icon.svg",
          "/_coalmine/live.css", "live.css",
          "/_coalmine/live.js", "live.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Content of this address only, and only the page's own script. Reports have inline styles. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String NO_SCRIPT =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action"
          + " 'none'; frame-ancestors 'none'";

  private final AtomicInteger streams = new AtomicInteger();
  private final PageSources sources;
  private final TrafficView traffic;
  private final ReleaseActions actions;
  private final PushInterval interval;

  /**
   * A page.
   *
   * @param sources what it shows
   * @param actions what its buttons do
   * @param interval how often it is updated
   */
  public LivePage(PageSources sources, ReleaseActions actions, PushInterval interval) {
    this.sources = sources;
    this.traffic = new TrafficView(sources);
    this.actions = actions;
    this.interval = interval;
  }

  @Override
  public Optional<ServerResponse> handle(WireRequest request) {
    return handles(request)
        ? Optional.of(otherType(request).map(LivePage::json).orElseGet(() -> answerSafely(request)))
        : Optional.empty();
  }

  /**
   * Refuses a command that is not JSON. A form of another site can't send this type, and its script
   * needs a preflight, which fails. Whoever serves this page checks Host and Origin.
   */
  private static Optional<ReleaseActions.ActionAnswer> otherType(WireRequest request) {
    String type = request.header("content-type").split(";", 2)[0].strip();
    return request.method().equals("POST") && !type.equalsIgnoreCase(JSON)
        ? Optional.of(ReleaseActions.ActionAnswer.of(415, "Content-Type must be " + JSON))
        : Optional.empty();
  }

  private ServerResponse answerSafely(WireRequest request) {
    try {
      return route(request);
    } catch (RuntimeException fault) { // the browser gets an error, not a broken connection
      return json(ReleaseActions.ActionAnswer.of(500, "the page failed: " + fault));
    }
  }

  /** Whether the page handles a request. A GET with an Action is an operation of CloudWatch. */
  private static boolean handles(WireRequest request) {
    String path = request.path();
    return switch (request.method()) {
      case "GET", "HEAD" ->
          (FILES.containsKey(path) && !request.query().containsKey("Action"))
              || path.equals("/_coalmine/live")
              || path.startsWith(RELEASES);
      case "POST" -> path.startsWith(RELEASES);
      default -> false;
    };
  }

  private ServerResponse route(WireRequest request) {
    String path = request.path();
    if (FILES.containsKey(path)) {
      return file(FILES.get(path));
    }
    Matcher ofRelease = OF_RELEASE.matcher(path);
    boolean named = ofRelease.matches();
    if (request.method().equals("POST")) {
      return json(named ? steer(request, ofRelease) : start(request));
    }
    if (path.equals(RELEASES)) {
      return json(
          new ReleaseActions.ActionAnswer(200, Map.of("suggestion", actions.sampleRequest())));
    }
    if (path.equals("/_coalmine/live")) {
      return stream(
          new ReleaseListStream(
              sources.releases(), traffic, sources.clock(), sources.speed(), interval));
    }
    return named
        ? showRelease(decoded(ofRelease.group(1)), ofRelease.group(2))
        : json(notFound(path));
  }

  private static ReleaseActions.ActionAnswer notFound(String path) {
    return ReleaseActions.ActionAnswer.of(404, "there is no page " + path);
  }

  private ServerResponse showRelease(String name, String what) {
    Optional<ReleaseRow> row = sources.releases().find(name);
    if (what.equals("live")) {
      return stream(
          row.<StreamingResponse.BodyWriter>map(this::viewStream).orElse(LivePage::writeGone));
    }
    if (what.equals("report") && row.isPresent()) {
      ReleaseView view = view(row.get());
      view.catchUp();
      String document = ReportPage.document(view.history(sources.clock().instant()));
      return new WireResponse(200, headers("html", NO_SCRIPT), utf8(document));
    }
    return json(ReleaseActions.ActionAnswer.of(404, "there is no release " + name));
  }

  /**
   * Reports a missing release as an event: a script does not see an error status, and the browser
   * would retry for ever.
   */
  private static void writeGone(OutputStream out) throws IOException {
    ServerSentEvents events = new ServerSentEvents(out);
    events.send("release", "{\"gone\":true}");
    events.send("over", "{}");
  }

  private ReleaseView view(ReleaseRow row) {
    return new ReleaseView(row.execution(), sources.eventReader());
  }

  private ReleaseViewStream viewStream(ReleaseRow row) {
    return new ReleaseViewStream(
        row, sources.releases(), view(row), traffic, actions, sources.clock(), interval);
  }

  private ServerResponse stream(StreamingResponse.BodyWriter body) {
    if (streams.get() >= MOST_STREAMS) {
      return json(
          ReleaseActions.ActionAnswer.of(
              503,
              "%d streams are open already: close another tab of this page"
                  .formatted(MOST_STREAMS)));
    }
    Map<String, String> headers = headers("html", POLICY);
    headers.put("Content-Type", "text/event-stream; charset=utf-8");
    return new StreamingResponse(
        200,
        headers,
        out -> {
          streams.incrementAndGet();
          try {
            body.writeTo(out);
          } finally {
            streams.decrementAndGet();
          }
        });
  }

  private ReleaseActions.ActionAnswer steer(WireRequest request, Matcher ofRelease) {
    String name = decoded(ofRelease.group(1));
    return sources
        .releases()
        .find(name)
        .map(row -> steer(row, ofRelease.group(2), request))
        .orElseGet(() -> ReleaseActions.ActionAnswer.of(404, "there is no release " + name));
  }

  private ReleaseActions.ActionAnswer steer(ReleaseRow row, String word, WireRequest request) {
    if (request.body().length > MOST_BODY) {
      return ReleaseActions.ActionAnswer.of(
          413, "the request is longer than %,d bytes".formatted(MOST_BODY));
    }
    try {
      Object why = Json.parseObject(request.body()).getOrDefault("why", "");
      return actions.steer(row.execution().identity().arn(), word, String.valueOf(why));
    } catch (IllegalArgumentException notJson) {
      return ReleaseActions.ActionAnswer.of(400, notJson.getMessage());
    }
  }

  private ReleaseActions.ActionAnswer start(WireRequest request) {
    if (!request.path().equals(RELEASES)) {
      return notFound(request.path());
    }
    return request.body().length > MOST_BODY
        ? ReleaseActions.ActionAnswer.of(413, "the request is longer than %,d bytes")
        : actions.start(request.text());
  }

  private static ServerResponse json(ReleaseActions.ActionAnswer answer) {
    Map<String, String> headers = headers("html", NO_SCRIPT);
    headers.put("Content-Type", JSON);
    return new WireResponse(answer.status(), headers, Json.toBytes(answer.tree()));
  }

  private static ServerResponse file(String name) {
    try (InputStream in = LivePage.class.getResourceAsStream(name)) {
      byte[] bytes = in.readAllBytes();
      return new WireResponse(200, headers(name.substring(name.indexOf('.') + 1), POLICY), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> headers(String type, String policy) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", TYPES.get(type));
    headers.put("Content-Security-Policy", policy);
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    return headers;
  }

  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
