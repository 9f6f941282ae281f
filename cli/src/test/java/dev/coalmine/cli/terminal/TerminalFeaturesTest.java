package dev.coalmine.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalFeaturesTest {
  private static Map<String, String> environment(String words) {
    return Arrays.stream(words.split(" "))
        .map(word -> word.split("=", 2))
        .collect(Collectors.toMap(word -> word[0], word -> word[1]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | TERM=xterm LANG=en_US.UTF-8 | true, true, true",
        "false | TERM=xterm LANG=en_US.UTF-8 | false, false, false",
        "true  | TERM=dumb LANG=en_US.UTF-8  | false, false, false",
        "true  | LANG=en_US.UTF-8            | false, false, false",
        "true  | TERM=xterm LANG=C.UTF-8 NO_COLOR=1 | true, false, true",
        "true  | TERM=xterm LANG=C.UTF-8 NO_COLOR=0 | true, false, true",
        "true  | TERM=xterm LANG=C.UTF-8 NO_COLOR=  | true, true, true",
        "true  | TERM=xterm LANG=de_DE.utf8     | true, true, true",
        "true  | TERM=xterm LC_CTYPE=UTF-8      | true, true, true",
        "true  | TERM=xterm LANG=C              | true, true, false",
        "true  | TERM=xterm LANG=de_DE.ISO-8859-1 | true, true, false",
        "true  | TERM=xterm                     | true, true, false",
        "true  | TERM=xterm LC_ALL=C LANG=C.UTF-8 | true, true, false",
        "true  | TERM=xterm LC_ALL= LANG=C.UTF-8  | true, true, true",
      })
  void whatAnOutputCanShowIsInItsEnvironment(boolean isTerminal, String words, String shows) {
    TerminalFeatures terminal = TerminalFeatures.fromEnvironment(isTerminal, environment(words));

    assertThat(terminal.live() + ", " + terminal.colours() + ", " + terminal.unicode())
        .isEqualTo(shows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'50 132\n' | 132 | 50",
        "'0 0\n'    | 80  | 24",
        "''         | 80  | 24",
        "'50'       | 80  | 24",
        "'stty: no' | 80  | 24",
      })
  void aWindowThatDoesNotTellItsSizeIsTheUsualOne(String stty, int columns, int rows) {
    assertThat(new TerminalWindow(7, 7, true).withSize(stty))
        .isEqualTo(new TerminalWindow(columns, rows, true));
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "24, 8", "29, 9", "60, 10", "1, 1"})
  void atMostAThirdOfAWindowAndTenLinesAreLive(int rows, int lines) {
    assertThat(new TerminalWindow(80, rows, true).maxReleaseLines()).isEqualTo(lines);
  }

  @ParameterizedTest
  @CsvSource({
    "'4711 4711', true",
    "' 4711  4700 ', false",
    "'4711 -1', true",
    "'4711 0', true",
    "'', true",
    "'TPGID', true"
  })
  void aWindowIsNotOursInTheBackground(String groups, boolean ours) {
    assertThat(TerminalWindow.USUAL.withGroups(ProcessGroups.parse(groups)).isForeground())
        .isEqualTo(ours);
  }
}
