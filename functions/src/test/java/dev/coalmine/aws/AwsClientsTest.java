package dev.coalmine.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** The handlers' clients, with the Lambda jar's transport, against good and bad servers. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"},
    disabledReason = "the transport is for the platforms of Lambda only")
class AwsClientsTest {
  @BeforeAll
  static void environment() {
    System.setProperty("aws.region", "us-east-1");
    System.setProperty("aws.accessKeyId", "any");
    System.setProperty("aws.secretAccessKey", "any");
  }

  @AfterAll
  static void leave() {
    System.clearProperty("aws.region");
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void transportIsTheFirstOnTheClassPath() {
    assertThat(ServiceLoader.load(SdkHttpService.class).findFirst().orElseThrow())
        .isInstanceOf(CrtTransport.class);
  }

  @Test
  void updateOfAStageIsSentAsPatch() throws IOException {
    List<String> heard = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, heard));
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (ApiGatewayClient api =
        AwsClients.build(
            ApiGatewayClient.class, ApiGatewayClient.builder().endpointOverride(uri), "Test")) {
      PatchOperation patch =
          PatchOperation.builder()
              .op(Op.REPLACE)
              .path("/canarySettings/percentTraffic")
              .value("10.0")
              .build();
      api.updateStage(
          stage -> stage.restApiId("a1b2c3d4e5").stageName("prod").patchOperations(patch));
    } finally {
      server.stop(0);
    }

    assertThat(heard)
        .containsExactly(
            """
            PATCH /restapis/a1b2c3d4e5/stages/prod \
            {"patchOperations":[{"op":"replace","path":"/canarySettings/percentTraffic","value":"10.0"}]}\
            """);
  }

  private static void answer(HttpExchange exchange, List<String> heard) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write("{}".getBytes(UTF_8));
    }
  }

  /** The state machine retries by the name of the SDK's exception, not by the transport's. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IS_SILENT")
  void failureIsAnSdkException(MisbehavingServer.FailureMode mode) throws IOException {
    try (MisbehavingServer peer = new MisbehavingServer(mode);
        LambdaClient lambda = lambda(peer.uri())) {
      assertThatThrownBy(() -> getAlias(lambda)).isExactlyInstanceOf(SdkClientException.class);
    }
  }

  @Test
  void refusedConnectionIsAnSdkException() throws IOException {
    URI closed;
    try (MisbehavingServer gone = new MisbehavingServer(MisbehavingServer.FailureMode.LEAVES)) {
      closed = gone.uri();
    }
    try (LambdaClient lambda = lambda(closed)) {
      assertThatThrownBy(() -> getAlias(lambda)).isExactlyInstanceOf(SdkClientException.class);
    }
  }

  @Test
  void unansweredCallTimesOutAndClosesItsConnection() throws Exception {
    try (MisbehavingServer peer = new MisbehavingServer(MisbehavingServer.FailureMode.IS_SILENT);
        LambdaClient lambda = lambda(peer.uri())) {
      Instant start = Instant.now();
      assertThatThrownBy(() -> getAlias(lambda)).isExactlyInstanceOf(ApiCallTimeoutException.class);

      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
      assertThat(peer.allClosedWithin(Duration.ofSeconds(10))).isTrue();
    }
  }

  /** A hook may take minutes, longer than any other call. */
  @Test
  void longCallMayTakeLongerThanOthers() throws IOException {
    Duration late = AwsClients.ATTEMPT.plusMillis(500);
    CountDownLatch never = new CountDownLatch(1);
    List<String> heard = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try {
            assertThat(never.await(late.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          answer(exchange, heard);
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (LambdaClient lambda = patient(uri, Duration.ofSeconds(20))) {
      getAlias(lambda);
    } finally {
      server.stop(0);
    }

    assertThat(heard).hasSize(1);
  }

  /** A retry would run the hook twice. */
  @Test
  void longCallIsNotRetried() throws Exception {
    try (MisbehavingServer peer = new MisbehavingServer(MisbehavingServer.FailureMode.LEAVES);
        LambdaClient lambda = patient(peer.uri(), Duration.ofSeconds(20))) {
      assertThatThrownBy(() -> getAlias(lambda))
          .isExactlyInstanceOf(SdkClientException.class)
          .hasMessageContaining("SDK Attempt Count: 1");
    }
  }

  @Test
  void longCallHasATimeLimit() throws Exception {
    try (MisbehavingServer peer = new MisbehavingServer(MisbehavingServer.FailureMode.IS_SILENT);
        LambdaClient lambda = patient(peer.uri(), Duration.ofSeconds(2))) {
      assertThatThrownBy(() -> getAlias(lambda)).isExactlyInstanceOf(ApiCallTimeoutException.class);
      assertThat(peer.allClosedWithin(Duration.ofSeconds(10))).isTrue();
    }
  }

  private static LambdaClient patient(URI endpoint, Duration longest) {
    return AwsClients.buildForLongCalls(
        LambdaClient.class, LambdaClient.builder().endpointOverride(endpoint), "Test", longest);
  }

  private static LambdaClient lambda(URI endpoint) {
    return AwsClients.build(
        LambdaClient.class, LambdaClient.builder().endpointOverride(endpoint), "Test");
  }

  private static void getAlias(LambdaClient lambda) {
    lambda.getAlias(get -> get.functionName("orders").name("live"));
  }
}
