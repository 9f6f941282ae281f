package dev.coalmine.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What leaves a command. */
class LinePrinterTest {
  private static final String HOSTILE = "a\u001b[2J\r\nb\u202e";
  private static final String SHOWN = "a\\u001b[2J\\u000d\\u000ab\\u202e";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final LinePrinter out = new LinePrinter(bytes);

  private String written() {
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLineIsOneLine() {
    out.println(HOSTILE);
    out.println((Object) HOSTILE);

    assertThat(written()).isEqualTo(SHOWN + "\n" + SHOWN + "\n");
  }

  @Test
  void aFormatKeepsItsOwnLinesAndNumbers() {
    out.printf("%s: %,d%n", HOSTILE, 1_204);
    out.printf(Locale.ROOT, "%s: %.1f%n", HOSTILE, 2.5);

    assertThat(written()).isEqualTo(SHOWN + ": 1,204\n" + SHOWN + ": 2.5\n");
  }

  @Test
  void aFrameKeepsItsColours() {
    out.print(TerminalColour.RED.wrap("x") + "\n");

    assertThat(written()).isEqualTo("\u001b[31mx\u001b[0m\n");
  }

  @Test
  void jsonKeepsItsValue() {
    out.println("{\"why\": \"\\\\\u009b\"}");

    assertThat(written()).isEqualTo("{\"why\": \"\\\\\\u009b\"}\n");
  }
}
