package dev.coalmine.embedded.http;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Addresses of this process, such as {@code http://aws-1.invalid}: they take what the SDK sends, as
 * a port of 127.0.0.1 would, without a socket between. The SDK's clients find this transport where
 * they find any other, by its entry in META-INF/services.
 */
public final class InProcessTransport implements SdkHttpService {
  /** No such name is ever resolved (RFC 2606): what goes astray does not leave this machine. */
  private static final String DOMAIN = ".invalid";

  // One for the process, as its ports are: the service loader makes the transport, not we.
  private static final Map<String, Function<WireRequest, WireResponse>> OPEN =
      new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /**
   * An open address, until it is closed.
   *
   * @param uri where clients find it
   */
  public record InProcessAddress(URI uri) implements AutoCloseable {
    @Override
    public void close() {
      OPEN.remove(uri.getHost());
    }
  }

  /** Opens an address of its own for a service, which answers on the thread that asks. */
  public static InProcessAddress open(Function<WireRequest, WireResponse> service) {
    String host = "aws-" + NUMBERS.incrementAndGet() + DOMAIN;
    OPEN.put(host, service);
    return new InProcessAddress(URI.create("http://" + host));
  }

  @Override
  public SdkHttpClient.Builder<?> createHttpClientBuilder() {
    return new InProcessClientBuilder();
  }

  private static final class InProcessClientBuilder
      implements SdkHttpClient.Builder<InProcessClientBuilder> {
    /** Limits of time among the defaults mean nothing here: nothing waits for a network. */
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return new InProcessHttpClient(OPEN);
    }
  }
}
