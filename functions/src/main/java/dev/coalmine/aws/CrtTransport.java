package dev.coalmine.aws;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/** How the Lambda jar reaches AWS: by the native client of the AWS Common Runtime. */
public final class CrtTransport implements SdkHttpService, LongCallTransport {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /**
   * A connection that waits in vain for so long is closed. The SDK gives up the call by then, but
   * up to now (2.40, aws-sdk-java-v2 pull request 6919) not its connection, and there are 50.
   */
  private static final Duration STALLED = AwsClients.ATTEMPT;

  /**
   * What is between may forget a connection that nothing goes over: a NAT gateway after 350 s (VPC
   * user guide, "NAT gateway basics").
   */
  private static final Duration ALIVE = Duration.ofSeconds(60);

  @Override
  public SdkHttpClient.Builder<?> createHttpClientBuilder() {
    return closingAfter(STALLED, AwsCrtHttpClient.builder().connectionTimeout(CONNECT));
  }

  @Override
  public SdkHttpClient.Builder<?> createForLongCalls(Duration longest) {
    return closingAfter(
        longest,
        AwsCrtHttpClient.builder()
            .connectionTimeout(CONNECT)
            .tcpKeepAliveConfiguration(
                alive -> alive.keepAliveInterval(ALIVE).keepAliveTimeout(ALIVE)));
  }

  private static SdkHttpClient.Builder<?> closingAfter(
      Duration stalled, AwsCrtHttpClient.Builder builder) {
    return builder.connectionHealthConfiguration(
        health -> health.minimumThroughputInBps(1L).minimumThroughputTimeout(stalled));
  }
}
