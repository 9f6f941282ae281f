package dev.coalmine.cli.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events to one browser (HTML standard, "Server-sent events"). */
final class ServerSentEvents {
  private final OutputStream out;

  ServerSentEvents(OutputStream out) {
    this.out = out;
  }

  /**
   * Sends one event.
   *
   * @param json on one line
   * @throws IOException if the browser has closed the connection
   */
  void send(String event, String json) throws IOException {
    String text = "event: " + event + "\ndata: " + json + "\n\n";
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
