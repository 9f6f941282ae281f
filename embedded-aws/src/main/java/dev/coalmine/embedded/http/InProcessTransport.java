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
 * In-process addresses, such as {@code http://aws-1.invalid}. They take the SDK's requests as a
 * port of 127.0.0.1 would, but without a socket. The SDK finds this transport by its entry in
 * META-INF/services.
 */
public final class InProcessTransport implements SdkHttpService {
  /**
   * No resolver ever resolves this domain (RFC 2606), so a stray request never leaves this machine.
   */
  private static final String DOMAIN = ".invalid";

  // Static, because the service loader creates the transport.
  private static final Map<String, Function<WireRequest, WireResponse>> OPEN =
      new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /**
   * An open address, until it is closed.
   *
   * @param uri the endpoint for clients
   */
  public record InProcessAddress(URI uri) implements AutoCloseable {
    @Override
    public void close() {
      OPEN.remove(uri.getHost());
    }
  }

  /** Opens a new address for a service. The service answers on the calling thread. */
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
    /** Ignores the timeouts in the defaults, because no call waits for a network. */
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return new InProcessHttpClient(OPEN);
    }
  }
}
