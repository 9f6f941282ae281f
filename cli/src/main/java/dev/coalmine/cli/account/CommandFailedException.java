package dev.coalmine.cli.account;

/** Why a command failed, as a message for its user, and its exit status. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The release or AWS refused; nothing was changed. */
  public static final int REFUSED = 2;

  /** The command line is invalid; EX_USAGE of BSD's sysexits. */
  public static final int USAGE = 64;

  /** AWS is unreachable or denies access; EX_UNAVAILABLE of BSD's sysexits. */
  public static final int UNAVAILABLE = 69;

  /** A file or the output can't be written; EX_IOERR of BSD's sysexits. */
  public static final int UNWRITABLE = 74;

  private final int exitCode;

  private CommandFailedException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** A refusal; nothing was changed. */
  public static CommandFailedException refused(String message) {
    return new CommandFailedException(REFUSED, message, null);
  }

  /** An invalid command line, or a name that fits no release or several. */
  public static CommandFailedException usage(String message) {
    return new CommandFailedException(USAGE, message, null);
  }

  /** A file that can't be written. */
  public static CommandFailedException unwritable(String message) {
    return new CommandFailedException(UNWRITABLE, message, null);
  }

  static CommandFailedException unavailable(String message, Throwable cause) {
    return new CommandFailedException(UNAVAILABLE, message, cause);
  }

  public int exitCode() {
    return exitCode;
  }
}
