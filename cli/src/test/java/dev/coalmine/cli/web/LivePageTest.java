package dev.coalmine.cli.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.UpCommand;
import dev.coalmine.cli.rehearsal.TrafficTargets;
import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.TargetState;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser gets of the page that {@code up} serves, and what its buttons do. */
@Timeout(300)
class LivePageTest {
  private static final String STEPS =
      "'plan': {'steps': [{'weight': 10, 'bake': 'PT10M'}]}, 'watch': 'PT1M', 'gate': {'metrics':"
          + " false}";
  private static final String ORDERS = "{'function': 'orders', " + STEPS + "}";
  private static final String AT_ONCE =
      "{'function': 'orders', 'plan': 'AllAtOnce', 'watch': 'PT0S', 'gate': {'metrics': false}}";
  private static final String FRIDAY = "/_coalmine/releases/friday";
  private static final PushInterval QUICK =
      new PushInterval(Duration.ofMillis(5), Duration.ofMillis(20));

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.listening();

  @TempDir private static Path folder;

  private final HttpClient browser = HttpClient.newHttpClient();
  private CliDriver typing;

  @BeforeEach
  void arrive() {
    typing = new CliDriver(LOCAL.runtime(), folder);
    LOCAL
        .runtime()
        .addSite(
            UpCommand.page(
                typing.world, LOCAL.runtime().endpoint(), typing.board, 60, typing.pace, QUICK));
  }

