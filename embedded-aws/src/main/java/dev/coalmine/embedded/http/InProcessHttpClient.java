package dev.coalmine.embedded.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The SDK's HTTP client for in-process addresses. It reaches no other host. */
record InProcessHttpClient() implements SdkHttpClient {

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new InProcessExchange(request);
  }

  @Override
  public String clientName() {
    return "InProcess";
  }

  @Override
  public void close() {}

  private static final class InProcessExchange implements ExecutableHttpRequest {
    private final HttpExecuteRequest request;

    private InProcessExchange(HttpExecuteRequest request) {
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      String host = request.httpRequest().host();
      Function<WireRequest, WireResponse> service = InProcessTransport.serviceAt(host);
      if (service == null) {
        throw new ConnectException("no server in this process listens at " + host);
      }
      WireResponse answer = service.apply(wire(request.httpRequest(), body()));
      if (answer.isConnectionReset()) {
        throw new SocketException("Connection reset");
      }
      return response(answer);
    }

    /**
     * Does nothing: the response is there at once or not at all. Interrupting the caller ends the
     * work.
     */
    @Override
    public void abort() {}

    private byte[] body() throws IOException {
      if (request.contentStreamProvider().isEmpty()) {
        return new byte[0];
      }
      try (InputStream body = request.contentStreamProvider().get().newStream()) {
        return body.readAllBytes();
      }
    }
  }

  private static WireRequest wire(SdkHttpRequest http, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    http.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new WireRequest(
        http.method().name(),
        http.encodedPath().isEmpty() ? "/" : http.encodedPath(),
        LoopbackHttpServer.query(http.encodedQueryParameters().orElse(null)),
        headers,
        body);
  }

  private static HttpExecuteResponse response(WireResponse answer) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    answer.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("Content-Length", List.of(Integer.toString(answer.body().length)));
    return HttpExecuteResponse.builder()
        .response(SdkHttpResponse.builder().statusCode(answer.status()).headers(headers).build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
        .build();
  }
}
