package dev.coalmine.cli.terminal;

import java.io.PrintWriter;

/** Lines for whatever keeps what it gets: a pipe, a file, a log. */
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
