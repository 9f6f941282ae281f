package dev.coalmine.cli.sam;

/** Something in the template that the local mode does not understand. */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault.
   *
   * @param where the way to it, such as {@code Resources.Rule.Properties.Targets}
   * @param what is wrong with it
   */
  TemplateException(String where, String what) {
    super("template, " + where + ": " + what);
  }
}
