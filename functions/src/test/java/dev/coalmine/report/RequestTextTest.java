package dev.coalmine.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestTextTest {

  @Test
  void aRequestHasALineForEachValue() {
    assertThat(
            RequestText.of(
                "{\"function\":\"orders\",\"gate\":{\"alarms\":[\"a, {b}: \\\"c\\\"\"],\"x\":{}}}"))
        .isEqualTo(
            """
            {
              "function": "orders",
              "gate": {
                "alarms": [
                  "a, {b}: \\"c\\""
                ],
                "x": {}
              }
            }""");
  }

  @Test
  void whatIsNotJsonStaysAsItIs() {
    assertThat(RequestText.of("what, no: {json}")).isEqualTo("what, no: {json}");
    assertThat(RequestText.of("")).isEmpty();
    assertThat(RequestText.of("{\"cut")).isEqualTo("{\n  \"cut");
    assertThat(RequestText.of("}}]{")).isEqualTo("}}]{");
  }
}
