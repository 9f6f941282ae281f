package dev.coalmine.cli.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.json.Json;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page, and who may use it. */
@Timeout(300)
class LivePageTest extends PageFixture {
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
  void theWholeReportIsADocumentWithoutScripts() throws Exception {
    cli.startRelease(ORDERS, "--name", "friday");

    HttpResponse<String> report = get(FRIDAY + "/report");

    assertThat(report.body()).startsWith("<!doctype html>");
    assertThat(report.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; style-src");
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
    cli.startRelease(ORDERS, "--name", "friday");

    assertThat(post(FRIDAY + "/rollback", "{}", header, value).statusCode()).isEqualTo(status);
    assertThat(cli.run("status", "friday").out()).startsWith("orders-8  RUNNING\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /", "GET /_coalmine/live", "POST " + FRIDAY + "/rollback"})
  void aNameThatSomebodyElseLeadsHereIsRefused(String request) throws Exception {
    cli.startRelease(ORDERS, "--name", "friday");

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
    cli.startRelease(ORDERS, "--name", "friday");
    String evil = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    post(FRIDAY + "/rollback", Json.toText(Map.of("why", evil)));
    cli.advance(Duration.ofSeconds(1));

    try (BrowserStream stream = new BrowserStream(FRIDAY + "/live")) {
      assertThat(stream.next("release", data -> data.containsKey("ended")).data().get("reason"))
          .isEqualTo("rolled back by live page: " + evil + ", at weight 10");
      assertThat(stream.next("picture", any -> true).data().get("html").toString())
          .doesNotContain("<script", "<img src=x");
    }
    assertThat(get(FRIDAY + "/report").body()).doesNotContain("<script", "<img src=x");
  }
}
