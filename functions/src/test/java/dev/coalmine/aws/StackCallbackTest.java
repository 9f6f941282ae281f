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
      "/_coalmine/stacks/arn%3Aaws%3Acloudformation%3Aus-east-1%3A123456789012%3Astack/shop/1134083a%7CRelease%7C5d478078?AWSAccessKeyId=AKIA&Expires=1555451971&Signature=28UijZePE5I4dvukKQqM%2F9Rf1o4%3D";

  private final List<String> heard = new CopyOnWriteArrayList<>();

  private void send(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, status));
    server.start();
    try {
      String local = "http://127.0.0.1:" + server.getAddress().getPort();
      new StackCallback(AwsClients.transport(), local, "us-east-1")
          .send(local + SIGNED, "{\"ä\":1}");
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
              () ->
                  new StackCallback(AwsClients.transport(), "" + peer.uri(), "us-east-1")
                      .send(peer.uri() + SIGNED, "{}"))
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
    assertThatThrownBy(
            () -> new StackCallback(AwsClients.transport(), "", "us-east-1").send(address, "{}"))
        .isInstanceOf(CallbackFailedException.class)
        .hasMessage("could not send the response to CloudFormation: its ResponseURL is not a URL")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, useast1.s3.us-east-1.amazonaws.com",
    "us-east-1, useast1.s3.amazonaws.com",
    "us-west-2, uswest2.s3-us-west-2.amazonaws.com",
    "ap-northeast-1, apnortheast1.s3-ap-northeast-1.amazonaws.com",
    "cn-north-1, cnnorth1.s3.cn-north-1.amazonaws.com.cn",
    "us-gov-west-1, usgovwest1.s3-us-gov-west-1.amazonaws.com",
    "us-gov-west-1, usgovwest1.s3-fips.us-gov-west-1.amazonaws.com",
    "eusc-de-east-1, euscdeeast1.s3.eusc-de-east-1.amazonaws.eu",
    "me-south-1, mesouth1.s3.dualstack.me-south-1.amazonaws.com"
  })
  void bucketsOfCloudFormationAreCalled(String region, String host) {
    assertThat(
            CallbackAddress.fault(
                "https://cloudformation-custom-resource-response-" + host + SIGNED, "", region))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/x?a=b, https URL",
    "https://ann@cloudformation-custom-resource-response-useast1.s3.amazonaws.com/x?a=b, user",
    "https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com:444/x?a=b, port",
    "https://cloudformation-custom-resource-response-evil.s3.amazonaws.com/x?a=b, bucket",
    "https://cloudformation-custom-resource-response-evil1.s3.amazonaws.com/x?a=b, bucket",
    "https://cloudformation-custom-resource-response-uswest2.s3.amazonaws.com/x?a=b, bucket",
    "https://cloudformation-custom-resource-response-useast1.s3.us-west-2.amazonaws.com/x?a=b,"
        + " bucket",
    "https://cloudformation-custom-resource-response-useast1.s3.evil.example/x?a=b, bucket",
    "https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com.evil.example/x?a=b,"
        + " bucket",
    "https://my-bucket.s3.us-east-1.amazonaws.com/x?a=b, bucket",
    "https://evil.example/cloudformation-custom-resource-response-useast1.s3.amazonaws.com?a=b,"
        + " bucket",
    "http://127.0.0.1:1/x?a=b, https URL",
    "http://127.0.0.1:4599/_coalmine/stacks/x?a=b, https URL",
    "http://aws-1.invalid.evil.example/_coalmine/stacks/x?a=b, https URL",
    "file:///etc/passwd?a=b, URL",
    "https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/x, URL"
  })
  void otherAddressesAreNot(String address, String says) {
    assertThatThrownBy(
            () ->
                new StackCallback(AwsClients.transport(), "http://aws-1.invalid", "us-east-1")
                    .send(address, "{}"))
        .isInstanceOf(CallbackFailedException.class)
        .hasMessageContaining("its ResponseURL is not ")
        .hasMessageContaining(says)
        .hasMessageNotContaining("a=b");
  }
}
