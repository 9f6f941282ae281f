package dev.coalmine.embedded.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP server on 127.0.0.1. It converts HTTP exchanges to requests and responses. Its
 * connections, its threads and the bodies that it holds are bounded, and whoever sends a part of a
 * request only is disconnected.
 */
public final class LoopbackHttpServer implements AutoCloseable {
  /** The most connections; one more is closed at once. Load tools open many. */
  private static final int MOST_CONNECTIONS = 2048;

  /** The most requests that are read or answered at a time. */
  private static final int MOST_THREADS = 1024;

  /** The seconds in which a whole request has to arrive. */
  private static final int REQUEST_SECONDS = 20;

  /** The most bytes of all bodies that are held at a time. */
  private static final long MOST_BODIES = 256L << 20;

  // Load tools open all their connections at once.
  private static final int BACKLOG = 1024;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  static { // the JDK's server reads them once, when the first one is made
    // Otherwise every small response waits some 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    setDefault("jdk.httpserver.maxConnections", MOST_CONNECTIONS);
    // The server closes idle connections above this number, and a load tool may still use them.
    setDefault("sun.net.httpserver.maxIdleConnections", MOST_CONNECTIONS);
    setDefault("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
  }

  private final HttpServer server;
  private final RequestThreads threads = new RequestThreads(MOST_THREADS);
  private final RequestBodies bodies = new RequestBodies(MOST_BODIES);
  private final HttpService service;

  /**
   * Takes the port. Requests wait until {@link #start}.
   *
   * @param port 0 for any free one
   * @param service answers the requests, each on a thread of its own
   * @throws UncheckedIOException if the port is taken
   */
  public LoopbackHttpServer(int port, HttpService service) {
    this.service = service;
    try {
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port + ": " + e, e);
    }
    server.setExecutor(threads::execute);
    server.createContext("/", this::handle);
  }

  private static void setDefault(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  /** Answers requests from now on. */
  public LoopbackHttpServer start() {
    server.start();
    return this;
  }

  /**
   * Checks that a port is free, without keeping it.
   *
   * @throws UncheckedIOException if the port is taken
   */
  public static void requireFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true); // connections of the server before may still be closing
      probe.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port + ": " + e, e);
    }
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    threads.refuse();
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      write(exchange, answer(exchange));
    }
  }

  private ServerResponse answer(HttpExchange exchange) throws IOException {
    WireRequest head = head(exchange);
    try {
      Optional<WireResponse> refusal = service.refusal(head);
      if (refusal.isEmpty()) {
        return answer(exchange, head);
      }
      RequestBodies.skip(exchange.getRequestBody());
      return refusal.get();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
      return service.failed(head, fault); // the client gets an error, not a broken connection
    }
  }

  private ServerResponse answer(HttpExchange exchange, WireRequest head) throws IOException {
    int most = service.mostBody(head);
    InputStream in = exchange.getRequestBody();
    try (RequestBodies.HeldBody body = bodies.read(in, most)) {
      if (body.fault() == RequestBodies.BodyFault.NONE) {
        return service.handle(head.withBody(body.bytes()));
      }
      RequestBodies.skip(in); // otherwise the client is reset before it reads the answer
      return body.fault() == RequestBodies.BodyFault.TOO_LARGE
          ? service.tooLarge(head, most)
          : service.busy(head);
    }
  }

  private static WireRequest head(HttpExchange exchange) {
    RepeatedNames headers = new RepeatedNames();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                values.forEach(value -> headers.add(name.toLowerCase(Locale.ROOT), value)));
    return new WireRequest(
        exchange.getRequestMethod().toUpperCase(Locale.ROOT),
        exchange.getRequestURI().getRawPath(),
        query(exchange.getRequestURI().getRawQuery()),
        headers.values(),
        new byte[0]);
  }

  /**
   * The decoded parameters of a raw URL query. Empty for null. A repeated name becomes {@code
   * name}, {@code name#2}, ….
   */
  public static Map<String, String> query(String raw) {
    if (raw == null) {
      return Map.of();
    }
    RepeatedNames parameters = new RepeatedNames();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      parameters.add(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return parameters.values();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void write(HttpExchange exchange, ServerResponse answer) throws IOException {
    if (answer instanceof WireResponse whole && whole.isConnectionReset()) {
      throw new IOException("the connection is reset, as asked for"); // the server closes it
    }
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(bare(name), value));
    if (answer instanceof WireResponse whole) {
      write(exchange, whole);
    } else if (answer instanceof StreamingResponse stream) {
      exchange.sendResponseHeaders(stream.status(), 0); // 0: chunked, of unknown length
      stream.body().writeTo(exchange.getResponseBody());
    }
  }

  private static void write(HttpExchange exchange, WireResponse answer) throws IOException {
    int length = answer.body().length;
    if (length == 0 || answer.status() == 204 || answer.status() == 304) {
      exchange.sendResponseHeaders(answer.status(), -1);
    } else if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
      exchange.sendResponseHeaders(answer.status(), -1);
    } else {
      exchange.sendResponseHeaders(answer.status(), length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  /** A header's name without the number of a repeated header. */
  private static String bare(String name) {
    int number = name.indexOf('#');
    return number < 0 ? name : name.substring(0, number);
  }
}
