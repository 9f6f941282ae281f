package dev.coalmine.cli.terminal;

import java.io.PrintWriter;
import java.time.InstantSource;

/**
 * The output of a command that follows releases: lines, and on a terminal a line for each running
 * release. It is thread-safe.
 */
public interface ProgressOutput extends AutoCloseable {
  /**
   * Opens the output of a command.
   *
   * @param out its standard output
   * @param terminal what the output can show
   * @param clock the clock of the releases
   */
  static ProgressOutput open(PrintWriter out, TerminalFeatures terminal, InstantSource clock) {
    return terminal.live() ? LiveOutput.started(out, terminal, clock) : new PlainOutput(out);
  }

  /** Prints a line. */
  void print(String line);

  /** Shows or updates the line of a release. */
  void update(String execution, ReleaseLine release);

  /** Removes the line of a release that has ended. */
  void remove(String execution);

  /** Writes all printed lines and removes the lines of releases. */
  @Override
  void close();
}
