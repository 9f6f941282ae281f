package dev.coalmine.cli.terminal;

import java.io.PrintWriter;

/** Output for a pipe, a file or a log: printed lines only. */
record PlainOutput(PrintWriter out) implements ProgressOutput {
  @Override
  public void print(String line) {
    out.println(line);
  }

  @Override
  public void update(String execution, ReleaseLine release) {}

  @Override
  public void remove(String execution) {}

  @Override
  public void close() {}
}
