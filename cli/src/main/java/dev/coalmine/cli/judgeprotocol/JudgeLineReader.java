package dev.coalmine.cli.judgeprotocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads lines of UTF-8. It flushes the answers before it waits for more input. */
final class JudgeLineReader {
  // Bytes of a line. A longer line is cut and the rest skipped; cut JSON is refused as invalid.
  private static final int LONGEST = 1 << 20;

  private final InputStream in;
  private final OutputStream answers;
  private byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;
  private long number;

  JudgeLineReader(InputStream in, OutputStream answers) {
    this.in = in;
    this.answers = answers;
  }

  /** The number of the line that was read last, from 1. */
  long lineNumber() {
    return number;
  }

  /** The next line without its line end; null at the end of the input. */
  String nextLine() throws IOException {
    int end = findLineEnd();
    if (end < 0 && from == to) {
      return null;
    }
    number++;
    int length = (end < 0 ? to : end) - from;
    String line = new String(buffer, from, length, StandardCharsets.UTF_8);
    from = end < 0 ? to : end + 1;
    if (end < 0 && length == LONGEST) {
      skipLine();
    }
    return line;
  }

  /** The position of the next line end; -1 if the input or the longest line ends before it. */
  private int findLineEnd() throws IOException {
    int at = from;
    while (true) {
      for (; at < to; at++) {
        if (buffer[at] == '\n') {
          return at;
        }
      }
      int seen = at - from;
      if (seen == LONGEST || !readMore()) {
        return -1;
      }
      at = from + seen;
    }
  }

  private void skipLine() throws IOException {
    while (findLineEnd() < 0 && from < to) {
      from = to;
    }
    from = Math.min(to, findLineEnd() + 1);
  }

  /** Moves unread bytes to the front and reads more behind them; false at the end of the input. */
  private boolean readMore() throws IOException {
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
