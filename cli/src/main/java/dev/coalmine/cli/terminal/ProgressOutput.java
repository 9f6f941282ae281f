package dev.coalmine.cli.terminal;

import java.io.PrintWriter;
import java.time.InstantSource;

/** Where releases are told of, line by line, and may be shown as they go. Any thread may tell. */
public interface ProgressOutput extends AutoCloseable {
  /**
   * The lines of a command.
   *
   * @param out its standard output
   * @param terminal what that can show
   * @param clock what time it is for the releases
   */
  static ProgressOutput open(PrintWriter out, TerminalFeatures terminal, InstantSource clock) {
    return terminal.live() ? LiveOutput.started(out, terminal, clock) : new PlainOutput(out);
  }

  /** Prints a line. */
  void print(String line);

  /** From now on the release of this execution stands so. */
  void update(String execution, ReleaseLine release);

  /** It has ended. */
  void remove(String execution);

  /** What was printed is all there then, and nothing is shown as it goes any more. */
  @Override
  void close();
}
