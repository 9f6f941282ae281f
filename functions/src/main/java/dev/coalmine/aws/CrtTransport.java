package dev.coalmine.aws;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/**
 * How the Lambda jar reaches AWS: the SDK's native HTTP client, which unlike others sends PATCH.
 */
public final class CrtTransport implements SdkHttpService {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /**
   * A connection on which nothing comes for so long is closed. That is not for the call's sake,
   * which the SDK ends: this client forgets the connection of a call that was given up
   * (aws-sdk-java-v2 pull request 6919, after 2.40), and without this would have none left after 50
   * of them.
   */
  private static final Duration STALLED = Clients.ATTEMPT;

  @Override
  public SdkHttpClient.Builder<?> createHttpClientBuilder() {
    return AwsCrtHttpClient.builder()
        .connectionTimeout(CONNECT)
        .connectionHealthConfiguration(
            health -> health.minimumThroughputInBps(1L).minimumThroughputTimeout(STALLED));
  }
}
