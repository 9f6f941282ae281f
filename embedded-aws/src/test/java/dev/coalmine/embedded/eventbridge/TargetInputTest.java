package dev.coalmine.embedded.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetInputTest {
  private static final String EVENT =
      """
      {"version": "0", "id": "e-1", "detail-type": "Kind", "source": "shop", "resources": ["r"],
       "detail": {"fn": "orders", "n": 8, "yes": true, "none": null, "payload": {"a": "x", "b": 1},
                  "list": ["HIGH", "LOW"], "say": "a \\"b\\""}}""";

  private static final Map<String, Object> PATHS =
      Map.of(
          "fn", "$.detail.fn",
          "n", "$.detail.n",
          "yes", "$.detail.yes",
          "none", "$.detail.none",
          "payload", "$.detail.payload",
          "list", "$.detail.list",
          "second", "$.detail.list[1]",
          "say", "$.detail.say",
          "kind", "$.detail-type",
          "missing", "$.detail.missing");

  private static final EventRule RULE =
      EventRule.read(
          "shop", new JsonFields(Map.of("Name", "r", "EventPattern", "{\"a\": [1]}")), Map.of());

  private static Map<String, Object> event() {
    return Json.parseObject(EVENT.getBytes(StandardCharsets.UTF_8));
  }

  private static String given(String field, Object value) {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("Id", "t");
    target.put(field, value);
    return TargetInput.read(new JsonFields(target)).of(event(), RULE, "2026-01-01T12:00:00Z");
  }

  private static String transformed(String template) {
    return given("InputTransformer", Map.of("InputPathsMap", PATHS, "InputTemplate", template));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'f': <fn>, 'n': <n>, 'y': <yes>}    | {'f': 'orders', 'n': 8, 'y': true}",
        "{'f': 'is <fn>!', 'n': '<n>'}        | {'f': 'is orders!', 'n': '8'}",
        "{'p': <payload>}                     | {'p': {'a':'x','b':1}}",
        "{'l': <list>, 's': [<second>, 'x']}  | {'l': ['HIGH','LOW'], 's': ['LOW', 'x']}",
        "{'m': <missing>, 't': '<missing>'}   | {'m': '', 't': ''}",
        "{'m': <none>}                        | {'m': null}",
        "'of <fn>: <payload> and <list>'      | 'of orders: {a:x,b:1} and [HIGH,LOW]'",
        "'<yes> <missing>.'                   | 'true .'",
        "{'u': 'a/<fn>/b/<fn>'}               | {'u': 'a/orders/b/orders'}",
        "{'k': <kind>}                        | {'k': 'Kind'}",
        "{'r': <aws.events.rule-arn>}         | {'r': 'arn:aws:events:us-east-1:000000000000:rule/shop/r'}",
        "'<aws.events.rule-name> <aws.events.event.ingestion-time>' | 'r 2026-01-01T12:00:00Z'",
      })
  void placeholdersTakeValues(String template, String expected) {
    assertThat(transformed(template.replace('\'', '"'))).isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void textWithinQuotesStaysJson() {
    String said = transformed("{\"s\": \"<say>\"}");

    assertThat(Json.parse(said)).isEqualTo(Map.of("s", "a \"b\""));
  }

  @Test
  void theWholeEventCanBePutIn() {
    assertThat(transformed("{\"all\": <aws.events.event.json>}"))
        .isEqualTo("{\"all\": " + Json.toText(event()) + "}");
    assertThat(transformed("<aws.events.event>"))
        .contains("\"detailType\":\"Kind\"")
        .doesNotContain("orders");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$.detail.fn          | 'orders'",
        "$.detail['payload']  | {'a':'x','b':1}",
        "$.detail.list[0]     | 'HIGH'",
        "$.detail-type        | 'Kind'",
        "$.detail.missing     | null",
      })
  void aPathTakesAPart(String path, String expected) {
    assertThat(given("InputPath", path)).isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void aConstantStaysAsItIs() {
    assertThat(given("Input", "{\"function\":  \"orders\"}"))
        .isEqualTo("{\"function\":  \"orders\"}");
    assertThat(given("Id", "t")).isEqualTo(Json.toText(event()));
  }

  @Test
  void refusesWhatEventBridgeRefuses() {
    assertThatThrownBy(() -> transformed("{\"a\": <nothing>}"))
        .hasMessage("InputTemplate for target t contains invalid placeholder nothing.");
    assertThatThrownBy(
            () ->
                TargetInput.read(new JsonFields(Map.of("Id", "t", "Input", "1", "InputPath", "$"))))
        .hasMessage(
            "Only one of Input, InputPath, or InputTransformer must be provided for target t.");
    assertThatThrownBy(() -> given("Input", "{not json"))
        .hasMessage("JSON syntax error in input for target t.");
    assertThatThrownBy(() -> given("InputPath", "$.detail[*]"))
        .hasMessage("target t: the path $.detail[*] is not supported here");
  }
}
