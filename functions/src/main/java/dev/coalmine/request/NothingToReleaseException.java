package dev.coalmine.request;

/** A version was published, or was not, and no release begins of it; the message says why. */
public final class NothingToReleaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reason, in one sentence. */
  public NothingToReleaseException(String why) {
    super(why);
  }
}
