package dev.coalmine.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/**
 * An HTTP server on the loopback that gives every call an empty answer of its protocol, each on a
 * connection that it then closes.
 */
final class LoopbackAnswers implements Closeable {
  private static final int WAITING = 8;
  private static final String LENGTH = "content-length:";

  private final ServerSocket socket;

  LoopbackAnswers() throws IOException {
    socket = new ServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
    Thread answering = new Thread(this::answer, "rehearsal");
    answering.setDaemon(true);
    answering.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void answer() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        InputStream in = new BufferedInputStream(connection.getInputStream());
        String head = head(in);
        in.skipNBytes(length(head));
        connection.getOutputStream().write(response(head));
      } catch (IOException closed) {
        // either side was closed
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0) {
      head.write(next);
      if (next == '\n' && head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        break;
      }
      next = in.read();
    }
    return head.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.startsWith(LENGTH))
        .map(line -> Integer.parseInt(line.substring(LENGTH.length()).strip()))
        .findFirst()
        .orElse(0);
  }

  /** An empty map: CBOR has one byte for it. */
  private static byte[] response(String head) {
    boolean cbor = head.contains("rpc-v2-cbor");
    String body = cbor ? "\u00a0" : "{}";
    return """
    HTTP/1.1 200 OK\r
    Content-Type: application/%s\r
    %sContent-Length: %d\r
    Connection: close\r
    \r
    %s\
    """
        .formatted(
            cbor ? "cbor" : "json",
            cbor ? "smithy-protocol: rpc-v2-cbor\r\n" : "",
            body.length(),
            body)
        .getBytes(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
