package dev.coalmine.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTableTest {
  private static final ParameterTable TABLE =
      new ParameterTable(
          """
          # a comment
          Put Name! Count:whole Share:number On:flag At:moment Kind=a|b Account~000000000000
            Tags<> Weights<:number> Ids[] Targets[{Id! Arn}] Options{Deep{Er:flag}}
          Read ?Limit ?Key! @x-log=None|Tail -@x-tenant
          """,
          "Refused");

  private static String faultOf(String json) {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    try {
      TABLE.check("Put", Json.parseObject(body));
      return "";
    } catch (AwsError e) {
      return e.code() + ": " + e.getMessage();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Name': 'n'}",
        "{'Name': 'n', 'Strange': null, 'Count': 1.0, 'Share': 0.5, 'On': true, 'At': 1.5}",
        "{'Name': 'n', 'At': '2026-01-01T00:00:00Z', 'Kind': 'b', 'Account': '000000000000'}",
        "{'Name': 'n', 'Tags': {'any': 'x'}, 'Weights': {'2': 0.1}, 'Ids': ['i'], 'Targets': []}",
        "{'Name': 'n', 'Targets': [{'Id': 'i'}], 'Options': {'Deep': {'Er': false}}}"
      })
  void whatTheTableHasIsAccepted(String json) {
    assertThat(faultOf(json)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'Name': 'n', 'X': 1} | Refused: the embedded AWS does not know the parameter X of Put",
        "{'Name': 'n', 'Y': 1, 'Targets': [{'Id': 'i'}, {'Id': 'j', 'X': 0}]} | Refused: the"
            + " embedded AWS does not know the parameters Y, Targets.2.member.X of Put",
        "{'Name': 'n', 'Options': {'Deep': {'X': 1}}} | Refused: the embedded AWS does not know"
            + " the parameter Options.Deep.X of Put",
        "{'Name': 'n', 'Account': '1', 'X': 1} | Refused: the embedded AWS does not know the"
            + " parameter X of Put; it knows only 000000000000 for Account of Put, not 1",
        "{} | ValidationException: 1 validation error detected: Value null at 'name' failed to"
            + " satisfy constraint: Member must not be null",
        "{'Kind': 'c', 'Targets': [{}], 'Name': 'n'} | ValidationException: 2 validation errors"
            + " detected: Value 'c' at 'kind' failed to satisfy constraint: Member must satisfy"
            + " enum value set: [a, b]; Value null at 'targets.1.member.id' failed to satisfy"
            + " constraint: Member must not be null",
        "{'Name': 'n', 'Ids': [null]} | ValidationException: 1 validation error detected: Value"
            + " null at 'ids.1.member' failed to satisfy constraint: Member must not be null",
        "{'Name': 5} | SerializationException: field Name cannot be read from 5",
        "{'Count': 1.5} | SerializationException: field Count cannot be read from 1.5",
        "{'Tags': {'a': 1}} | SerializationException: field Tags.a cannot be read from 1",
        "{'Ids': 'i', 'On': 'yes'} | SerializationException: field Ids cannot be read from i;"
            + " field On cannot be read from yes",
        "{'Options': {'Deep': []}} | SerializationException: field Options.Deep cannot be read"
            + " from []"
      })
  void anythingElseIsRefusedByName(String json, String fault) {
    assertThat(faultOf(json)).isEqualTo(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Limit | x-log | None | ''",
        "Limit#2 | x-log | Tail | ''",
        "limit | x-log | None | the embedded AWS does not know the parameter limit of Read",
        "Limit | x-tenant | t | the embedded AWS does not know the parameter x-tenant of Read",
        "Limit | x-log | All | 1 validation error detected: Value 'All' at 'x-log' failed to"
            + " satisfy constraint: Member must satisfy enum value set: [None, Tail]"
      })
  void queriesAndHeadersAreCheckedToo(String query, String header, String value, String fault) {
    WireRequest request =
        new WireRequest(
            "GET",
            "/",
            Map.of("Key", "k", query, "1"),
            Map.of(header, value, "user-agent", "any"),
            new byte[0]);
    if (fault.isEmpty()) {
      TABLE.check("Read", request, Optional.empty());
    } else {
      assertThatThrownBy(() -> TABLE.check("Read", request, Optional.empty()))
          .hasMessage(fault.replaceAll(" +", " "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Put Name(", "Put Tags<", "Put Options{Deep", "Put !"})
  void aMalformedTableIsRefused(String table) {
    assertThatThrownBy(() -> new ParameterTable(table, "Refused"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anOperationThatIsNotInTheTableIsLeftToItsService() {
    TABLE.check("Other", Map.of("X", 1));
  }
}
