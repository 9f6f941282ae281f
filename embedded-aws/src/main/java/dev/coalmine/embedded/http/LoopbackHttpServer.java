package dev.coalmine.embedded.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server on 127.0.0.1. It converts HTTP exchanges to requests and responses. */
public final class LoopbackHttpServer implements AutoCloseable {
  // Bytes. The largest body that any operation here takes is the zip file of CreateFunction.
  private static final int MAX_BODY = 70_167_211;
  // Load tools open all their connections at once.
  private static final int BACKLOG = 1024;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(LoopbackHttpServer::daemon);
  private final Function<WireRequest, ServerResponse> service;

  /**
   * Takes the port. Requests wait until {@link #start}.
   *
   * @param port 0 for any free one
   * @param service answers the requests, each on a thread of its own
   * @throws UncheckedIOException if the port is taken
   */
  public LoopbackHttpServer(int port, Function<WireRequest, ServerResponse> service) {
    // Otherwise every small response waits some 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // The server closes idle connections above this number, and a load tool may still use them.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    this.service = service;
    try {
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port + ": " + e, e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
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

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "embedded-aws");
    thread.setDaemon(true);
    return thread;
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
      write(exchange, body.length > MAX_BODY ? tooLarge() : service.apply(request(exchange, body)));
    }
  }

  private static WireResponse tooLarge() {
    String message = "Request must be smaller than " + MAX_BODY + " bytes";
    return new WireResponse(
        413,
        Map.of("x-amzn-ErrorType", "RequestEntityTooLargeException"),
        ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  private static WireRequest request(HttpExchange exchange, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                values.forEach(value -> numbered(headers, name.toLowerCase(Locale.ROOT), value)));
    return new WireRequest(
        exchange.getRequestMethod().toUpperCase(Locale.ROOT),
        exchange.getRequestURI().getRawPath(),
        query(exchange.getRequestURI().getRawQuery()),
        headers,
        body);
  }

  /**
   * The decoded parameters of a raw URL query. Empty for null. A repeated name becomes {@code
   * name}, {@code name#2}, ….
   */
  public static Map<String, String> query(String raw) {
    if (raw == null) {
      return Map.of();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      numbered(parameters, name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static void numbered(Map<String, String> values, String name, String value) {
    String key = name;
    for (int n = 2; values.containsKey(key); n++) {
      key = name + "#" + n;
    }
    values.put(key, value);
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
