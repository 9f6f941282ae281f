package dev.coalmine.cli.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes arrive at the port of {@code up}: it answers, and a refusal moves nothing. */
@Timeout(300)
class RawRequestTest extends PageFixture {
  private static final int REQUESTS = 600;

  /** Milliseconds without a byte of the answer. */
  private static final int HANG = 30_000;

  private static final String ALIAS = "/2015-03-31/functions/orders/aliases/live";
  private static final String STAGE = "/restapis/a1b2c3d4e5/stages/prod";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyRequestIsAnsweredAndARefusalMovesNothing(long seed) throws Exception {
    int port = at("/").getPort();
    RequestGenerator generator = new RequestGenerator(seed);
    String targets = targets();
    for (int i = 0; i < REQUESTS; i++) {
      RequestGenerator.RawRequest request = generator.next(port);
      String answer = send(port, request);
      String what =
          "request %d of seed %d: %s\n%s".formatted(i, seed, latin(request.bytes()), answer);
      assertThat(status(answer) > 0 || !request.whole()).as(what).isTrue();
      assertThat(status(answer)).as(what).isLessThan(isOfFunction(answer) ? 503 : 500);
      assertThat(answer).as(what).doesNotContain("\tat ", ".java:", "\\tat ");
      String after = targets();
      if (status(answer) == 0 || status(answer) >= 400) {
        assertThat(after).as(what).isEqualTo(targets);
      }
      targets = after;
    }
    assertThat(get("/_coalmine/clock").statusCode()).isEqualTo(200);
  }

  private String targets() throws Exception {
    return get(ALIAS).body() + get(STAGE).body();
  }

  /** The status of an answer; 0 for none, as a request that breaks off gets none. */
  private static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  /** In this account the function behind the API gives no answer that API Gateway can read. */
  private static boolean isOfFunction(String answer) {
    return answer.contains("\r\nX-amz-executed-version: ");
  }

  private static String send(int port, RequestGenerator.RawRequest request) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(HANG);
      socket.getOutputStream().write(request.bytes());
      socket.shutdownOutput();
      socket.getInputStream().transferTo(answer);
    } catch (SocketException e) { // what follows the end of a request resets the connection
      assertThat(request.whole()).as(latin(request.bytes())).isFalse();
    }
    return latin(answer.toByteArray());
  }

  private static String latin(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.length() > 3_000 ? text.substring(0, 3_000) + "…" : text;
  }
}
