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
 * Sends responses to CloudFormation. Each goes to a presigned URL of an object in CloudFormation's
 * bucket. The request is sent by the SDK's transport without a signature of its own.
 */
public final class StackCallback {
  private final SdkHttpClient transport;
  private final String local;
  private final String region;

  StackCallback(SdkHttpClient transport, String local, String region) {
    this.transport = transport;
    this.local = local;
    this.region = region;
  }

  /**
   * Creates the transport of the Lambda jar. It needs no permission. The local mode sets the system
   * property aws.endpointUrl.
   */
  public static StackCallback fromEnvironment() {
    return new StackCallback(
        AwsClients.transport(),
        System.getProperty("aws.endpointUrl", ""),
        AwsClients.setting("aws.region", "AWS_REGION"));
  }

  /**
   * Checks an address before anything is done for it.
   *
   * @throws CallbackFailedException if no response may be sent there
   */
  public void requireAllowed(String address) {
    CallbackAddress.fault(address, local, region)
        .ifPresent(
            fault -> {
              throw new CallbackFailedException("its ResponseURL " + fault);
            });
  }

  /**
   * Sends a response. CloudFormation uses the first response to a request and ignores others.
   *
   * @param address presigned URL, which expires and must be kept secret
   * @param body JSON, at most 4,096 bytes
   * @throws CallbackFailedException if the response could not be sent, or may not be sent there
   */
  public void send(String address, String body) {
    requireAllowed(address);
    int status = put(request(address, body), body.getBytes(UTF_8));
    if (status < 200 || status > 299) {
      throw new CallbackFailedException(
          "its bucket returned HTTP %d%s"
              .formatted(status, status == 403 ? " (the ResponseURL may have expired)" : ""));
    }
  }

  /** Without a Content-Type header: the URL is signed without one, and S3 answers 403 to any. */
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
      for (String pair : uri.getRawQuery().split("&", -1)) { // keep the signed order
        String[] parts = pair.split("=", 2);
        request.appendRawQueryParameter(
            URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
      }
      return request.build();
    } catch (RuntimeException messageHasAddress) {
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
    } catch (IOException messageHasAddress) {
      throw new CallbackFailedException(
          "its bucket did not answer: " + messageHasAddress.getClass().getSimpleName());
    }
  }
}
