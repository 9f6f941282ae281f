package dev.coalmine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StyleSheetTest {
  private static final double READABLE = 4.5;

  /** WCAG 2.2, success criterion 1.4.3. */
  @ParameterizedTest
  @CsvSource({
    "ink, bg",
    "ink, soft",
    "ink, goodbg",
    "ink, badbg",
    "ink, runbg",
    "ink, hover",
    "quiet, bg",
    "quiet, soft",
    "quiet, goodbg",
    "quiet, badbg",
    "quiet, runbg",
    "quiet, hover",
    "canary, bg",
    "canary, hover",
    "base, bg",
    "base, hover",
    "bad, bg",
    "bad, badbg",
    "bad, hover",
    "good, bg",
    "good, goodbg",
    "run, runbg",
    "quiet, fill",
    "ink, fill"
  })
  void lettersAreReadableInBothThemes(String letters, String ground) {
    for (String theme : new String[] {StyleSheet.LIGHT, StyleSheet.DARK}) {
      assertThat(contrast(colour(theme, letters), colour(theme, ground)))
          .as("%s on %s in %s", letters, ground, theme)
          .isGreaterThanOrEqualTo(READABLE);
    }
  }

  private static String colour(String theme, String name) {
    Matcher found = Pattern.compile("--" + name + ":#([0-9a-f]+);").matcher(theme);
    assertThat(found.find()).as(name).isTrue();
    String hex = found.group(1);
    return hex.length() == 6 ? hex : hex.replaceAll("(.)", "$1$1");
  }

  private static double contrast(String one, String other) {
    double a = luminance(one) + .05;
    double b = luminance(other) + .05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(String hex) {
    return .2126 * light(hex, 0) + .7152 * light(hex, 2) + .0722 * light(hex, 4);
  }

  private static double light(String hex, int at) {
    double part = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
    return part <= .04045 ? part / 12.92 : Math.pow((part + .055) / 1.055, 2.4);
  }
}
