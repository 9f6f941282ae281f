package dev.coalmine.local.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The HTTP server: turns exchanges into requests and answers. Reachable from this machine only. */
final class HttpFront implements AutoCloseable {
  // The largest body that any operation here takes: a zip file in CreateFunction.
  private static final int MAX_BODY = 70_167_211;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(HttpFront::daemon);
  private final Function<WireRequest, WireAnswer> service;

  HttpFront(int port, Function<WireRequest, WireAnswer> service) {
    // Without it every small answer waits some 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.service = service;
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port + ": " + e, e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "embedded-aws");
    thread.setDaemon(true);
    return thread;
  }

  InetSocketAddress address() {
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

  private static WireAnswer tooLarge() {
    String message = "Request must be smaller than " + MAX_BODY + " bytes";
    return new WireAnswer(
        413,
        Map.of("x-amzn-ErrorType", "RequestEntityTooLargeException"),
        ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  private static WireRequest request(HttpExchange exchange, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new WireRequest(
        exchange.getRequestMethod().toUpperCase(Locale.ROOT),
        exchange.getRequestURI().getRawPath(),
        query(exchange.getRequestURI().getRawQuery()),
        headers,
        body);
  }

  /** The parameters of a URL's query as it was sent; null when it has none. */
  static Map<String, String> query(String raw) {
    if (raw == null) {
      return Map.of();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String key = name;
      for (int n = 2; parameters.containsKey(key); n++) {
        key = name + "#" + n;
      }
      parameters.put(key, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void write(HttpExchange exchange, WireAnswer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    int length = answer.body().length;
    exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
    if (length > 0 && !exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseBody().write(answer.body());
    }
  }
}
