package dev.coalmine.target;

/**
 * A refusal at a later attempt of a state that writes: an earlier attempt may have been lost and
 * may still write, so it is not certain yet that nothing was changed.
 */
public final class LateRefusalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For the refusal of this attempt. */
  public LateRefusalException(RefusedException refusal) {
    super(refusal.getMessage());
  }
}
