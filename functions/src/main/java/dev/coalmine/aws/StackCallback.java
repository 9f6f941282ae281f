package dev.coalmine.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Where CloudFormation waits for answers: objects in a bucket of its own, each with an address that
 * is signed beforehand. The request is the SDK's transport's alone, as no signature of ours belongs
 * to it.
 */
public final class StackCallback {
  private final SdkHttpClient transport;

  StackCallback(SdkHttpClient transport) {
    this.transport = transport;
  }

  /** Wired from the environment, as in Lambda. It needs no right. */
  public static StackCallback fromEnvironment() {
    return new StackCallback(AwsClients.transport());
  }

  /**
   * Tells CloudFormation. The first answer to a request counts, and others do no harm.
   *
   * @param address a secret, which expires
   * @param body JSON, at most 4,096 bytes
   * @throws UntoldException if it could not be told
   */
  public void send(String address, String body) {
    int status = put(request(address, body), body.getBytes(UTF_8));
    if (status < 200 || status > 299) {
      throw new CallbackFailedException(
          "its bucket returned HTTP %d%s"
              .formatted(status, status == 403 ? " (the ResponseURL may have expired)" : ""));
    }
  }

  /** Without a Content-Type: the address is signed for none, and another one is a 403. */
  private static SdkHttpRequest request(String address, String body) {
    try {
      URI uri = URI.create(address);
      SdkHttpRequest.Builder request =
          SdkHttpRequest.builder()
              .method(SdkHttpMethod.PUT)
              .protocol(uri.getScheme())
              .host(uri.getHost())
              .encodedPath(uri.getRawPath())
              .putHeader("Host", uri.getRawAuthority())
              .putHeader("Content-Length", String.valueOf(body.getBytes(UTF_8).length));
      if (uri.getPort() >= 0) {
        request.port(uri.getPort());
      }
      for (String pair : uri.getRawQuery().split("&", -1)) { // in the order in which it was signed
        String[] parts = pair.split("=", 2);
        request.appendRawQueryParameter(
            URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
      }
      return request.build();
    } catch (RuntimeException quotingIt) {
      throw new CallbackFailedException("its ResponseURL is not a URL");
    }
  }

  private int put(SdkHttpRequest request, byte[] body) {
    try {
      HttpExecuteResponse answer =
          transport
              .prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(request)
                      .contentStreamProvider(() -> new ByteArrayInputStream(body))
                      .build())
              .call();
      if (answer.responseBody().isPresent()) {
        answer.responseBody().get().close();
      }
      return answer.httpResponse().statusCode();
    } catch (IOException quotingIt) {
      throw new CallbackFailedException(
          "its bucket did not answer: " + quotingIt.getClass().getSimpleName());
    }
  }
}
