package dev.coalmine.cli.terminal;

import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lays out printed lines for a terminal: long lines of a timeline, of a status and the outcome are
 * wrapped at spaces and indented, and verdicts and outcomes have a colour. Other lines, such as
 * JSON and scripts, stay as they are: they are copied.
 */
public final class TerminalLines {
  /** Time, weight and state of a timeline; a label of a status; the word before an outcome. */
  private static final Pattern HEAD =
      Pattern.compile(
          "^(?: *\\d+(?::\\d\\d)+ +(?:\\d+ %)? +(?:[A-Z]\\w* +)?|  [a-z]+(?: [a-z]+)? {2,}|outcome:"
              + " )");

  private static final Pattern WORD =
      Pattern.compile(
          "^( *\\d+(?::\\d\\d)+ +\\d+ % +CheckAlarms +|  last check +|outcome: |\\S+ {2,})"
              + "(PASS|FAIL|INCONCLUSIVE|PROMOTED|ROLLED_BACK|REFUSED|STUCK)\\b");

  /** Rows below the first one begin here if the head is too wide. */
  private static final int LEAST_INDENT = 2;

  private final IntSupplier columns;
  private final boolean colours;

  TerminalLines(IntSupplier columns, boolean colours) {
    this.columns = columns;
    this.colours = colours;
  }

  /** For the terminal at the standard output. */
  public static TerminalLines on(TerminalFeatures terminal) {
    TtyProbe probe = new TtyProbe();
    return new TerminalLines(() -> probe.get().columns(), terminal.colours());
  }

  /**
   * A line as one or several rows, without a line end at the end.
   *
   * @param line without control characters; each character takes one column
   */
  public String layOut(String line) {
    Matcher head = HEAD.matcher(line);
    String rows =
        head.find() && line.length() > columns.getAsInt()
            ? wrap(line, head.group().startsWith("outcome") ? LEAST_INDENT : head.end())
            : line;
    return colours ? colour(rows) : rows;
  }

  private String wrap(String line, int wanted) {
    int width = columns.getAsInt();
    int indent = wanted > width / 2 ? LEAST_INDENT : wanted;
    StringBuilder rows = new StringBuilder();
    String rest = line;
    int least = Math.min(wanted, width / 2); // never in the head
    while (rest.length() > width) {
      int end = lastSpace(rest, least, width);
      if (end < 0) {
        break;
      }
      rows.append(rest.substring(0, end).stripTrailing()).append('\n');
      rest = " ".repeat(indent) + rest.substring(end).stripLeading();
      least = indent;
    }
    return rows.append(rest).toString().stripTrailing();
  }

  /** The last space at which a row can end; one before a percent sign can't. */
  private static int lastSpace(String text, int from, int width) {
    for (int at = Math.min(width, text.length() - 1); at > from; at--) {
      if (text.charAt(at) == ' ' && text.charAt(at + 1) != '%') {
        return at;
      }
    }
    return -1;
  }

  private static String colour(String rows) {
    Matcher word = WORD.matcher(rows);
    return word.find()
        ? word.group(1)
            + TerminalColour.ofWord(word.group(2)).wrap(word.group(2))
            + rows.substring(word.end())
        : rows;
  }
}
