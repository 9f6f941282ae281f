package dev.coalmine.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A transport whose requests go to the loopback in a rehearsal, and where they should otherwise.
 *
 * @param answers where they go; gives null outside a rehearsal
 */
record RehearsedTransport(SdkHttpClient outside, Supplier<LoopbackAnswers> answers)
    implements SdkHttpClient {
  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    LoopbackAnswers rehearsal = answers.get();
    return outside.prepareRequest(rehearsal == null ? request : within(request, rehearsal.port()));
  }

  private static HttpExecuteRequest within(HttpExecuteRequest request, int port) {
    SdkHttpRequest here =
        request.httpRequest().toBuilder()
            .protocol("http")
            .host("127.0.0.1")
            .port(port)
            .putHeader("Host", "127.0.0.1:" + port)
            .build();
    HttpExecuteRequest.Builder copy = HttpExecuteRequest.builder().request(here);
    request.contentStreamProvider().ifPresent(copy::contentStreamProvider);
    request.metricCollector().ifPresent(copy::metricCollector);
    return copy.build();
  }

  @Override
  public String clientName() {
    return outside.clientName();
  }

  @Override
  public void close() {
    outside.close();
  }
}
