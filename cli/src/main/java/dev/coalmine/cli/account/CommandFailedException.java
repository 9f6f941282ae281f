package dev.coalmine.cli.account;

/** Why a command could not be done, in words for whoever typed it, and the exit status for it. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The release, or AWS, does not want it; nothing was changed. */
  public static final int REFUSED = 2;

  /** As in BSD's sysexits: the command was used wrongly. */
  public static final int USAGE = 64;

  /** As in BSD's sysexits: AWS can't be reached, or does not let us. */
  public static final int UNAVAILABLE = 69;

  private final int exitCode;

  private CommandFailedException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Nothing was changed, and this is why. */
  public static CommandFailedException refused(String message) {
    return new CommandFailedException(REFUSED, message, null);
  }

  /** What was typed names nothing, or too much. */
  public static CommandFailedException usage(String message) {
    return new CommandFailedException(USAGE, message, null);
  }

  static CommandFailedException unavailable(String message, Throwable cause) {
    return new CommandFailedException(UNAVAILABLE, message, cause);
  }

  /** The exit status. */
  public int exitCode() {
    return exitCode;
  }
}
