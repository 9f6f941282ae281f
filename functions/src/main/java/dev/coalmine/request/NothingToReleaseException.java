package dev.coalmine.request;

/** An event starts no release; the message says why. */
public final class NothingToReleaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reason, in one sentence. */
  public NothingToReleaseException(String why) {
    super(why);
  }
}