  private static URI at(String path) {
    return LOCAL.runtime().endpoint().resolve(path);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return browser.send(
        HttpRequest.newBuilder(at(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(path)).POST(HttpRequest.BodyPublishers.ofString(body));
    request.setHeader("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String says(HttpResponse<String> answer) {
    return String.valueOf(JsonView.of(Json.parse(answer.body())).map().get("says"));
  }

  /** An event of a stream. */
  private record BrowserEvent(String event, Map<String, Object> data, int size) {}

  /** A stream that somebody reads. */
  private final class BrowserStream implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    BrowserStream(String path) throws IOException, InterruptedException {
      body =
          browser
              .send(
                  HttpRequest.newBuilder(at(path)).build(),
                  HttpResponse.BodyHandlers.ofInputStream())
              .body();
      lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    BrowserEvent next() throws IOException {
      String event = lines.readLine().replaceFirst("^event: ", "");
      String data = lines.readLine().replaceFirst("^data: ", "");
      assertThat(lines.readLine()).isEmpty();
      return new BrowserEvent(event, JsonView.of(Json.parse(data)).map(), data.length());
    }

    BrowserEvent next(String event, Predicate<Map<String, Object>> wanted) throws IOException {
      BrowserEvent told = next();
      while (!told.event().equals(event) || !wanted.test(told.data())) {
        told = next();
      }
      return told;
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  private static List<Map<String, Object>> rows(Map<String, Object> data) {
    return ((List<?>) data.get("rows")).stream().map(each -> JsonView.of(each).map()).toList();
  }

  private static boolean isRow(Map<String, Object> data, String standing) {
    return rows(data).stream().anyMatch(row -> row.get("standing").equals(standing));
  }

  @Test
  void thePageAsksNobodyButItsOwnAddress() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self';");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    for (String file : List.of("/", "/_coalmine/live.css", "/_coalmine/live.js", "/favicon.ico")) {
      assertThat(get(file).body().replace("http://www.w3.org/2000/svg", ""))
          .as(file)
          .isNotEmpty()
          .doesNotContainPattern("https?://|url\\(|@import");
    }
    assertThat(page.body()).doesNotContainPattern("<script(?! src=\"/_coalmine/live.js\" defer>)");
  }

  @Test
  void whoNamesAnActionMeansCloudWatch() throws Exception {
    assertThat(get("/?Action=DescribeAlarms&Version=2010-08-01").body())
        .contains("<DescribeAlarmsResponse");
  }

  @Test
  void aBrowserIsToldAllThatThereIsAndThenWhatChanges() throws Exception {
    typing.startRelease(ORDERS, "--name", "friday");

    try (BrowserStream stream = new BrowserStream("/_coalmine/live")) {
      assertThat(stream.next().data()).containsEntry("speed", 60.0).containsKey("now");
      Map<String, Object> first = stream.next("releases", any -> true).data();
      assertThat(first).containsEntry("running", 1).containsEntry("endings", Map.of());
      assertThat(rows(first))
          .singleElement()
          .satisfies(
              row ->
                  assertThat(row)
                      .containsEntry("name", "friday")
                      .containsEntry("id", "orders-8")
                      .containsEntry("standing", "RUNNING")
                      .containsEntry("weight", 10)
                      .containsEntry("targets", List.of(List.of("orders:live", "7", "8")))
                      .containsEntry("reason", "canary 8 gets 10 %")
                      .containsEntry(
                          "next", (int) CliDriver.START.plusSeconds(60).getEpochSecond()));

      typing.run("rollback", "friday", "--by", "ann", "--why", "wrong totals");
      typing.advance(Duration.ofSeconds(1));

      Map<String, Object> last = stream.next("releases", data -> isRow(data, "ROLLED_BACK")).data();
      assertThat(last)
          .containsEntry("running", 0)
          .containsEntry("endings", Map.of("ROLLED_BACK", 1));
      assertThat(JsonView.of(last.get("newest")).map())
          .containsEntry("reason", "rolled back by ann: wrong totals, at weight 10");
    }
  }

  @Test
  void whereNothingHappensTheClockIsToldAllTheSame() throws Exception {
    try (BrowserStream stream = new BrowserStream("/_coalmine/live")) {
      stream.next("releases", any -> true);

      assertThat(stream.next("releases", any -> true).data())
          .containsEntry("rows", List.of())
          .containsEntry("now", CliDriver.START.toEpochMilli());
    }
  }

  @Test
  void trafficIsWhatLambdaAndCloudWatchSay() throws Exception {
    TrafficTargets.all().startTraffic(typing.world, TrafficProfile.load("healthy"), 1);
    typing.startRelease(ORDERS, "--name", "friday");
    typing.advance(Duration.ofMinutes(5));

    try (BrowserStream stream = new BrowserStream("/_coalmine/live")) {
      Map<String, Object> traffic = stream.next("traffic", any -> true).data();
      Map<String, Object> orders = JsonView.of(((List<?>) traffic.get("flows")).get(0)).map();

      assertThat(orders).containsEntry("name", "orders:live").containsEntry("release", "friday");
      assertThat(((List<?>) orders.get("ways")).stream().map(each -> JsonView.of(each).map()))
          .satisfiesExactly(
              way ->
                  assertThat(way)
                      .containsEntry("label", "version 7")
                      .containsEntry("role", "baseline")
                      .containsEntry("share", 90.0)
                      .containsEntry("requests", invocations(orders, "7")),
              way ->
                  assertThat(way)
                      .containsEntry("label", "version 8")
                      .containsEntry("role", "canary")
                      .containsEntry("share", 10.0)
                      .containsEntry("requests", invocations(orders, "8")));
    }
  }

  private int invocations(Map<String, Object> flow, String version) {
    Map<String, Object> metric =
        Map.of(
            "Namespace",
            "AWS/Lambda",
            "MetricName",
            "Invocations",
            "Statistics",
            List.of("Sum"),
            "Period",
            60,
            "StartTime",
            flow.get("minute"),
            "EndTime",
            (int) flow.get("minute") + 60,
            "Dimensions",
            List.of(
                Map.of("Name", "FunctionName", "Value", "orders"),
                Map.of("Name", "Resource", "Value", "orders:live"),
                Map.of("Name", "ExecutedVersion", "Value", version)));
    List<?> points =
        (List<?>) typing.world.cloudWatch().call("GetMetricStatistics", metric).get("Datapoints");
    return ((Number) JsonView.of(points.get(0)).map().get("Sum")).intValue();
  }

  @Test
  void aReleaseThatIsOpenShowsWhyAndWhatItCanBeTold() throws Exception {
    typing.startRelease(ORDERS, "--name", "friday");

    try (BrowserStream stream = new BrowserStream(FRIDAY + "/live")) {
      assertThat(stream.next("release", any -> true).data())
          .containsEntry("id", "orders-8")
          .containsEntry("standing", "RUNNING")
          .containsEntry("reason", "canary 8 gets 10 %")
          .containsEntry("state", "Bake")
          .containsEntry("commands", List.of("pause", "skip", "promote", "rollback"));
      assertThat(stream.next("picture", any -> true).data().get("html").toString())
          .contains("coalmine");

      typing.run("pause", "friday");
      stream.next(
          "release",
          data -> List.of("resume", "skip", "promote", "rollback").equals(data.get("commands")));
      typing.run("promote", "friday");
      typing.advance(Duration.ofMinutes(2));

      assertThat(stream.next("release", data -> data.containsKey("ended")).data())
          .containsEntry("standing", "PROMOTED")
          .containsEntry("commands", List.of("revert"));

      typing.run("revert", "friday");

      Map<String, Object> back = stream.next("release", data -> share(data, 0) == 100).data();
      assertThat(back).containsEntry("standing", "PROMOTED");
      assertThat(share(back, 1)).isZero();
    }
  }

  private static double share(Map<String, Object> release, int way) {
    Map<String, Object> flow = JsonView.of(((List<?>) release.get("flows")).get(0)).map();
    return ((Number) JsonView.of(((List<?>) flow.get("ways")).get(way)).map().get("share"))
        .doubleValue();
  }

  @Test
  void aReleaseThatIsNotThereIsSaidToBeGone() throws Exception {
    try (BrowserStream stream = new BrowserStream("/_coalmine/releases/nobody/live")) {
      assertThat(stream.next().data()).isEqualTo(Map.of("gone", true));
      assertThat(stream.next().event()).isEqualTo("over");
    }
    assertThat(get("/_coalmine/releases/nobody/report").statusCode()).isEqualTo(404);
    assertThat(post("/_coalmine/releases/nobody/pause", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void theWholeReportIsADocumentWithoutScripts() throws Exception {
    typing.startRelease(ORDERS, "--name", "friday");

    HttpResponse<String> report = get(FRIDAY + "/report");

    assertThat(report.body()).startsWith("<!doctype html>");
    assertThat(report.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src");
  }

  @Test
  void aButtonDoesWhatTheCommandLineDoes() throws Exception {
    typing.startRelease(ORDERS, "--name", "friday");

    HttpResponse<String> paused = post(FRIDAY + "/pause", "{\"why\": \"lunch\"}");
    HttpResponse<String> again = post(FRIDAY + "/pause", "{}");

    assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
    assertThat(says(paused)).isEqualTo("orders-8: paused by live page: lunch");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(says(again)).isEqualTo("orders-8 is paused");
    assertThat(typing.run("status", "friday").out()).startsWith("orders-8  PAUSED\n");
  }

  @Test
  void aPromotedReleaseIsTakenBack() throws Exception {
    Map<String, TargetState> before = typing.targetStates();
    typing.startRelease(AT_ONCE, "--name", "friday");
    assertThat(typing.targetStates()).isNotEqualTo(before);

    HttpResponse<String> back = post(FRIDAY + "/revert", "{\"why\": \"wrong totals\"}");

    assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
    assertThat(says(back)).isEqualTo("orders-8: ROLLED_BACK: reverted by live page: wrong totals");
    assertThat(typing.targetStates()).isEqualTo(before);
  }

  @Test
  void aReleaseIsStartedFromThePage() throws Exception {
    HttpResponse<String> started = post("/_coalmine/releases", ORDERS.replace('\'', '"'));
    HttpResponse<String> wrong =
        post("/_coalmine/releases", "{\"function\": \"orders\", \"wach\": 1}");

    assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
    String name = String.valueOf(JsonView.of(Json.parse(started.body())).map().get("name"));
    assertThat(typing.run("status", name).exit()).isZero();
    assertThat(wrong.statusCode()).isEqualTo(409);
    assertThat(says(wrong)).isEqualTo("unknown field wach (did you mean watch?)");
  }

  @ParameterizedTest
  @CsvSource({"pause, 'nonsense', 400", "explode, '{}', 400", "report, '{}', 400"})
  void whatIsNoCommandDoesNothing(String word, String body, int status) throws Exception {
    typing.startRelease(ORDERS, "--name", "friday");

    assertThat(post(FRIDAY + "/" + word, body).statusCode()).isEqualTo(status);
    assertThat(typing.run("status", "friday").out()).startsWith("orders-8  RUNNING\n");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://evil.example, 403",
    "Origin, null, 403",
    "Origin, http://127.0.0.1:1, 403",
    "Content-Type, text/plain, 415",
    "Content-Type, application/x-www-form-urlencoded, 415"
  })
  void pagesOfOthersPressNoButtons(String header, String value, int status) throws Exception {
    typing.startRelease(ORDERS, "--name", "friday");

    assertThat(post(FRIDAY + "/rollback", "{}", header, value).statusCode()).isEqualTo(status);
    assertThat(typing.run("status", "friday").out()).startsWith("orders-8  RUNNING\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /", "GET /_coalmine/live", "POST " + FRIDAY + "/rollback"})
  void aNameThatSomebodyElseLeadsHereIsRefused(String request) throws Exception {
    typing.startRelease(ORDERS, "--name", "friday");

    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), LOCAL.runtime().endpoint().getPort())) {
      String text =
          request
              + " HTTP/1.1\r\nHost: evil.example:"
              + LOCAL.runtime().endpoint().getPort()
              + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

      assertThat(answer.readLine()).contains(" 403 ");
    }
  }

  @Test
  void whatPeopleWriteIsNeverMarkup() throws Exception {
    typing.startRelease(ORDERS, "--name", "friday");
    String evil = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    post(FRIDAY + "/rollback", Json.toText(Map.of("why", evil)));
    typing.advance(Duration.ofSeconds(1));

    try (BrowserStream stream = new BrowserStream(FRIDAY + "/live")) {
      assertThat(stream.next("release", data -> data.containsKey("ended")).data().get("reason"))
          .isEqualTo("rolled back by live page: " + evil + ", at weight 10");
      assertThat(stream.next("picture", any -> true).data().get("html").toString())
          .doesNotContain("<script", "<img src=x");
    }
    assertThat(get(FRIDAY + "/report").body()).doesNotContain("<script", "<img src=x");
  }

  private void startMany(int many) {
    for (int n = 1; n <= many; n++) {
      String input =
          "{'id': 'asks-%d', 'function': 'orders', 'approve': [10], %s}".formatted(n, STEPS);
      typing
          .world
          .aws()
          .handle(
              WireRequest.awsJson(
                  "AWSStepFunctions.StartExecution",
                  Map.of(
                      "stateMachineArn", typing.world.stateMachineArn(),
                      "name", "many-" + n,
                      "input", input.replace('\'', '"'))));
    }
    typing.advance(Duration.ofSeconds(1));
  }

  @Test
  void fiveHundredReleasesComeInSmallPieces() throws Exception {
    startMany(500);

    try (BrowserStream stream = new BrowserStream("/_coalmine/live")) {
      Map<String, Object> seen = new HashMap<>();
      List<Integer> sizes = new ArrayList<>();
      boolean more = true;
      while (more) {
        BrowserEvent told = stream.next("releases", any -> true);
        rows(told.data()).forEach(row -> seen.put(String.valueOf(row.get("name")), row));
        sizes.add(told.size());
        more = (boolean) told.data().get("more");
      }
      assertThat(seen).hasSize(500);
      assertThat(sizes).hasSize(3).allMatch(size -> size < 100_000);

      typing.run("approve", "many-7");
      BrowserEvent change = stream.next("releases", data -> !rows(data).isEmpty());
      assertThat(rows(change.data())).extracting(row -> row.get("name")).containsOnly("many-7");
    }
  }

  @Test
  void whoDoesNotReadHoldsUpNobody() throws Exception {
    try (Socket lazy =
        new Socket(InetAddress.getLoopbackAddress(), LOCAL.runtime().endpoint().getPort())) {
      String request =
          "GET /_coalmine/live HTTP/1.1\r\nHost: "
              + LOCAL.runtime().endpoint().getAuthority()
              + "\r\n\r\n";
      lazy.setReceiveBufferSize(1_024);
      lazy.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      startMany(300);
      IntStream.range(0, 10).forEach(minute -> typing.advance(Duration.ofMinutes(1)));

      try (BrowserStream stream = new BrowserStream("/_coalmine/live")) {
        assertThat(stream.next("releases", any -> true).data()).containsEntry("running", 300);
      }
    }
  }

  @Test
  void aBrowserThatHasGoneLeavesItsPlace() throws Exception {
    List<BrowserStream> streams = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      BrowserStream stream = new BrowserStream("/_coalmine/live");
      stream.next();
      streams.add(stream);
    }
    assertThat(get("/_coalmine/live").statusCode()).isEqualTo(503);

    for (BrowserStream stream : streams) {
      stream.close();
    }

    try (BrowserStream stream = until200()) {
      assertThat(stream.next().event()).isEqualTo("begin");
    }
  }

  /** The server hears that a browser has gone when it tells it something. */
  private BrowserStream until200() throws Exception {
    HttpRequest head = HttpRequest.newBuilder(at("/_coalmine/live")).build();
    while (true) {
      HttpResponse<InputStream> answer =
          browser.send(head, HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close();
      if (answer.statusCode() == 200) {
        return new BrowserStream("/_coalmine/live");
      }
    }
  }
}
