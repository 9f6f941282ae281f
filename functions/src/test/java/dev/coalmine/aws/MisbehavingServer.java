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

/** The other end of a connection, on a port of 127.0.0.1, with bad manners. */
final class MisbehavingServer implements AutoCloseable {
  /** What it does when it has heard a request. */
  enum FailureMode {
    RESETS,
    LEAVES,
    TALKS_NONSENSE,
    BREAKS_OFF,
    MISCOUNTS,
    IS_SILENT
  }

  private final FailureMode manner;
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Its parties are the open connections, and the test. */
  private final Phaser guests = new Phaser(1);

  MisbehavingServer(FailureMode manner) throws IOException {
    this.manner = manner;
    threads.execute(this::welcome);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  /** Whether all who connected have closed their connections by then. */
  boolean allLeftWithin(Duration time) throws InterruptedException {
    try {
      guests.awaitAdvanceInterruptibly(guests.arrive(), time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillThere) {
      return false;
    }
  }

  private void welcome() {
    try {
      while (true) {
        Socket guest = door.accept();
        guests.register();
        threads.execute(() -> serve(guest));
      }
    } catch (IOException closed) {
      threads.shutdown();
    }
  }

  private void serve(Socket guest) {
    try (guest) {
      byte[] request = new byte[65_536];
      while (guest.getInputStream().read(request) > 0 && manner == FailureMode.IS_SILENT) {}
      switch (manner) {
        case RESETS -> guest.setSoLinger(true, 0);
        case LEAVES, IS_SILENT -> {}
        case TALKS_NONSENSE -> say(guest, "EHLO\r\n\r\n");
        case BREAKS_OFF -> say(guest, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{");
        case MISCOUNTS ->
            say(guest, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nten\r\n");
      }
    } catch (IOException left) {
      // which is what the test waits for
    } finally {
      guests.arriveAndDeregister();
    }
  }

  private static void say(Socket guest, String text) throws IOException {
    guest.getOutputStream().write(text.getBytes(ISO_8859_1));
    guest.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
