package dev.coalmine.document;

/**
 * JSON that the quick way leaves to jackson-jr, which reads it leniently or says what is wrong with
 * it. It has no stack trace, because it never leaves {@link Json}.
 */
final class UnusualJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For something that is unusual. */
  UnusualJsonException(String what) {
    super(what, null, false, false);
  }
}
