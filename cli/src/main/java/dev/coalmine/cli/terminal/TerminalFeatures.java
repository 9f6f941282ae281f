package dev.coalmine.cli.terminal;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the standard output can show of a release that goes on.
 *
 * @param live whether lines can be drawn anew; else it gets plain lines and nothing else
 * @param colours whether colours are welcome
 * @param unicode whether it shows more than ASCII
 */
public record TerminalFeatures(boolean live, boolean colours, boolean unicode) {
  /** A pipe, a file, or whatever else keeps what it gets. */
  public static final TerminalFeatures NONE = new TerminalFeatures(false, false, false);

  /**
   * The one that the launcher found: Java's own System.console() wants standard input to be a
   * terminal too, and since JDK 22 is there even if nothing is.
   */
  public static TerminalFeatures detect() {
    return fromEnvironment("yes".equals(System.getProperty("coalmine.terminal")), System.getenv());
  }

  /**
   * A terminal as its environment describes it.
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

  /** As POSIX ranks the variables: the first that is set and not empty counts. */
  private static boolean isUtf8(Map<String, String> environment) {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(locale -> !locale.isEmpty())
        .findFirst()
        .map(locale -> locale.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8"))
        .orElse(false);
  }
}
