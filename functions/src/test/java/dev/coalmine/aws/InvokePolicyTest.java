package dev.coalmine.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.target.MethodIntegration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvokePolicyTest {
  private static final String API = "arn:aws:execute-api:us-east-1:111122223333:a1b2";

  @ParameterizedTest(name = "{0} for {1} {2}: {3}")
  @CsvSource(
      textBlock =
          """
          */*/orders,        GET, /orders,      true
          */GET/orders,      GET, /orders,      true
          prod/GET/orders,   GET, /orders,      true
          test/GET/orders,   GET, /orders,      false
          */POST/orders,     GET, /orders,      false
          */POST/orders,     ANY, /orders,      true
          */*/*,             ANY, /orders/{id}, true
          */GET/orders/*,    GET, /orders/{id}, true
          */GET/orders/{id}, GET, /orders/{id}, true
          */GET/orders/?x,   GET, /orders/{id}, false
          */GET/bills,       GET, /orders,      false
          *,                 GET, /,            true
          """)
  void checksTheSourceArn(String source, String method, String path, boolean allowed) {
    String policy =
        statement(
            "\"Service\": \"apigateway.amazonaws.com\"",
            ", \"Condition\": {\"ArnLike\": {\"AWS:SourceArn\": \"%s/%s\"}}"
                .formatted(API, source));

    assertThat(allows(policy, method, path)).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          API Gateway from anywhere | "Service": "apigateway.amazonaws.com"              | true
          one of several services   | "Service": ["s3.amazonaws.com", "apigateway.amazonaws.com"] | true
          anyone                    | "AWS": "*"                                         | true
          somebody else             | "Service": "events.amazonaws.com"                  | false
          """)
  void checksThePrincipal(String who, String principal, boolean allowed) {
    assertThat(allows(statement(principal, ""), "GET", "/orders")).as(who).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no pattern of what is allowed | "Principal": "*", "Condition": {"ArnNotLike": {"aws:SourceArn": "arn:other"}} | true
          everyone but some             | "NotPrincipal": {"Service": "s3.amazonaws.com"}          | true
          every action                  | "Principal": "*", "Action": "lambda:*"                   | true
          one of several actions        | "Principal": "*", "Action": ["lambda:GetFunction", "lambda:InvokeFunction"] | true
          another action                | "Principal": "*", "Action": "lambda:InvokeFunctionUrl"   | false
          every action but some         | "Principal": "*", "NotAction": "lambda:GetFunction"      | true
          """)
  void whatIsNotUnderstoodAllows(String what, String fields, boolean allowed) {
    String policy = "{\"Statement\": [{\"Effect\": \"Allow\", %s}]}".formatted(fields);

    assertThat(allows(policy, "GET", "/orders")).as(what).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"{}, false", "'{\"Statement\": []}', false", "no json, true", "7, true"})
  void unreadablePolicyAllows(String policy, boolean allowed) {
    assertThat(allows(policy, "GET", "/orders")).isEqualTo(allowed);
  }

  private static boolean allows(String policy, String method, String path) {
    return InvokePolicy.of(policy)
        .allows(API, "prod", new MethodIntegration(method, path, "", false));
  }

  private static String statement(String principal, String condition) {
    return """
    {"Version": "2012-10-17", "Id": "default", "Statement": [{"Sid": "shop", "Effect": "Allow",
     "Principal": {%s}, "Action": "lambda:InvokeFunction", "Resource": "arn:f"%s}]}
    """
        .formatted(principal, condition);
  }
}
