package dev.coalmine.local.live;

import dev.coalmine.handler.StoryReader;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.local.aws.ApiGatewayService;
import dev.coalmine.local.aws.HttpAnswer;
import dev.coalmine.local.aws.LambdaService;
import dev.coalmine.local.aws.MetricStore;
import dev.coalmine.local.aws.Site;
import dev.coalmine.local.aws.WireAnswer;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.aws.WireStream;
import dev.coalmine.local.json.Json;
import dev.coalmine.report.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page that {@code up} serves: all releases as they go on, where the requests go, and buttons
 * for what a release can be told.
 */
public final class LivePage implements Site {
  /** Each has a thread and a connection; a browser opens two for a page, and six in all. */
  private static final int MOST_STREAMS = 100;

  private static final int MOST_BODY = 300_000;

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

  /** Nothing from elsewhere, and no script but the page's own; pictures bring their style along. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String NO_SCRIPT =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action"
          + " 'none'; frame-ancestors 'none'";

  private final AtomicInteger streams = new AtomicInteger();
  private final Guard guard;
  private final Shown shown;
  private final Traffic traffic;
  private final Desk desk;
  private final Beat beat;

  /**
   * What the page shows.
   *
   * @param board hears of all executions
   * @param clock what time it is there
   * @param speed of the clock
   * @param lambda whose aliases have callers
   * @param apis whose stages have callers
   * @param metrics what CloudWatch knows of them
   * @param own tells Coalmine's own functions, by name
   * @param teller tells a reader of stories of an event
   */
  public record Shown(
      Board board,
      InstantSource clock,
      double speed,
      LambdaService lambda,
      ApiGatewayService apis,
      MetricStore metrics,
      Predicate<String> own,
      BiConsumer<HistoryEvent, StoryReader> teller) {}

  /**
   * A page.
   *
   * @param port where it is served
   * @param shown what it shows
   * @param desk where its buttons lead
   * @param beat how often it is told what is new
   */
  public LivePage(int port, Shown shown, Desk desk, Beat beat) {
    this.guard = new Guard(port);
    this.shown = shown;
    this.traffic = new Traffic(shown);
    this.desk = desk;
    this.beat = beat;
  }

  @Override
  public Optional<HttpAnswer> answer(WireRequest request) {
    return isOurs(request)
        ? Optional.of(guard.refuses(request).map(LivePage::json).orElseGet(() -> whole(request)))
        : Optional.empty();
  }

  private HttpAnswer whole(WireRequest request) {
    try {
      return ours(request);
    } catch (RuntimeException fault) { // a browser shall see a failed call, no broken connection
      return json(Desk.Answer.of(500, "the page failed: " + fault));
    }
  }

  /** CloudWatch takes its operations by GET, too, if they are named. */
  private static boolean isOurs(WireRequest request) {
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

  private HttpAnswer ours(WireRequest request) {
    String path = request.path();
    if (FILES.containsKey(path)) {
      return file(FILES.get(path));
    }
    Matcher ofRelease = OF_RELEASE.matcher(path);
    boolean named = ofRelease.matches();
    if (request.method().equals("POST")) {
      return json(named ? tell(request, ofRelease) : start(request));
    }
    if (path.equals(RELEASES)) {
      return json(new Desk.Answer(200, Map.of("suggestion", desk.suggestion())));
    }
    if (path.equals("/_coalmine/live")) {
      return stream(new ListStream(shown.board(), traffic, shown.clock(), shown.speed(), beat));
    }
    return named ? show(decoded(ofRelease.group(1)), ofRelease.group(2)) : json(nothing(path));
  }

  private static Desk.Answer nothing(String path) {
    return Desk.Answer.of(404, "there is no page " + path);
  }

  private HttpAnswer show(String name, String what) {
    Optional<Row> row = shown.board().row(name);
    if (what.equals("live")) {
      return stream(row.<WireStream.Body>map(this::portrayed).orElse(LivePage::unknown));
    }
    if (what.equals("report") && row.isPresent()) {
      Portrait portrait = portrait(row.get());
      portrait.catchUp();
      String document = Page.document(portrait.story(shown.clock().instant()));
      return new WireAnswer(200, headers("html", NO_SCRIPT), utf8(document));
    }
    return json(Desk.Answer.of(404, "there is no release " + name));
  }

  /** An error's status would reach no script, and the browser would ask again and again. */
  private static void unknown(OutputStream out) throws IOException {
    EventStream events = new EventStream(out);
    events.send("release", "{\"gone\":true}");
    events.send("over", "{}");
  }

  private Portrait portrait(Row row) {
    return new Portrait(row.execution(), shown.teller());
  }

  private ReleaseStream portrayed(Row row) {
    return new ReleaseStream(row, shown.board(), portrait(row), traffic, desk, shown.clock(), beat);
  }

  private HttpAnswer stream(WireStream.Body body) {
    if (streams.get() >= MOST_STREAMS) {
      return json(Desk.Answer.of(503, "%d look already".formatted(MOST_STREAMS)));
    }
    Map<String, String> headers = headers("html", POLICY);
    headers.put("Content-Type", "text/event-stream; charset=utf-8");
    return new WireStream(
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

  private Desk.Answer tell(WireRequest request, Matcher ofRelease) {
    String name = decoded(ofRelease.group(1));
    return shown
        .board()
        .row(name)
        .map(row -> tell(row, ofRelease.group(2), request))
        .orElseGet(() -> Desk.Answer.of(404, "there is no release " + name));
  }

  private Desk.Answer tell(Row row, String word, WireRequest request) {
    if (request.body().length > MOST_BODY) {
      return Desk.Answer.of(413, "that is too long");
    }
    try {
      Object why = Json.object(request.body()).getOrDefault("why", "");
      return desk.tell(row.execution().identity().arn(), word, String.valueOf(why));
    } catch (IllegalArgumentException notJson) {
      return Desk.Answer.of(400, notJson.getMessage());
    }
  }

  private Desk.Answer start(WireRequest request) {
    if (!request.path().equals(RELEASES)) {
      return nothing(request.path());
    }
    return request.body().length > MOST_BODY
        ? Desk.Answer.of(413, "that is too long")
        : desk.start(request.text());
  }

  private static HttpAnswer json(Desk.Answer answer) {
    Map<String, String> headers = headers("html", NO_SCRIPT);
    headers.put("Content-Type", "application/json");
    return new WireAnswer(answer.status(), headers, Json.bytes(answer.tree()));
  }

  private static HttpAnswer file(String name) {
    try (InputStream in = LivePage.class.getResourceAsStream(name)) {
      byte[] bytes = in.readAllBytes();
      return new WireAnswer(200, headers(name.substring(name.indexOf('.') + 1), POLICY), bytes);
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
