package dev.coalmine.cli.terminal;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The features of the terminal at the standard output.
 *
 * @param live whether lines can be redrawn; otherwise it gets plain lines only
 * @param colours whether colours are shown
 * @param unicode whether it shows more than ASCII
 */
public record TerminalFeatures(boolean live, boolean colours, boolean unicode) {
  /** A pipe or a file. */
  public static final TerminalFeatures NONE = new TerminalFeatures(false, false, false);

  /**
   * The features that the launcher found. System.console() can't be used: it needs standard input
   * to be a terminal too, and since JDK 22 it is present even without a terminal.
   */
  public static TerminalFeatures detect() {
    return fromEnvironment("yes".equals(System.getProperty("coalmine.terminal")), System.getenv());
  }

  /**
   * The features according to environment variables.
   *
   * @param isTerminal whether standard output is one
   */
  static TerminalFeatures fromEnvironment(boolean isTerminal, Map<String, String> environment) {
    String type = environment.getOrDefault("TERM", "");
    if (!isTerminal || type.isEmpty() || type.equals("dumb")) {
      return NONE;
    }
    // https://no-color.org: present and not empty, whatever the value
    boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new TerminalFeatures(true, colours, isUtf8(environment));
  }

  /**
   * Whether the locale has UTF-8. As in POSIX, the first variable that is set and not empty counts.
   */
  private static boolean isUtf8(Map<String, String> environment) {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(locale -> !locale.isEmpty())
        .findFirst()
        .map(locale -> locale.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8"))
        .orElse(false);
  }
}
