package dev.coalmine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.http.HttpService;
import dev.coalmine.embedded.http.LoopbackHttpServer;
import dev.coalmine.embedded.http.ServerResponse;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client may ask of the HTTP server, and that the others are answered meanwhile. */
@Timeout(60)
class HttpFrontTest {
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private RawHttp serve(Function<WireRequest, ServerResponse> answers) {
    HttpService front = new HttpFront(answers, answer -> answer);
    LoopbackHttpServer server = new LoopbackHttpServer(0, front).start();
    open.add(server);
    return new RawHttp(server.address().getPort());
  }

  private static WireResponse length(WireRequest request) {
    byte[] body = Long.toString(request.body().length).getBytes(StandardCharsets.UTF_8);
    return new WireResponse(200, Map.of(), body);
  }

  @ParameterizedTest
  @CsvSource({
    "POST /2015-03-31/functions/f/invocations, 6291456, for the InvokeFunction operation",
    "POST /, 6291456, smaller than 6291456 bytes",
    "POST /_coalmine/stacks, 6291456, says",
    "POST /_aws/execute-api/a/prod/x, 10485760, Request Too Long"
  })
  void aBodyIsAsLongAsTheServiceTakes(String request, int most, String error) throws Exception {
    AtomicLong longest = new AtomicLong();
    RawHttp http =
        serve(
            whole -> {
              longest.accumulateAndGet(whole.body().length, Math::max);
              return length(whole);
            });
    assertThat(http.send(request, "x".repeat(most)).text()).endsWith("\r\n" + most);

    RawHttp.RawAnswer refused = http.send(request, "x".repeat(most + 1));

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.text()).contains(error);
    assertThat(longest).hasValue(most);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT /2015-03-31/functions/f/code", "POST /2015-03-31/functions/"})
  void codeMayBeLonger(String request) throws Exception {
    assertThat(serve(HttpFrontTest::length).send(request, "x".repeat(7_000_000)).text())
        .endsWith("\r\n7000000");
  }

  @Test
  void aChunkedBodyIsBoundedWhileItIsRead() throws Exception {
    RawHttp http = serve(HttpFrontTest::length);
    try (Socket socket = http.open()) {
      OutputStream out = socket.getOutputStream();
      out.write(ascii("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"));
      out.write(ascii("Transfer-Encoding: chunked\r\n\r\n"));
      byte[] chunk = ascii("100000\r\n" + "x".repeat(1 << 20) + "\r\n");
      for (int i = 0; i < 8; i++) {
        out.write(chunk);
      }
      out.write(ascii("0\r\n\r\n"));

      assertThat(RawHttp.read(socket).status()).isEqualTo(413);
    }
  }

  @Test
  void parametersAreReadInATimeThatGrowsWithTheirNumber() {
    assertThat(LoopbackHttpServer.query("a&".repeat(100_000))).hasSize(100_001);
  }

  @Test
  void aRepeatedNameThatLooksNumberedLosesNothing() {
    assertThat(LoopbackHttpServer.query("a=1&a%232=2&a=3&a=4").values())
        .containsExactly("1", "2", "3", "4");
  }

  @Test
  void moreParametersThanAnyOperationHasAreRefused() throws Exception {
    RawHttp http = serve(HttpFrontTest::length);
    String thousand = "a&".repeat(999);

    assertThat(http.send("GET /x?" + thousand, "").status()).isEqualTo(200);
    assertThat(http.send("GET /x?" + thousand + "a&", "").text())
        .contains(" 414 ", "the number of query parameters must be at most 1000");
    assertThat(http.send("GET /" + "a/".repeat(10_000), "").text())
        .contains(" 414 ", "the path must be at most 8192");
  }

  @Test
  void anErrorOfTheMachineIsAnAnswer() throws Exception {
    RawHttp http =
        serve(
            request -> {
              throw new StackOverflowError();
            });

    RawHttp.RawAnswer answer = http.send("POST /", "{}", "X-Amz-Target: A.B");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text())
        .contains("InternalFailure", "StackOverflowError")
        .doesNotContain("\tat ", "dev.coalmine");
  }

  @Test
  void halfSentRequestsDelayNobody() throws Exception {
    RawHttp http = serve(HttpFrontTest::length);
    for (int i = 0; i < 200; i++) {
      Socket half = http.open();
      open.add(half);
      half.getOutputStream().write(ascii("POST / HTTP/1.1\r\nHost: local"));
    }

    assertThat(http.send("POST /", "12345").text()).endsWith("\r\n5");
  }

  @Test
  void threadsAreBounded() throws Exception {
    RawHttp http = serve(HttpFrontTest::length);
    List<Socket> halves = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      Socket half = http.open();
      halves.add(half);
      half.getOutputStream().write(ascii("P"));
    }
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("embedded-aws"))
            .count();
    assertThat(threads).isLessThanOrEqualTo(1_024);

    for (Socket half : halves) {
      half.close();
    }
    assertThat(http.send("POST /", "12345").text()).endsWith("\r\n5");
  }

  @Test
  void malformedRequestsAreAnsweredWithoutATrace() throws Exception {
    RawHttp http = serve(HttpFrontTest::length);
    for (String request :
        List.of(
            "", "\r\n\r\n", "GET\r\n\r\n", "GET /%zz HTTP/1.1\r\n\r\n", "G T / HTTP/9\r\n\r\n")) {
      RawHttp.RawAnswer answer = http.sendBytes(ascii(request));
      assertThat(answer.status()).as(request).isIn(0, 400, 403, 404);
      assertThat(answer.text()).doesNotContain("\tat ");
    }
  }

  @Test
  void aRefusedRequestIsNotHandled() throws Exception {
    AtomicLong handled = new AtomicLong();
    RawHttp http =
        serve(
            whole -> {
              handled.incrementAndGet();
              return length(whole);
            });

    http.send("POST /", "x".repeat(7_000_000));
    http.send("POST /", "{}", "Origin: http://evil.example");
    assertThat(Optional.of(handled.get())).hasValue(0L);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
