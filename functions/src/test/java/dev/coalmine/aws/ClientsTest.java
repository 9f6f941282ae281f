package dev.coalmine.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ServiceLoader;
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

/** The handlers' clients as the Lambda jar has them, with a server that behaves or does not. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"},
    disabledReason = "the transport's native code is here for the platforms of Lambda only")
class ClientsTest {
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
    try (Peer peer = new Peer(Peer.Manner.ANSWERS);
        ApiGatewayClient api =
            Clients.build(ApiGatewayClient.builder().endpointOverride(peer.uri()), "Test")) {
      PatchOperation patch =
          PatchOperation.builder()
              .op(Op.REPLACE)
              .path("/canarySettings/percentTraffic")
              .value("10.0")
              .build();
      api.updateStage(
          stage -> stage.restApiId("a1b2c3d4e5").stageName("prod").patchOperations(patch));

      assertThat(peer.heard())
          .startsWith("PATCH /restapis/a1b2c3d4e5/stages/prod HTTP/1.1\r\n")
          .endsWith(
              """
              {"patchOperations":[{"op":"replace","path":"/canarySettings/percentTraffic","value":"10.0"}]}""");
    }
  }

  /** By this name, and no other, the state machine retries. */
  @ParameterizedTest
  @EnumSource(names = {"RESETS", "LEAVES", "TALKS_NONSENSE", "BREAKS_OFF"})
  void failureIsTheSdks(Peer.Manner manner) throws IOException {
    try (Peer peer = new Peer(manner);
        LambdaClient lambda = lambda(peer.uri())) {
      assertThatThrownBy(() -> getAlias(lambda)).isExactlyInstanceOf(SdkClientException.class);
    }
  }

  @Test
  void refusedConnectionIsTheSdksFailureToo() throws IOException {
    URI closed;
    try (Peer peer = new Peer(Peer.Manner.ANSWERS)) {
      closed = peer.uri();
    }
    try (LambdaClient lambda = lambda(closed)) {
      assertThatThrownBy(() -> getAlias(lambda)).isExactlyInstanceOf(SdkClientException.class);
    }
  }

  @Test
  void unansweredCallEndsInTimeAndLeavesNoConnection() throws Exception {
    try (Peer peer = new Peer(Peer.Manner.IS_SILENT);
        LambdaClient lambda = lambda(peer.uri())) {
      Instant start = Instant.now();
      assertThatThrownBy(() -> getAlias(lambda)).isExactlyInstanceOf(ApiCallTimeoutException.class);

      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
      assertThat(peer.allLeftWithin(Duration.ofSeconds(10))).isTrue();
    }
  }

  private static LambdaClient lambda(URI endpoint) {
    return Clients.build(LambdaClient.builder().endpointOverride(endpoint), "Test");
  }

  private static void getAlias(LambdaClient lambda) {
    lambda.getAlias(get -> get.functionName("orders").name("live"));
  }
}
