package dev.coalmine.aws;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/** The Lambda jar's HTTP transport: the native client of the AWS Common Runtime. */
public final class CrtTransport implements SdkHttpService, LongCallTransport {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /**
   * A connection without data for this time is closed. The SDK ends the call by then, but does not
   * close its connection (2.40, aws-sdk-java-v2 pull request 6919), and the pool has 50.
   */
  private static final Duration STALLED = AwsClients.ATTEMPT;

  /**
   * The interval of keep-alive packets. A NAT gateway drops a connection that is idle for 350 s
   * (VPC user guide, "NAT gateway basics").
   */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

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
                alive -> alive.keepAliveInterval(KEEP_ALIVE).keepAliveTimeout(KEEP_ALIVE)));
  }

  private static SdkHttpClient.Builder<?> closingAfter(
      Duration stalled, AwsCrtHttpClient.Builder builder) {
    return builder.connectionHealthConfiguration(
        health -> health.minimumThroughputInBps(1L).minimumThroughputTimeout(stalled));
  }
}
