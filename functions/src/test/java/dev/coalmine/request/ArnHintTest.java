package dev.coalmine.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message names what was given in place of what a field needs. */
class ArnHintTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          function   | arn:aws:lambda:us-east-1:000000000000:function:orders:8 | that is version 8 of function orders: set function to "orders" and version to "8"
          function   | arn:aws:lambda:us-east-1:000000000000:function:orders:live | that is alias live of function orders: set function to "orders" and alias to "live"
          function   | orders:8 | that is version 8 of function orders: set function to "orders" and version to "8"
          function   | orders:$LATEST | that is version $LATEST of function orders
          function   | arn:aws:cloudwatch:us-east-1:000000000000:alarm:orders-5xx | that is alarm orders-5xx, which belongs into gate.alarms
          function   | arn:aws:apigateway:us-east-1::/restapis/a1b2c3 | that is REST API a1b2c3: set restApi and stage instead
          function   | arn:aws:sqs:us-east-1:000000000000:orders | that is an ARN of the service sqs
          version    | arn:aws:lambda:us-east-1:000000000000:function:orders:8 | that is version 8 of function orders: set "8"
          version    | arn:aws:lambda:us-east-1:000000000000:function:billing:8 | that is version 8 of function billing, not of orders
          version    | arn:aws:lambda:us-east-1:000000000000:function:orders | that is function orders
          version    | orders:live | that is alias live of function orders
          alias      | arn:aws:lambda:us-east-1:000000000000:function:orders:live | that is alias live of function orders: set "live"
          alias      | arn:aws:lambda:us-east-1:000000000000:function:billing:live | that is alias live of function billing, not of orders
          alias      | live:8 | that is version 8 of function live, not of orders
          restApi    | arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/prod | set the API's id, "a1b2c3"
          restApi    | arn:aws:execute-api:us-east-1:000000000000:a1b2c3/prod/GET/orders | set the API's id, "a1b2c3"
          restApi    | https://a1b2c3.execute-api.us-east-1.amazonaws.com/prod | set the API's id, "a1b2c3"
          restApi    | arn:aws:lambda:us-east-1:000000000000:function:orders | that is function orders
          stage      | arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/prod | that is stage prod of REST API a1b2c3: set the name alone
          deployment | arn:aws:apigateway:us-east-1::/restapis/a1b2c3/deployments/x9y8 | that is deployment x9y8 of REST API a1b2c3: set the id alone
          eachStep   | arn:aws:sns:us-east-1:000000000000:news | that is an ARN of the service sns
          """)
  void namesTheMistake(String field, String value, String hint) {
    Object function = field.equals("function") ? null : "orders";

    assertThat(ArnHint.of(field, value, function)).isEqualTo(": " + hint);
  }

  @Test
  void aPlainValueHasNoHint() {
    assertThat(ArnHint.of("function", "not a name", null)).isEmpty();
    assertThat(ArnHint.of("version", 8.5, "orders")).isEmpty();
  }

  @Test
  void theRequestIsRefusedWithTheHint() {
    assertThat(
            RequestReader.read(
                    Map.of(
                        "function", "orders:8",
                        "version", "arn:aws:lambda:us-east-1:000000000000:function:billing:8",
                        "gate",
                            Map.of(
                                "alarms",
                                java.util.List.of(
                                    "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:orders-5xx"))))
                .faults())
        .containsExactlyInAnyOrder(
            "function must be a function's name or its ARN without a version or alias, not"
                + " \"orders:8\": that is version 8 of function orders: set function to \"orders\""
                + " and version to \"8\"",
            "version must be a published version's number, not"
                + " \"arn:aws:lambda:us-east-1:000000000000:function:billing:8\": that is version 8"
                + " of function billing, not of orders:8",
            "gate.alarms must be names, not"
                + " \"arn:aws:cloudwatch:eu-west-1:000000000000:alarm:orders-5xx\": set the alarm's"
                + " name, \"orders-5xx\"");
  }
}
