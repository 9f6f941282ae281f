package dev.coalmine.local.remote;

/** Why a command could not be done, in words for whoever typed it, and the exit status for it. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The release, or AWS, does not want it; nothing was changed. */
  public static final int REFUSED = 2;

  /** As in BSD's sysexits: the command was used wrongly. */
  public static final int USAGE = 64;

  /** As in BSD's sysexits: AWS can't be reached, or does not let us. */
  public static final int UNAVAILABLE = 69;

  private final int exitCode;

  private Failure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Nothing was changed, and this is why. */
  public static Failure refused(String message) {
    return new Failure(REFUSED, message, null);
  }

  /** What was typed names nothing, or too much. */
  public static Failure usage(String message) {
    return new Failure(USAGE, message, null);
  }

  static Failure unavailable(String message, Throwable cause) {
    return new Failure(UNAVAILABLE, message, cause);
  }

  /** The exit status. */
  public int exitCode() {
    return exitCode;
  }
}
