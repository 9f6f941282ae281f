package dev.coalmine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.http.LoopbackHttpServer;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.LambdaService;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.RestJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;

class EmbeddedAwsTest {
  private static final String SCOPE =
      "AWS4-HMAC-SHA256 Credential=any/20260301/us-east-1/%s/aws4_request, SignedHeaders=host";

  private final LambdaFixture fixture = new LambdaFixture();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    fixture.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private URI uri(String path) {
    return URI.create(fixture.aws.endpoint() + path);
  }

  private static WireRequest request(String method, String path) {
    return new WireRequest(method, path, Map.of(), Map.of(), new byte[0]);
  }

  @Test
  void listensOnLoopbackOnly() throws IOException {
    assertThat(fixture.aws.endpoint().getHost()).isEqualTo("127.0.0.1");
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .toList();
    for (InetAddress address : others) {
      InetSocketAddress elsewhere =
          new InetSocketAddress(address, fixture.aws.endpoint().getPort());
      try (Socket socket = new Socket()) {
        assertThatThrownBy(() -> socket.connect(elsewhere, 2000))
            .isInstanceOfAny(ConnectException.class, SocketException.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /2015-03-31/functions/orders/event-invoke-config, lambda",
    "PUT, /2017-10-31/functions/orders/concurrency, lambda",
    "GET, /2019-09-30/functions/orders/provisioned-concurrency?List=ALL, lambda",
    "PATCH, /restapis/abc/deployments/xyz, apigateway",
    "GET, /v2/apis/abc/stages, apigateway",
    "GET, /, s3",
    "DELETE, /, ''"
  })
  void unknownPathIsRefusedAsRestJson(String method, String path, String service) throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri(path))
                .header("Authorization", SCOPE.formatted(service))
                .method(method, HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType"))
        .hasValue("UnknownOperationException");
    assertThat(answer.body()).contains(method, service);
  }

  @Test
  void unknownTargetIsRefusedAsAwsJson() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/"))
                .header("X-Amz-Target", "AmazonSQS.SendMessage")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Json.parseObject(answer.body().getBytes(StandardCharsets.UTF_8)))
        .containsEntry("__type", "UnknownOperationException");
  }

  @Test
  void unknownActionIsRefusedInXml() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("Version=1&Action=GetCallerIdentity")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>InvalidAction</Code>", "GetCallerIdentity</Message>");
  }

  @Test
  void sdkSeesAnUnknownOperationAsAServiceException() {
    assertThatExceptionOfType(LambdaException.class)
        .isThrownBy(
            () -> fixture.client.getFunctionConcurrency(request -> request.functionName("orders")))
        .matches(e -> e.statusCode() == 404)
        .matches(e -> e.awsErrorDetails().errorCode().equals("UnknownOperationException"));
  }

  @Test
  void everyAnswerHasARequestIdOfItsOwn() {
    assertThat(List.of(request("GET", "/2015-03-31/functions"), request("GET", "/nowhere")))
        .extracting(request -> fixture.aws.handle(request).headers().get("x-amzn-RequestId"))
        .doesNotContainNull()
        .doesNotHaveDuplicates();
  }

  @Test
  void answersInProcessToo() {
    WireResponse answer = fixture.aws.handle(request("GET", "/2015-03-31/functions/"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Json.parseObject(answer.body())).containsEntry("Functions", List.of());
  }

  @Test
  void permissionsAreRecordedByCaller() {
    fixture.createOrders();
    try (LambdaClient promote = fixture.client("Promote")) {
      promote.getFunction(request -> request.functionName("orders"));
      promote.invoke(request -> request.functionName("orders"));
    }
    assertThat(fixture.aws.permissionsByCaller())
        .containsEntry("", Set.of("lambda:CreateFunction"))
        .containsEntry("Promote", Set.of("lambda:GetFunction", "lambda:InvokeFunction"));
  }

  @Test
  void servesPagesAndRunsTheHookBeforeEachCall() throws Exception {
    AtomicInteger settled = new AtomicInteger();
    LambdaService lambda = new LambdaService(fixture.clock, 1);
    try (EmbeddedAws aws =
        new EmbeddedAws(
                List.of(lambda),
                new FaultInjection(),
                RateLimits.off(),
                settled::incrementAndGet,
                Map.of("/_coalmine/clock", () -> Map.of("now", fixture.clock.instant().toString())))
            .serve(0)) {
      HttpResponse<String> clock =
          send(HttpRequest.newBuilder(URI.create(aws.endpoint() + "/_coalmine/clock")));
      assertThat(clock.body()).isEqualTo("{\"now\":\"2026-03-01T12:00:00Z\"}");
      assertThat(settled).hasValue(0);
      aws.handle(request("GET", "/2015-03-31/functions"));
      assertThat(settled).hasValue(1);
    }
  }

  @Test
  void portInUseIsReported() {
    int port = fixture.aws.endpoint().getPort();
    EmbeddedAws second = new EmbeddedAws(List.of(), new FaultInjection());
    assertThatThrownBy(() -> second.serve(port))
        .hasMessageContaining("cannot listen on 127.0.0.1:" + port);
  }

  @Test
  void closedEndpointAcceptsNoConnection() {
    URI endpoint = fixture.aws.endpoint();
    fixture.aws.close();
    assertThatThrownBy(() -> send(HttpRequest.newBuilder(endpoint)))
        .isInstanceOf(ConnectException.class);
    assertThatThrownBy(fixture.aws::endpoint).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void brokenServiceIsAFailedCallNotABrokenConnection() {
    AwsService broken =
        new AwsService() {
          @Override
          public java.util.Optional<String> operation(WireRequest request) {
            return java.util.Optional.of("lambda:GetFunction");
          }

          @Override
          public WireResponse handle(WireRequest request) {
            throw new IllegalStateException("oops");
          }

          @Override
          public WireResponse errorResponse(WireRequest request, AwsError error) {
            return RestJson.errorResponse(error, Map.of("message", error.getMessage()));
          }
        };
    try (EmbeddedAws aws = new EmbeddedAws(List.of(broken), new FaultInjection())) {
      WireResponse answer = aws.handle(request("GET", "/"));
      assertThat(answer.status()).isEqualTo(500);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("oops");
    }
  }

  @Test
  void repeatedQueryParametersAreNumbered() {
    assertThat(LoopbackHttpServer.query("tagKeys=a%20b&tagKeys=c&flag"))
        .containsExactly(
            Map.entry("tagKeys", "a b"), Map.entry("tagKeys#2", "c"), Map.entry("flag", ""));
  }
}
