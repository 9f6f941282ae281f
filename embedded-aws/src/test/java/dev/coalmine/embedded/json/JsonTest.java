package dev.coalmine.embedded.json;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not JSON is told by its place, by both readers. */
class JsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{~  'function': 'orders',~} | (line 3, column 1)",
        "{~  'a': 1~  'b': 2~} | (line 3, column 3)",
        "{'a': 1} {} | not JSON: text follows the first value (line 1, column 10)",
        "{'a': [1, 2 | expected close marker for Array (line 1, column 12)",
      })
  void aFaultHasLineAndColumn(String text, String place) {
    String json = text.replace('~', '\n').replace('\'', '"');

    assertThatThrownBy(() -> Json.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not JSON: ")
        .hasMessageContaining(place)
        .hasMessageNotContaining("Source");
    assertThatThrownBy(() -> Json.validate(json)).hasMessageContaining(place);
  }
}
