package dev.coalmine.local;

/** Something in the template that the local mode does not understand. */
final class TemplateFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault.
   *
   * @param where the way to it, such as {@code Resources.Rule.Properties.Targets}
   * @param what is wrong with it
   */
  TemplateFault(String where, String what) {
    super("template, " + where + ": " + what);
  }
}
