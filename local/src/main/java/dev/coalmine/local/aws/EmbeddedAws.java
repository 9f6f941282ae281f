package dev.coalmine.local.aws;

import dev.coalmine.local.json.Json;
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
import java.util.function.Supplier;

/**
 * A small AWS for one laptop: some services behind one endpoint, with faults and limits as told. It
 * answers in process from the start, and over HTTP on 127.0.0.1 after {@link #serve}.
 */
public final class EmbeddedAws implements AutoCloseable {
  private final List<Service> services;
  private final Faults faults;
  private final RateLimits limits;
  private final Runnable beforeEach;
  private final Map<String, Supplier<Object>> pages;
  private final Callers callers = new Callers();
  private final List<CallListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicReference<Optional<FrontDoor>> door = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Site>> site = new AtomicReference<>(Optional.empty());
  private Optional<HttpFront> front = Optional.empty();

  /** Some services without limits, and nothing that has to happen before a request. */
  public EmbeddedAws(List<Service> services, Faults faults) {
    this(services, faults, RateLimits.off(), () -> {}, Map.of());
  }

  /**
   * Some services.
   *
   * @param services asked in this order whose operation a request is
   * @param faults what goes wrong
   * @param limits how often operations may be called
   * @param beforeEach runs before every request of an AWS operation, on the thread of the request:
   *     lets the world catch up with its clock
   * @param pages what is served beside AWS: JSON trees by path, such as {@code /_coalmine/clock}
   */
  public EmbeddedAws(
      List<Service> services,
      Faults faults,
      RateLimits limits,
      Runnable beforeEach,
      Map<String, Supplier<Object>> pages) {
    this.services = List.copyOf(services);
    this.faults = faults;
    this.limits = limits;
    this.beforeEach = beforeEach;
    this.pages = Map.copyOf(pages);
  }

  /**
   * Listens on 127.0.0.1 from now on, until closed.
   *
   * @param port 0 for any free one
   * @throws java.io.UncheckedIOException if the port is taken
   * @throws IllegalStateException if it listens already
   */
  public synchronized EmbeddedAws serve(int port) {
    if (front.isPresent()) {
      throw new IllegalStateException("already listening on " + endpoint());
    }
    front = Optional.of(new HttpFront(port, this::ofVisitor));
    return this;
  }

  /**
   * Lets the callers of APIs in from now on. The world need not catch up with its clock for them,
   * and faults and limits do not concern them: they call no operation of AWS.
   */
  public EmbeddedAws open(FrontDoor frontDoor) {
    door.set(Optional.of(frontDoor));
    return this;
  }

  /** Shows people a site from now on, at the port that it listens on. */
  public EmbeddedAws open(Site pages) {
    site.set(Optional.of(pages));
    return this;
  }

  private HttpAnswer ofVisitor(WireRequest request) {
    return site.get().flatMap(pages -> pages.answer(request)).orElseGet(() -> answer(request));
  }

  /**
   * Where clients find it, such as {@code http://127.0.0.1:4599}.
   *
   * @throws IllegalStateException if it does not listen
   */
  public synchronized URI endpoint() {
    InetSocketAddress address =
        front.orElseThrow(() -> new IllegalStateException("it does not listen")).address();
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  /** The faults it was made with. */
  public Faults faults() {
    return faults;
  }

  /**
   * What the calls so far needed to be allowed, as IAM names it, by caller: the application id of
   * the client's User-Agent, or the empty string.
   */
  public Map<String, Set<String>> seen() {
    return callers.seen();
  }

  /** Answers one request; never throws. */
  public WireAnswer answer(WireRequest request) {
    if (FrontDoor.takes(request) && door.get().isPresent()) {
      return door.get().orElseThrow().answer(request);
    }
    return page(request).map(this::identified).orElseGet(() -> ofService(request));
  }

  /** Lets a listener hear of all calls of operations from now on. */
  public EmbeddedAws listen(CallListener listener) {
    listeners.add(listener);
    return this;
  }

  private WireAnswer identified(WireAnswer answer) {
    Map<String, String> headers = new LinkedHashMap<>(answer.headers());
    headers.putIfAbsent("x-amzn-RequestId", nextRequestId());
    return new WireAnswer(answer.status(), headers, answer.body());
  }

  @Override
  public synchronized void close() {
    front.ifPresent(HttpFront::close);
    front = Optional.empty();
  }

  private String nextRequestId() {
    return new UUID(0x4000L, Long.MIN_VALUE | requests.incrementAndGet()).toString();
  }

  private Optional<WireAnswer> page(WireRequest request) {
    return Optional.ofNullable(request.method().equals("GET") ? pages.get(request.path()) : null)
        .map(Supplier::get)
        .map(
            tree ->
                new WireAnswer(200, Map.of("Content-Type", "application/json"), Json.bytes(tree)));
  }

  private WireAnswer ofService(WireRequest request) {
    for (Service service : services) {
      Optional<String> operation = service.operation(request);
      if (operation.isPresent()) {
        WireAnswer answer = identified(ofOperation(service, operation.get(), request));
        listeners.forEach(listener -> listener.answered(request, answer));
        return answer;
      }
    }
    return identified(UnknownOperation.refuse(request));
  }

  private WireAnswer ofOperation(Service service, String operation, WireRequest request) {
    callers.note(request, service.permission(request, operation));
    try {
      beforeEach.run();
      if (!limits.admit(operation)) {
        throw Fault.throttling(operation, 1);
      }
      return faults.around(operation, () -> service.answer(request));
    } catch (AwsError error) {
      return service.error(request, error);
    } catch (RuntimeException fault) { // a client shall see a failed call, not a broken connection
      String message = "the embedded AWS failed at " + operation + ": " + fault;
      return service.error(request, new AwsError(500, "InternalFailure", message));
    }
  }
}
