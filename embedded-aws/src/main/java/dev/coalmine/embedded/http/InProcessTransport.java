package dev.coalmine.embedded.http;

import dev.coalmine.embedded.clock.SteppedTaskExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * In-process addresses, such as {@code http://aws-1.invalid}. They take the SDK's requests as a
 * port of 127.0.0.1 would, but without a socket. The SDK finds this transport by its entry in
 * META-INF/services.
 */
public final class InProcessTransport implements SdkHttpService, SdkPlugin {
  /**
   * No resolver ever resolves this domain (RFC 2606), so a stray request never leaves this machine.
   */
  private static final String DOMAIN = ".invalid";

  // Static, because the service loader creates the transport.
  private static final Map<String, Function<WireRequest, WireResponse>> OPEN =
      new ConcurrentHashMap<>();

  /** Inherited, because the code of a function may run on a thread of its own. */
  private static final ThreadLocal<Function<WireRequest, WireResponse>> BOUND =
      new InheritableThreadLocal<>();

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /**
   * An open address, until it is closed.
   *
   * @param uri the endpoint for clients
   */
  public record InProcessAddress(URI uri) implements AutoCloseable {
    /**
     * Takes all in-process requests of the calling thread, and of threads that it starts, whatever
     * their address, until another address does: clients that are made late find their address in
     * system properties, which another thread may have set meanwhile.
     */
    public void bindThread() {
      BOUND.set(OPEN.get(uri.getHost()));
    }

    /** Closes it, and gives up the calling thread if it is bound to this address. */
    @Override
    public void close() {
      Function<WireRequest, WireResponse> closed = OPEN.remove(uri.getHost());
      if (closed != null && BOUND.get() == closed) {
        BOUND.remove();
      }
    }
  }

  /** Opens a new address for a service. The service answers on the calling thread. */
  public static InProcessAddress open(Function<WireRequest, WireResponse> service) {
    String host = "aws-" + NUMBERS.incrementAndGet() + DOMAIN;
    OPEN.put(host, service);
    return new InProcessAddress(URI.create("http://" + host));
  }

  /** What answers a request of the calling thread to this host; null for nothing. */
  static Function<WireRequest, WireResponse> serviceAt(String host) {
    Function<WireRequest, WireResponse> bound = BOUND.get();
    return bound == null || !host.endsWith(DOMAIN) ? OPEN.get(host) : bound;
  }

  /**
   * Lets a client wait between its attempts in virtual time. If calls last in virtual time on the
   * calling thread, none of the client's time limits is wall time.
   */
  @Override
  public void configureClient(SdkServiceClientConfiguration.Builder client) {
    ClientOverrideConfiguration settings = client.overrideConfiguration();
    RetryStrategy set = settings.retryStrategy().orElseGet(AwsRetryStrategy::defaultRetryStrategy);
    RetryStrategy own = set.useClientDefaults() ? AwsRetryStrategy.addRetryConditions(set) : set;
    Optional<SteppedTaskExecutor> steps = SteppedTaskExecutor.bound();
    Optional<Duration> limit = settings.apiCallTimeout().filter(time -> steps.isPresent());
    ClientOverrideConfiguration.Builder virtual =
        settings.toBuilder().retryStrategy(new VirtualRetries(own, limit, steps));
    steps.ifPresent(clock -> virtual.apiCallTimeout(null).apiCallAttemptTimeout(null));
    client.overrideConfiguration(virtual.build());
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
      return new InProcessHttpClient();
    }
  }
}
