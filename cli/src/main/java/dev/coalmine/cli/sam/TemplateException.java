package dev.coalmine.cli.sam;

/** A part of the template that the local mode does not support. */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault.
   *
   * @param where the path, such as {@code Resources.Rule.Properties.Targets}
   * @param what the fault
   */
  TemplateException(String where, String what) {
    super("template, " + where + ": " + what);
  }
}
