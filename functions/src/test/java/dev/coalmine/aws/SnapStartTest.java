package dev.coalmine.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What is in a snapshot, with the Lambda jar's transport and a server that stands for AWS. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"},
    disabledReason = "the transport is for the platforms of Lambda only")
class SnapStartTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> resolved = new ArrayList<>();
  private HttpServer aws;

  @BeforeEach
  void startAws() throws IOException {
    aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    aws.createContext(
        "/",
        exchange -> {
          try (exchange) {
            heard.add(exchange.getRequestURI() + " " + authorization(exchange.getRequestHeaders()));
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(UTF_8));
          }
        });
    aws.start();
  }

  private static String authorization(com.sun.net.httpserver.Headers headers) {
    return headers.getFirst("Authorization").replaceAll(".*Credential=([^/]*)/.*", "$1");
  }

  @AfterEach
  void stopAws() {
    aws.stop(0);
  }

  @Test
  void callsBeforeTheSnapshotStayInTheProcessAndUseNoCredentials() throws Exception {
    SnapStart snapshot = new SnapStart(true);
    List<String> done = new ArrayList<>();
    try (LambdaClient lambda = lambda(snapshot);
        CloudWatchClient cloudWatch = cloudWatch(snapshot)) {
      snapshot.before(() -> done.add("alias " + alias(lambda)));
      snapshot.before(() -> done.add("alarms " + cloudWatch.describeAlarms().metricAlarms()));
      snapshot.beforeCheckpoint(null);

      assertThat(done).containsExactly("alias null", "alarms []");
      assertThat(heard).isEmpty();
      assertThat(resolved).isEmpty();
    }
  }

  @Test
  void callsAfterTheRestoreGoToAwsWithTheCredentialsOfThatMoment() throws Exception {
    SnapStart snapshot = new SnapStart(true);
    try (LambdaClient lambda = lambda(snapshot)) {
      snapshot.before(() -> alias(lambda));
      snapshot.beforeCheckpoint(null);
      snapshot.afterRestore(null);
      alias(lambda);
    }

    assertThat(heard).containsExactly("/2015-03-31/functions/any/aliases/any role1");
  }

  @Test
  void rehearsalThatFailsDoesNotPreventTheOthers() throws Exception {
    SnapStart snapshot = new SnapStart(true);
    List<String> done = new ArrayList<>();
    snapshot.before(
        () -> {
          throw new IllegalStateException("a rehearsal fails");
        });
    snapshot.before(() -> done.add("second"));
    snapshot.beforeCheckpoint(null);

    assertThat(done).containsExactly("second");
  }

  @Test
  void plainStartRehearsesNothing() throws Exception {
    SnapStart none = new SnapStart(false);
    List<String> done = new ArrayList<>();
    none.before(() -> done.add("any"));
    none.beforeCheckpoint(null);

    assertThat(done).isEmpty();
  }

  private static String alias(LambdaClient lambda) {
    return lambda.getAlias(get -> get.functionName("any").name("any")).name();
  }

  private LambdaClient lambda(SnapStart snapshot) {
    return LambdaClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(URI.create("http://127.0.0.1:" + aws.getAddress().getPort()))
        .credentialsProvider(snapshot.credentials(this::role))
        .httpClient(snapshot.transport(new CrtTransport().createHttpClientBuilder().build()))
        .build();
  }

  private CloudWatchClient cloudWatch(SnapStart snapshot) {
    return CloudWatchClient.builder()
        .region(Region.US_EAST_1)
        .credentialsProvider(snapshot.credentials(this::role))
        .httpClient(snapshot.transport(new CrtTransport().createHttpClientBuilder().build()))
        .build();
  }

  private AwsCredentials role() {
    resolved.add("role");
    return AwsBasicCredentials.create("role" + resolved.size(), "any");
  }
}
