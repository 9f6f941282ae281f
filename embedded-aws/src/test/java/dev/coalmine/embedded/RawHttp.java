package dev.coalmine.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that sends what it is told to, byte by byte, and reads until the server has closed. */
public record RawHttp(int port) {
  /** Milliseconds after which a test that waits for an answer fails. */
  private static final int HANG = 60_000;

  /**
   * An answer.
   *
   * @param status 0 if the connection was closed without one
   * @param text all of it, head and body
   */
  public record RawAnswer(int status, String text) {}

  /** A client of a server. */
  public static RawHttp of(URI endpoint) {
    return new RawHttp(endpoint.getPort());
  }

  /** Sends a request with a body and these further header lines. */
  public RawAnswer send(String requestLine, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder(requestLine + " HTTP/1.1\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    if (!head.toString().contains("\nHost:")) {
      head.append("Host: 127.0.0.1:").append(port).append("\r\n");
    }
    head.append("Connection: close\r\nContent-Length: ").append(bytes.length).append("\r\n\r\n");
    return sendBytes((head + body).getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes, and no more. */
  public RawAnswer sendBytes(byte[] bytes) throws IOException {
    try (Socket socket = open()) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      return read(socket);
    }
  }

  /** An open connection. */
  public Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(HANG);
    return socket;
  }

  /** Reads until the end of the connection. */
  public static RawAnswer read(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    socket.getInputStream().transferTo(answer);
    String text = answer.toString(StandardCharsets.UTF_8);
    boolean http = text.matches("(?s)HTTP/1\\.1 \\d{3}.*");
    return new RawAnswer(http ? Integer.parseInt(text.substring(9, 12)) : 0, text);
  }
}
