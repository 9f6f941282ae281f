package dev.coalmine.embedded;

import dev.coalmine.embedded.apigateway.ExecuteApiEndpoint;
import dev.coalmine.embedded.http.LoopbackHttpServer;
import dev.coalmine.embedded.http.ServerResponse;
import dev.coalmine.embedded.http.WebHandler;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.CallListener;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * AWS services behind one endpoint, with injected faults and rate limits. It answers in process
 * from the start, and over HTTP on 127.0.0.1 after {@link #serve}.
 */
public final class EmbeddedAws implements AutoCloseable {
  private static final String INVOKE = "lambda:InvokeFunction";

  private final List<AwsService> services;
  private final FaultInjection faults;
  private final RateLimits limits;
  private final BiConsumer<String, WireRequest> beforeEach;
  private final CallCounts counts = new CallCounts();
  private final Map<String, Supplier<Object>> pages;
  private final PermissionLog callers = new PermissionLog();
  private final List<CallListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong requests = new AtomicLong();
  private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();
  private final AtomicReference<Optional<ExecuteApiEndpoint>> executeApi =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<WebHandler>> web = new AtomicReference<>(Optional.empty());
  private Optional<LoopbackHttpServer> server = Optional.empty();

  /** An embedded AWS without rate limits and without a hook before requests. */
  public EmbeddedAws(List<AwsService> services, FaultInjection faults) {
    this(services, faults, RateLimits.off(), () -> {}, Map.of());
  }

  /** The same with limits, and with a hook that does not depend on the request. */
  public EmbeddedAws(
      List<AwsService> services,
      FaultInjection faults,
      RateLimits limits,
      Runnable beforeEach,
      Map<String, Supplier<Object>> pages) {
    this(services, faults, limits, (operation, request) -> beforeEach.run(), pages);
  }

  /**
   * An embedded AWS with these services.
   *
   * @param services the first one that has a request's operation handles it
   * @param faults the injected faults
   * @param limits the rate limits of operations
   * @param beforeEach runs before every request of an AWS operation, on the request's thread, for
   *     instance to bring state up to the clock's time; it gets the operation as IAM names it
   * @param pages JSON trees by path, such as {@code /_coalmine/clock}, served in addition to AWS
   */
  public EmbeddedAws(
      List<AwsService> services,
      FaultInjection faults,
      RateLimits limits,
      BiConsumer<String, WireRequest> beforeEach,
      Map<String, Supplier<Object>> pages) {
    this.services = List.copyOf(services);
    this.faults = faults;
    this.limits = limits;
    this.beforeEach = beforeEach;
    this.pages = Map.copyOf(pages);
  }

  /**
   * How often an operation was called.
   *
   * @param calls all of them
   * @param throttled those that a rate limit refused
   */
  public record CallCount(long calls, long throttled) {}

  /** The calls so far, by the operation as IAM names it. */
  public Map<String, CallCount> callCounts() {
    return counts.read();
  }

  /**
   * Listens on 127.0.0.1 until closed.
   *
   * @param port 0 for any free one
   * @throws java.io.UncheckedIOException if the port is taken
   * @throws IllegalStateException if it listens already
   */
  public synchronized EmbeddedAws serve(int port) {
    bind(port).start();
    return this;
  }

  /**
   * Listens on 127.0.0.1 until closed, with web pages from the first request on.
   *
   * @param port 0 for any free one
   * @param pages makes the pages for this endpoint
   * @throws java.io.UncheckedIOException if the port is taken
   * @throws IllegalStateException if it listens already
   */
  public synchronized EmbeddedAws serve(int port, Function<URI, WebHandler> pages) {
    LoopbackHttpServer bound = bind(port);
    attachWeb(pages.apply(endpoint()));
    bound.start();
    return this;
  }

  private LoopbackHttpServer bind(int port) {
    if (server.isPresent()) {
      throw new IllegalStateException("already listening on " + endpoint());
    }
    LoopbackHttpServer bound =
        new LoopbackHttpServer(port, new HttpFront(this::handleHttp, this::withRequestId));
    server = Optional.of(bound);
    return bound;
  }

  /**
   * Serves the APIs' own callers from now on. Such requests are not AWS operations, so {@code
   * beforeEach}, faults and limits do not apply to them.
   */
  public EmbeddedAws attachExecuteApi(ExecuteApiEndpoint endpoint) {
    executeApi.set(Optional.of(endpoint));
    return this;
  }

  /** Serves web pages from now on, at the port that it listens on. */
  public EmbeddedAws attachWeb(WebHandler pages) {
    web.set(Optional.of(pages));
    return this;
  }

  private ServerResponse handleHttp(WireRequest request) {
    return web.get().flatMap(pages -> pages.handle(request)).orElseGet(() -> handle(request));
  }

  /**
   * The endpoint for clients, such as {@code http://127.0.0.1:4599}.
   *
   * @throws IllegalStateException if it does not listen
   */
  public synchronized URI endpoint() {
    InetSocketAddress address =
        server
            .orElseThrow(() -> new IllegalStateException("the embedded AWS is not listening"))
            .address();
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  /** The injected faults. */
  public FaultInjection faults() {
    return faults;
  }

  /**
   * The IAM actions that the calls so far needed, by caller. A caller is the application id of the
   * client's User-Agent, or the empty string.
   */
  public Map<String, Set<String>> permissionsByCaller() {
    return callers.permissionsByCaller();
  }

  /** Answers one request. It never throws. */
  public WireResponse handle(WireRequest request) {
    if (ExecuteApiEndpoint.accepts(request) && executeApi.get().isPresent()) {
      return handleApiCall(executeApi.get().orElseThrow(), request);
    }
    return page(request).map(this::withRequestId).orElseGet(() -> handleServiceCall(request));
  }

  private static WireResponse handleApiCall(ExecuteApiEndpoint api, WireRequest request) {
    try {
      return api.handle(request);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
      return new WireResponse(
          500,
          Map.of("Content-Type", "application/json"),
          Json.toBytes(Map.of("message", "the embedded AWS failed: " + fault)));
    }
  }

  /** Adds a listener for all later calls of operations. */
  public EmbeddedAws addCallListener(CallListener listener) {
    listeners.add(listener);
    return this;
  }

  private WireResponse withRequestId(WireResponse answer) {
    Map<String, String> headers = new LinkedHashMap<>(answer.headers());
    headers.putIfAbsent("x-amzn-RequestId", nextRequestId());
    return new WireResponse(answer.status(), headers, answer.body());
  }

  @Override
  public synchronized void close() {
    server.ifPresent(LoopbackHttpServer::close);
    server = Optional.empty();
  }

  private String nextRequestId() {
    return new UUID(0x4000L, Long.MIN_VALUE | requests.incrementAndGet()).toString();
  }

  private Optional<WireResponse> page(WireRequest request) {
    return Optional.ofNullable(request.method().equals("GET") ? pages.get(request.path()) : null)
        .map(Supplier::get)
        .map(
            tree ->
                new WireResponse(
                    200, Map.of("Content-Type", "application/json"), Json.toBytes(tree)));
  }

  private WireResponse handleServiceCall(WireRequest request) {
    for (AwsService service : services) {
      Optional<String> operation = service.operation(request);
      if (operation.isPresent()) {
        WireResponse answer = withRequestId(handleOperation(service, operation.get(), request));
        if (!answer.isConnectionReset()) {
          listeners.forEach(listener -> listener.onCall(request, answer));
        }
        return answer;
      }
    }
    return withRequestId(UnknownOperationResponse.of(request));
  }

  /**
   * Runs something between two operations: none is half done. Functions may run; what they have
   * called is done, and what they call waits. It must not call operations.
   */
  public <T> T betweenCalls(Supplier<T> work) {
    calls.writeLock().lock();
    try {
      return work.get();
    } finally {
      calls.writeLock().unlock();
    }
  }

  private WireResponse handleAlone(AwsService service, String operation, WireRequest request) {
    if (operation.equals(INVOKE)) { // lasts as long as the function, which calls operations
      return service.handle(request);
    }
    calls.readLock().lock();
    try {
      return service.handle(request);
    } finally {
      calls.readLock().unlock();
    }
  }

  private WireResponse handleOperation(AwsService service, String operation, WireRequest request) {
    callers.record(request, service.permission(request, operation));
    try {
      beforeEach.accept(operation, request);
      boolean admitted = limits.tryAcquire(operation);
      counts.count(operation, admitted);
      if (!admitted) {
        throw Fault.throttling(operation, 1);
      }
      return faults.apply(request, operation, () -> handleAlone(service, operation, request));
    } catch (AwsError error) {
      return service.errorResponse(request, error);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
      // The client gets a failed call, not a broken connection.
      String message = "the embedded AWS failed at " + operation + ": " + fault;
      return service.errorResponse(request, new AwsError(500, "InternalFailure", message));
    }
  }
}
