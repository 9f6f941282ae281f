package dev.coalmine.local.terminal;

import java.io.PrintWriter;

/** Lines for whatever keeps what it gets: a pipe, a file, a log. */
record PlainLines(PrintWriter out) implements Lines {
  @Override
  public void print(String line) {
    out.println(line);
  }

  @Override
  public void runs(String execution, Running release) {}

  @Override
  public void ended(String execution) {}

  @Override
  public void close() {}
}
