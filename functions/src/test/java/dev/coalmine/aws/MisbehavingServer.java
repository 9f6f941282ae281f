package dev.coalmine.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server on a port of 127.0.0.1 that does not answer requests properly. */
final class MisbehavingServer implements AutoCloseable {
  /** What the server does after a request. */
  enum FailureMode {
    RESETS,
    LEAVES,
    TALKS_NONSENSE,
    BREAKS_OFF,
    MISCOUNTS,
    IS_SILENT
  }

  private final FailureMode mode;
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** The parties are the open connections and the test. */
  private final Phaser connections = new Phaser(1);

  MisbehavingServer(FailureMode mode) throws IOException {
    this.mode = mode;
    threads.execute(this::acceptAll);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Whether all clients close their connections within this time. */
  boolean allClosedWithin(Duration time) throws InterruptedException {
    try {
      connections.awaitAdvanceInterruptibly(
          connections.arrive(), time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillOpen) {
      return false;
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket connection = listener.accept();
        connections.register();
        threads.execute(() -> serve(connection));
      }
    } catch (IOException closed) {
      threads.shutdown();
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      byte[] request = new byte[65_536];
      while (connection.getInputStream().read(request) > 0 && mode == FailureMode.IS_SILENT) {}
      switch (mode) {
        case RESETS -> connection.setSoLinger(true, 0);
        case LEAVES, IS_SILENT -> {}
        case TALKS_NONSENSE -> send(connection, "EHLO\r\n\r\n");
        case BREAKS_OFF -> send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{");
        case MISCOUNTS ->
            send(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nten\r\n");
      }
    } catch (IOException reset) {
      // the client closed the connection, which the test waits for
    } finally {
      connections.arriveAndDeregister();
    }
  }

  private static void send(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(ISO_8859_1));
    connection.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
