package dev.coalmine.cli;

import dev.coalmine.cli.account.CommandFailedException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Standard output that remembers its first failure: PrintStream and PrintWriter tell only that
 * there was one.
 */
final class StandardOutput extends FilterOutputStream {
  static final int FAILED = CommandFailedException.UNWRITABLE;

  private Optional<IOException> fault = Optional.empty();

  StandardOutput(OutputStream out) {
    super(out);
  }

  static StandardOutput open() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException failed) {
      fault = fault.or(() -> Optional.of(failed));
      throw failed;
    }
  }

  /** Whether a write failed. */
  boolean hasFailed() {
    return fault.isPresent();
  }

  /**
   * The exit status of a command, after everything was flushed. Whoever reads no further, such as
   * {@code head}, is no failure.
   *
   * @param status what the command itself would exit with
   * @param err is told of a failure
   */
  int statusAfter(int status, Consumer<String> err) {
    Optional<String> why =
        fault.map(FileErrorText::describe).filter(text -> !text.contains("Broken pipe"));
    why.ifPresent(text -> err.accept("coalmine: standard output can't be written: " + text));
    return why.isPresent() ? FAILED : status;
  }
}
