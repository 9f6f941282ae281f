package dev.coalmine.local.terminal;

import java.io.PrintWriter;
import java.time.InstantSource;

/** Where releases are told of, line by line, and may be shown as they go. Any thread may tell. */
public interface Lines extends AutoCloseable {
  /**
   * The lines of a command.
   *
   * @param out its standard output
   * @param terminal what that can show
   * @param clock what time it is for the releases
   */
  static Lines to(PrintWriter out, Terminal terminal, InstantSource clock) {
    return terminal.live() ? LiveLines.started(out, terminal, clock) : new PlainLines(out);
  }

  /** Prints a line. */
  void print(String line);

  /** From now on the release of this execution stands so. */
  void runs(String execution, Running release);

  /** It has ended. */
  void ended(String execution);

  /** What was printed is all there then, and nothing is shown as it goes any more. */
  @Override
  void close();
}
