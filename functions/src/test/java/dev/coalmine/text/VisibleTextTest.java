package dev.coalmine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What text from outside looks like. */
class VisibleTextTest {
  @ParameterizedTest
  @CsvSource({
    "0000, a null character",
    "0007, a bell",
    "0008, a backspace writes over what stands there",
    "0009, a tab",
    "000a, a line feed",
    "000d, a carriage return writes over the line",
    "001b, escape",
    "007f, delete",
    "0085, next line (C1)",
    "009b, a control sequence in one character (C1)",
    "009d, an operating system command in one character (C1)",
    "00ad, a soft hyphen",
    "034f, a joiner without a picture",
    "061c, an Arabic letter mark",
    "200b, a space without width",
    "200d, a joiner without width",
    "200e, a mark of direction",
    "2028, a line separator",
    "2029, a paragraph separator",
    "202e, text runs from right to left",
    "2066, an isolate",
    "2069, the end of an isolate",
    "3164, a letter without a picture",
    "feff, a byte order mark",
    "fff9, an annotation",
    "d83d, half a character"
  })
  void whatActsOnATerminalOrCannotBeSeenIsShownByItsNumber(String number, String what) {
    String text = "a" + (char) Integer.parseInt(number, 16) + "b";

    assertThat(VisibleText.of(text)).as(what).isEqualTo("a\\u" + number + "b");
  }

  @Test
  void aTagOfLanguageIsShownAsJsonWritesIt() {
    assertThat(VisibleText.of("a\udb40\udc41")).isEqualTo("a\\udb40\\udc41");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "errors: canary 31 of 1,204 (2.6 %), at weight 10",
        "größer als ▏▎▍, 50\u00a0%, …, 日本語, العربية, 🐤",
        "C:\\users \\u001b \"quoted\" 'so' <b>",
        ""
      })
  void whatCanBeSeenStaysAsItIs(String text) {
    assertThat(VisibleText.of(text)).isEqualTo(text);
  }

  @Test
  void whatWasShownIsItsOwnResult() {
    String all =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    String shown = VisibleText.of(all);

    assertThat(VisibleText.of(shown)).isEqualTo(shown);
    assertThat(shown.lines()).hasSize(1);
  }

  @Test
  void aCutNeverLeavesHalfACharacter() {
    assertThat(TextLimit.cut("ab🐤cd", 4)).isEqualTo("ab…");
    assertThat(TextLimit.cut("ab🐤cd", 5)).isEqualTo("ab🐤…");
  }
}
