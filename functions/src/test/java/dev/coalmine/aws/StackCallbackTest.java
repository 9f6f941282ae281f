package dev.coalmine.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Responses to CloudFormation, with the Lambda jar's transport, against good and bad servers. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"},
    disabledReason = "the transport is for the platforms of Lambda only")
class StackCallbackTest {
  /**
   * A ResponseURL of CloudFormation (Lambda developer guide, "Using AWS Lambda with
   * CloudFormation").
   */
  private static final String SIGNED =
      "/arn%3Aaws%3Acloudformation%3Aus-east-1%3A123456789012%3Astack/shop/1134083a%7CRelease%7C5d478078?AWSAccessKeyId=AKIA&Expires=1555451971&Signature=28UijZePE5I4dvukKQqM%2F9Rf1o4%3D";

  private final List<String> heard = new CopyOnWriteArrayList<>();

  private void send(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, status));
    server.start();
    try {
      new StackCallback(AwsClients.transport())
          .send("http://127.0.0.1:" + server.getAddress().getPort() + SIGNED, "{\"ä\":1}");
    } finally {
      server.stop(0);
    }
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      heard.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + exchange.getRequestHeaders().getFirst("Content-Type")
              + " "
              + exchange.getRequestHeaders().getFirst("Content-Length")
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      exchange.sendResponseHeaders(status, -1);
    }
  }

  @Test
  void signedUrlIsSentUnchangedWithoutContentType() throws IOException {
    send(200);

    assertThat(heard).containsExactly("PUT " + SIGNED + " null 8 {\"ä\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "403, 'its bucket returned HTTP 403 (the ResponseURL may have expired)'",
    "503, its bucket returned HTTP 503",
    "301, its bucket returned HTTP 301"
  })
  void refusedResponseIsAFailure(int status, String says) {
    assertThatThrownBy(() -> send(status))
        .isInstanceOf(CallbackFailedException.class)
        .hasMessage("could not send the response to CloudFormation: " + says)
        .hasNoCause();
  }

  @ParameterizedTest
  @EnumSource(names = {"RESETS", "LEAVES", "TALKS_NONSENSE"})
  void failureDoesNotShowTheSignedUrl(MisbehavingServer.FailureMode mode) throws IOException {
    try (MisbehavingServer peer = new MisbehavingServer(mode)) {
      assertThatThrownBy(
              () -> new StackCallback(AwsClients.transport()).send(peer.uri() + SIGNED, "{}"))
          .isInstanceOf(CallbackFailedException.class)
          .hasMessageStartingWith(
              "could not send the response to CloudFormation: its bucket did not answer: ")
          .hasMessageNotContaining("Signature")
          .hasNoCause();
    }
  }

  @ParameterizedTest
  @CsvSource({"'not an address'", "''", "/Signature"})
  void invalidUrlIsNotQuoted(String address) {
    assertThatThrownBy(() -> new StackCallback(AwsClients.transport()).send(address, "{}"))
        .isInstanceOf(CallbackFailedException.class)
        .hasMessage("could not send the response to CloudFormation: its ResponseURL is not a URL")
        .hasNoCause();
  }
}
