package dev.coalmine.embedded.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.EmbeddedAws;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.LambdaFixture;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsService;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** An in-process call arrives and is answered like one over HTTP. */
class InProcessTransportTest {
  /** Headers that differ in each call, and headers that HttpURLConnection adds. */
  private static final List<String> OWN =
      List.of(
          "host", "authorization", "x-amz-date", "amz-sdk-invocation-id", "accept", "connection");

  private final LambdaFixture fixture = new LambdaFixture().withOrders(2);
  private final List<String> arrived = new ArrayList<>();
  private final InProcessTransport.InProcessAddress address = InProcessTransport.open(this::noted);
  private final EmbeddedAws served =
      new EmbeddedAws(List.of(new RecordingService()), new FaultInjection()).serve(0);

  @AfterEach
  void close() {
    address.close();
    served.close();
    fixture.close();
  }

  private WireResponse noted(WireRequest request) {
    Map<String, String> headers = new TreeMap<>(request.headers());
    headers.keySet().removeAll(OWN);
    headers.computeIfPresent("user-agent", (name, agent) -> agent.replaceFirst("md/http#\\S+", ""));
    arrived.add(
        String.join(
            " ",
            request.method(),
            request.path(),
            request.query() + "",
            headers + "",
            request.text()));
    return fixture.aws.handle(request);
  }

  private LambdaClient lambda(URI endpoint, SdkHttpClient transport) {
    return LambdaClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClient(transport)
        .build();
  }

  private static SdkHttpClient inProcess() {
    return new InProcessTransport().createHttpClientBuilder().build();
  }

  private static List<String> calls(LambdaClient lambda) {
    List<Object> answers = new ArrayList<>();
    answers.add(lambda.getAlias(get -> get.functionName("orders").name("live")));
    answers.add(lambda.listVersionsByFunction(list -> list.functionName("orders").maxItems(1)));
    answers.add(lambda.getFunctionConfiguration(get -> get.functionName("orders").qualifier("2")));
    answers.add(lambda.listTags(list -> list.resource(LambdaFixture.ARN)));
    try {
      lambda.getAlias(get -> get.functionName("orders").name("no-such"));
    } catch (ResourceNotFoundException none) {
      answers.add(none.awsErrorDetails().errorMessage());
    }
    return answers.stream().map(Object::toString).toList(); // without the request's id
  }

  @Test
  void sameCallsArriveAndAreAnsweredAlike() {
    List<String> within = calls(lambda(address.uri(), inProcess()));
    List<String> arrivedWithin = List.copyOf(arrived);
    arrived.clear();
    List<String> over = calls(lambda(served.endpoint(), UrlConnectionHttpClient.create()));

    assertThat(within).hasSize(5).isEqualTo(over);
    assertThat(arrivedWithin).hasSize(5).isEqualTo(arrived);
  }

  @Test
  void bodyArrives() {
    LambdaClient lambda = lambda(address.uri(), inProcess());

    lambda.updateAlias(LambdaFixture.live(Map.of("2", 0.1)).build());

    assertThat(fixture.lambda.trafficSplit("orders", "live").orElseThrow().weights())
        .isEqualTo(Map.of("2", 0.1));
  }

  @Test
  void aClosedAddressRefusesConnections() {
    LambdaClient lambda = lambda(address.uri(), inProcess());
    address.close();

    assertThatThrownBy(() -> lambda.getAlias(get -> get.functionName("orders").name("live")))
        .isInstanceOf(SdkClientException.class)
        .hasRootCauseInstanceOf(ConnectException.class);
  }

  @Test
  void addressesAreApart() {
    try (InProcessTransport.InProcessAddress other = InProcessTransport.open(this::noted)) {
      assertThat(other.uri()).isNotEqualTo(address.uri());
    }
  }

  @Test
  void comesFirstAmongTheTransports() {
    assertThat(ServiceLoader.load(SdkHttpService.class).findFirst().orElseThrow())
        .isInstanceOf(InProcessTransport.class);
  }

  /** A request over HTTP in the same format. */
  private final class RecordingService implements AwsService {
    @Override
    public Optional<String> operation(WireRequest request) {
      return Optional.of("");
    }

    @Override
    public WireResponse handle(WireRequest request) {
      return noted(request);
    }

    @Override
    public WireResponse errorResponse(WireRequest request, AwsError error) {
      throw new IllegalStateException(error);
    }
  }
}
