package dev.coalmine.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of UTF-8, read so that no answer waits in a buffer while the asker waits for it. */
final class JudgeLines {
  // A longer line is cut, and the rest of it skipped: cut JSON is no JSON, so that it is refused.
  private static final int LONGEST = 1 << 20;

  private final InputStream in;
  private final OutputStream answers;
  private byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;
  private long number;

  JudgeLines(InputStream in, OutputStream answers) {
    this.in = in;
    this.answers = answers;
  }

  /** The number of the last line, from 1. */
  long number() {
    return number;
  }

  /** The next line without its end; null when there is none. */
  String next() throws IOException {
    int end = find();
    if (end < 0 && from == to) {
      return null;
    }
    number++;
    int length = (end < 0 ? to : end) - from;
    String line = new String(buffer, from, length, StandardCharsets.UTF_8);
    from = end < 0 ? to : end + 1;
    if (end < 0 && length == LONGEST) {
      skip();
    }
    return line;
  }

  /** Where the next line ends; below 0 when the input or the room for it has ended. */
  private int find() throws IOException {
    int at = from;
    while (true) {
      for (; at < to; at++) {
        if (buffer[at] == '\n') {
          return at;
        }
      }
      int seen = at - from;
      if (seen == LONGEST || !fill()) {
        return -1;
      }
      at = from + seen;
    }
  }

  private void skip() throws IOException {
    while (find() < 0 && from < to) {
      from = to;
    }
    from = Math.min(to, find() + 1);
  }

  /** Reads more behind what is there, which moves to the front; false at the end of the input. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(LONGEST, 2 * to));
    }
    if (in.available() == 0) {
      answers.flush();
    }
    int read = in.read(buffer, to, buffer.length - to);
    to += Math.max(read, 0);
    return read > 0;
  }
}
