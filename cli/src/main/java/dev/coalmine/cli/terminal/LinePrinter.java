package dev.coalmine.cli.terminal;

import dev.coalmine.text.VisibleText;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The way out of every text to a terminal, a pipe or a file of lines. A printed line stays one line
 * whatever is in it, and so does each argument of a format: characters that could act on the
 * terminal are shown as {@code \u001b}. In JSON this is the same value. Only {@link #print(String)}
 * passes text as it is, for help and for frames that {@link LiveOutput} draws.
 */
public final class LinePrinter extends PrintWriter {
  private final UnaryOperator<String> layout;

  /** A printer that writes UTF-8 and flushes after each line. */
  public LinePrinter(OutputStream out) {
    this(out, UnaryOperator.identity());
  }

  /**
   * The same for a terminal.
   *
   * @param layout is given each printed line, made visible
   */
  public LinePrinter(OutputStream out, UnaryOperator<String> layout) {
    this(new OutputStreamWriter(out, StandardCharsets.UTF_8), true, layout);
  }

  /** A printer of lines to a file. */
  public LinePrinter(Writer file) {
    this(file, false, UnaryOperator.identity());
  }

  private LinePrinter(Writer out, boolean flushesLines, UnaryOperator<String> layout) {
    super(out, flushesLines);
    this.layout = layout;
  }

  @Override
  public void println(String line) {
    super.println(layout.apply(VisibleText.of(line)));
  }

  @Override
  public void println(Object line) {
    println(String.valueOf(line));
  }

  @Override
  public PrintWriter format(String format, Object... arguments) {
    return super.format(format, visible(arguments));
  }

  @Override
  public PrintWriter format(Locale locale, String format, Object... arguments) {
    return super.format(locale, format, visible(arguments));
  }

  /** Numbers stay numbers, for {@code %d}. */
  private static Object[] visible(Object... arguments) {
    return Arrays.stream(arguments)
        .map(one -> one instanceof Number ? one : VisibleText.of(String.valueOf(one)))
        .toArray();
  }
}
