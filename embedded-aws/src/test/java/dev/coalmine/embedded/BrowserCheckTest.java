package dev.coalmine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask: programs on this machine and the own page, and no page of another site. */
class BrowserCheckTest {
  private static final String DELETE = "DELETE /2015-03-31/functions/orders";
  private static final String QUERY = "Content-Type: application/x-www-form-urlencoded";

  private final LambdaFixture fixture = new LambdaFixture().withOrders(1);
  private final RawHttp http = RawHttp.of(fixture.aws.endpoint());

  @AfterEach
  void close() {
    fixture.close();
  }

  private boolean isThere() throws Exception {
    return http.send("GET /2015-03-31/functions/orders", "").status() == 200;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:4599",
        "127.0.0.1.evil.example",
        "localhost.evil.example:80",
        "127.0.0.1:80@evil.example",
        "0.0.0.0",
        "192.168.0.7:4599",
        "localhost:x",
        ""
      })
  void aNameThatSomebodyElseLeadsHereIsRefused(String host) throws Exception {
    RawHttp.RawAnswer answer = http.send(DELETE, "", "Host: " + host);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text())
        .contains("AccessDeniedException", "its Host is ")
        .doesNotContain("at dev.");
    assertThat(isThere()).isTrue();
  }

  @Test
  void aSecondHostIsRefused() throws Exception {
    assertThat(http.send(DELETE, "", "Host: localhost", "Host: evil.example").status())
        .isIn(400, 403);
    assertThat(isThere()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST:1", "localhost:8080", "[::1]:4599"})
  void namesOfThisMachineAreServed(String host) throws Exception {
    assertThat(http.send(DELETE, "", "Host: " + host).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://evil.example, its Origin is http://evil.example",
    "Origin: null, its Origin is null",
    "Origin: http://127.0.0.1:3000, its Origin is http://127.0.0.1:3000",
    "Origin: https://localhost, its Origin is https://localhost",
    "Sec-Fetch-Site: cross-site, its Sec-Fetch-Site is cross-site",
    "Sec-Fetch-Site: same-site, its Sec-Fetch-Site is same-site",
    "Sec-Fetch-Site: of-the-future, its Sec-Fetch-Site is of-the-future"
  })
  void aPageOfAnotherSiteIsRefused(String header, String reason) throws Exception {
    RawHttp.RawAnswer answer = http.send(DELETE, "", header);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains(reason);
    assertThat(isThere()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none", "Accept: */*"})
  void theOwnPageAndProgramsAreServed(String header) throws Exception {
    assertThat(http.send(DELETE, "", header).status()).isEqualTo(204);
  }

  @Test
  void theOwnOriginIsServed() throws Exception {
    String own = "Origin: " + fixture.aws.endpoint();
    assertThat(http.send(DELETE, "", own).status()).isEqualTo(204);
  }

  @Test
  void simplePostsOfAPageInvokeNothing() throws Exception {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
      RawHttp.RawAnswer answer =
          http.send(
              "POST /2015-03-31/functions/orders/invocations",
              "{}",
              "Origin: http://evil.example",
              "Content-Type: " + type);
      assertThat(answer.status()).as(type).isEqualTo(403);
    }
    assertThat(fixture.aws.permissionsByCaller().values())
        .allSatisfy(actions -> assertThat(actions).doesNotContain("lambda:InvokeFunction"));
  }

  @Test
  void aPreflightIsNotPermitted() throws Exception {
    RawHttp.RawAnswer answer =
        http.send(
            "OPTIONS /",
            "",
            "Origin: http://evil.example",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: x-amz-target");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text().toLowerCase(java.util.Locale.ROOT)).doesNotContain("access-control");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-Fetch-Site: none",
        "Sec-Fetch-Site: same-origin",
        "Referer: http://evil.example/",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64)"
      })
  void aBrowserChangesNothingByGet(String header) throws Exception {
    String request = "GET /?Action=SetAlarmState&Version=2010-08-01&AlarmName=a";

    assertThat(http.send(request, "", header).text())
        .contains("<Code>AccessDenied</Code>", "a browser may not call SetAlarmState by GET");
    assertThat(http.send(request, "").text()).doesNotContain("AccessDenied");
    assertThat(http.send(request.replace("SetAlarmState", "DescribeAlarms"), "", header).text())
        .doesNotContain("AccessDenied");
  }

  @Test
  void aLinkToTheLivePageIsServed() throws Exception {
    String[] link = {
      "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"
    };
    assertThat(http.send("GET /", "", link).status()).isNotEqualTo(403);
    assertThat(http.send("GET /?Action=DeleteAlarms", "", link).status()).isEqualTo(403);
    assertThat(http.send("POST /", "", link).status()).isEqualTo(403);
    link[2] = "Sec-Fetch-Dest: iframe";
    assertThat(http.send("GET /", "", link).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "POST /, X-Amz-Target: AWSStepFunctions.StartExecution, application/json",
    "POST /, Content-Type: application/x-www-form-urlencoded, text/xml",
    "POST /service/X/operation/Y, Smithy-Protocol: rpc-v2-cbor, application/cbor",
    "GET /restapis, Accept: */*, application/json",
    "GET /_aws/execute-api/a/b/c, Accept: */*, application/json"
  })
  void theRefusalHasTheFormOfTheProtocol(String request, String header, String type)
      throws Exception {
    RawHttp.RawAnswer answer = http.send(request, "", header, "Host: evil.example");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text())
        .contains("Content-type: " + type, "X-amzn-requestid: ", "evil.example, not 127.0.0.1");
  }

  @Test
  void theRefusalQuotesNoMarkupAndNoLongName() throws Exception {
    List<RawHttp.RawAnswer> answers = new ArrayList<>();
    answers.add(http.send("POST /", "", QUERY, "Origin: http://<b>&"));
    answers.add(http.send("POST /", "", QUERY, "Origin: " + "x".repeat(9_000)));

    assertThat(answers.get(0).text()).contains("http://&lt;b&gt;&amp;");
    assertThat(answers.get(1).text().length()).isLessThan(2_000);
  }
}
