package dev.coalmine.aws;

import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.crt.http.HttpException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/** The Lambda jar's HTTP transport: the native client of the AWS Common Runtime. */
public final class CrtTransport implements SdkHttpService {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /**
   * The interval of keep-alive packets: a hook may take minutes to answer. A NAT gateway drops a
   * connection that is idle for 350 s (VPC user guide, "NAT gateway basics").
   */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

  @Override
  public SdkHttpClient.Builder<?> createHttpClientBuilder() {
    return new CrtBuilder(
        AwsCrtHttpClient.builder()
            .connectionTimeout(CONNECT)
            .tcpKeepAliveConfiguration(
                alive -> alive.keepAliveInterval(KEEP_ALIVE).keepAliveTimeout(KEEP_ALIVE)));
  }

  private record CrtBuilder(AwsCrtHttpClient.Builder builder)
      implements SdkHttpClient.Builder<CrtBuilder> {
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return new CrtClient(builder.buildWithDefaults(defaults));
    }
  }

  /**
   * Throws every failure as an IOException. The SDK makes its own exceptions of these only, and
   * AwsCrtHttpClient throws an unchecked HttpException when an answer is not HTTP (SDK 2.57.8).
   */
  private record CrtClient(SdkHttpClient client) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new CrtRequest(client.prepareRequest(request));
    }

    @Override
    public String clientName() {
      return client.clientName();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private record CrtRequest(ExecutableHttpRequest request) implements ExecutableHttpRequest {
    @Override
    public HttpExecuteResponse call() throws IOException {
      try {
        return request.call();
      } catch (HttpException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void abort() {
      request.abort();
    }
  }
}
