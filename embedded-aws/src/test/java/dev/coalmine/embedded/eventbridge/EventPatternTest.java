package dev.coalmine.embedded.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPatternTest {
  private static boolean matches(String pattern, String event) {
    return EventPattern.parse(pattern)
        .matches(Json.parseObject(event.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['x']                                 | 'x'                  | true",
        "['x']                                 | 'X'                  | false",
        "['x', 'y']                            | 'y'                  | true",
        "[7]                                   | 7.0                  | true",
        "[7]                                   | '7'                  | false",
        "[null]                                | null                 | true",
        "[null]                                | 'null'               | false",
        "[null]                                | []                   | false",
        "[false]                               | false                | true",
        "['']                                  | ''                   | true",
        "['b']                                 | ['a', 'b']           | true",
        "['c']                                 | ['a', 'b']           | false",
        "[{'prefix': 'Publish'}]               | 'PublishVersion2015' | true",
        "[{'prefix': 'publish'}]               | 'PublishVersion2015' | false",
        "[{'prefix': {'equals-ignore-case': 'publish'}}] | 'PublishVersion' | true",
        "[{'prefix': '7'}]                     | 7                    | false",
        "[{'suffix': '.png'}]                  | 'a.png'              | true",
        "[{'suffix': {'equals-ignore-case': '.PNG'}}] | 'a.png'       | true",
        "[{'equals-ignore-case': 'ORDERS'}]    | 'orders'             | true",
        "[{'equals-ignore-case': 'ORDERS'}]    | 'order'              | false",
        "[{'wildcard': 'a/*/c'}]               | 'a/b/b/c'            | true",
        "[{'wildcard': 'a/*/c'}]               | 'a/b/b/d'            | false",
        "[{'wildcard': 'a\\\\*c'}]             | 'a*c'                | true",
        "[{'wildcard': 'a\\\\*c'}]             | 'abc'                | false",
        "[{'anything-but': '$LATEST'}]         | '8'                  | true",
        "[{'anything-but': '$LATEST'}]         | '$LATEST'            | false",
        "[{'anything-but': '$LATEST'}]         | null                 | true",
        "[{'anything-but': ['a', 'b']}]        | 'b'                  | false",
        "[{'anything-but': ['a', 'b']}]        | ['b', 'c']           | true",
        "[{'anything-but': [7, 8]}]            | 8.0                  | false",
        "[{'anything-but': {'prefix': 'in'}}]  | 'init'               | false",
        "[{'anything-but': {'prefix': 'in'}}]  | 'done'               | true",
        "[{'anything-but': {'prefix': ['in', 'do']}}] | 'done'        | false",
        "[{'anything-but': {'suffix': '.txt'}}] | 'a.txt'             | false",
        "[{'anything-but': {'equals-ignore-case': ['A', 'B']}}] | 'b' | false",
        "[{'anything-but': {'wildcard': '*/x/*'}}] | 'a/x/b'          | false",
        "[{'exists': true}]                    | 'x'                  | true",
        "[{'exists': true}]                    | null                 | true",
        "[{'exists': true}]                    | []                   | false",
        "[{'exists': true}]                    | {'in': 'it'}         | false",
        "[{'exists': false}]                   | 'x'                  | false",
        "[{'numeric': ['>', 0, '<=', 5]}]      | 5                    | true",
        "[{'numeric': ['>', 0, '<=', 5]}]      | 0                    | false",
        "[{'numeric': ['=', 3.018e2]}]         | 301.8                | true",
        "[{'numeric': ['>', 100]}]             | '300'                | false",
        "[{'cidr': '10.0.0.0/8'}]              | '10.1.2.3'           | true",
        "[{'cidr': '10.0.0.0/8'}]              | '11.1.2.3'           | false",
        "[{'numeric': ['<', 1]}, 'many']       | 'many'               | true",
        "{'of': ['x']}                         | {'of': 'x', 'on': 1} | true",
        "{'of': ['x']}                         | ['y', {'of': 'x'}]   | true",
        "{'of': ['x'], 'on': [1]}              | [{'of': 'x', 'on': 2}, {'of': 'y', 'on': 1}] |"
            + " false",
        "{'of': ['x']}                         | 'of x'               | false",
      })
  void valueMatchesPattern(String pattern, String value, boolean expected) {
    String quoted = "{'a': %s}".formatted(pattern).replace('\'', '"');
    assertThat(matches(quoted, "{'a': %s}".formatted(value).replace('\'', '"')))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a': [{'exists': false}]}                                   | {}                      |"
            + " true",
        "{'a': {'b': [{'exists': false}, 'x']}}                       | {'c': 1}                |"
            + " true",
        "{'a': [{'anything-but': 'x'}]}                               | {}                      |"
            + " false",
        "{'a.b': ['x']}                                               | {'a': {'b': 'x'}}       |"
            + " true",
        "{'a.b': ['x'], 'a.c': ['y']}                                 | {'a': {'b': 'x'}}       |"
            + " false",
        "{'A': ['x']}                                                 | {'a': 'x'}              |"
            + " false",
        "{'$or': [{'a': ['x']}, {'b': ['y']}], 'c': ['z']}            | {'b': 'y', 'c': 'z'}    |"
            + " true",
        "{'$or': [{'a': ['x']}, {'b': ['y']}], 'c': ['z']}            | {'b': 'y'}              |"
            + " false",
        "{'$or': [{'a': ['x']}, {'b': ['y']}], 'c': ['z']}            | {'c': 'z'}              |"
            + " false",
      })
  void eventMatchesPattern(String pattern, String event, boolean expected) {
    assertThat(matches(pattern.replace('\'', '"'), event.replace('\'', '"'))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['a']                                  | Filter is not an object",
        "{'a': 'x'}                             | \"a\" must be an object or an array",
        "{'a': []}                              | Empty arrays are not allowed",
        "{'a': [{'EXISTS': true}]}              | Unrecognized match type EXISTS",
        "{'a': [{'cidr': '10.0.0.0/8/9'}]}      | Malformed CIDR, one '/' required",
        "{'a': [{'prefix': 1}]}                 | prefix match pattern must be a string",
        "{'a': [{'wildcard': 'a**'}]}           | Consecutive wildcard characters at pos 2",
        "{'a': [{'numeric': ['>', 0, '>', 0]}]} | Bad numeric range operator: >",
        "{'a': [{'numeric': ['>', 0, '<']}]}    | Value of < must be numeric",
        "{'a': [{'numeric': 10}]}               | Value of numeric must be an array.",
        "{'a': [{'anything-but': null}]}        | Value of anything-but must be an array or single"
            + " string/number value.",
        "{'a': [{'anything-but': ['x', null]}]} | `Inside anything but list, start|null|boolean is"
            + " not supported.`",
        "{'a': [{'anything-but': {'prefix': ''}}]} | Null prefix/suffix not allowed",
      })
  void refusalsHaveTheTextOfEventBridge(String pattern, String reason) {
    assertThatThrownBy(() -> EventPattern.parse(pattern.replace('\'', '"')))
        .isInstanceOf(AwsError.class)
        .hasMessage("Event pattern is not valid. Reason: " + reason);
  }

  @Test
  void impossibleMatchesAreKnownFromSourceAndDetailType() {
    EventPattern pattern =
        EventPattern.parse(
            "{\"source\": [\"aws.lambda\"], \"detail-type\": [{\"prefix\": \"AWS API\"}],"
                + " \"detail\": {\"a\": [1]}}");

    assertThat(pattern.mayMatch("aws.lambda", "AWS API Call via CloudTrail")).isTrue();
    assertThat(pattern.mayMatch("aws.states", "AWS API Call via CloudTrail")).isFalse();
    assertThat(EventPattern.parse("{\"account\": [\"1\"]}").mayMatch("any", "kind")).isTrue();
    assertThat(pattern.matches(Map.of("source", "aws.lambda"))).isFalse();
  }

  @Test
  void aPatternThatIsTooComplexOrTooLongIsRefused() {
    String source = "{\"source\": [{\"wildcard\": \"%s\"}]}";
    assertThatThrownBy(() -> EventPattern.parse(source.formatted("*a".repeat(12) + "*b")))
        .isInstanceOfSatisfying(
            AwsError.class,
            error -> assertThat(error.code()).isEqualTo("InvalidEventPatternException"))
        .hasMessage(
            "Event pattern is not valid. Reason: Rule is too complex - try using fewer wildcard"
                + " characters or fewer repeating character sequences after a wildcard character");
    String path = String.join(".", java.util.Collections.nCopies(20_000, "a"));
    assertThatThrownBy(() -> EventPattern.parse("{\"" + path + "\": [\"x\"]}"))
        .hasMessageContaining("Member must have length less than or equal to 4096");
  }

  @Test
  @org.junit.jupiter.api.Timeout(20)
  void theMostComplexPatternMatchesQuickly() {
    String pattern = "{\"source\": [{\"wildcard\": \"%s\"}]}".formatted("*a".repeat(4) + "*b");
    assertThat(matches(pattern, "{\"source\": \"" + "a".repeat(300) + "\"}")).isFalse();
  }

  @Test
  void whatFollowsAPatternIsRefused() {
    assertThatThrownBy(() -> EventPattern.parse("{\"source\": [\"a\"]}]"))
        .isInstanceOfSatisfying(
            AwsError.class,
            error -> assertThat(error.code()).isEqualTo("InvalidEventPatternException"));
  }
}
