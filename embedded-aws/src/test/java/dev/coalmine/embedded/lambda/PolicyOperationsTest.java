package dev.coalmine.embedded.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coalmine.embedded.LambdaFixture;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.Arns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

class PolicyOperationsTest {
  private static final String API_GATEWAY = "apigateway.amazonaws.com";
  private static final String SOURCE = Arns.executeApi("a1b2c3d4e5");

  private final LambdaFixture fixture = new LambdaFixture().withOrders(2);

  @AfterEach
  void close() {
    fixture.close();
  }

  private static AddPermissionRequest.Builder permission(String qualifier) {
    return AddPermissionRequest.builder()
        .functionName("orders")
        .qualifier(qualifier)
        .statementId("api")
        .action("lambda:InvokeFunction")
        .principal(API_GATEWAY)
        .sourceArn(SOURCE + "/*/GET/orders");
  }

  private GetPolicyResponse policy(String qualifier) {
    return fixture.client.getPolicy(get -> get.functionName("orders").qualifier(qualifier));
  }

  @Test
  void statementHasAwsFormat() {
    String statement = fixture.client.addPermission(permission("live").build()).statement();

    String expected =
        """
        {"Sid":"api","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},\
        "Action":"lambda:InvokeFunction","Resource":"%s:live",\
        "Condition":{"ArnLike":{"AWS:SourceArn":"%s/*/GET/orders"}}}\
        """
            .formatted(LambdaFixture.ARN, SOURCE);
    assertThat(statement).isEqualTo(expected);
    assertThat(policy("live").policy())
        .isEqualTo(
            "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[" + expected + "]}");
  }

  @Test
  void conditionsAndPrincipalsHaveAwsFormat() {
    String statement =
        fixture
            .client
            .addPermission(
                permission(null).principal("000000000000").sourceAccount("000000000000").build())
            .statement();

    assertThat(Json.parse(statement).toString())
        .contains("Principal={AWS=arn:aws:iam::000000000000:root}")
        .contains("StringEquals={AWS:SourceAccount=000000000000}");
  }

  @Test
  void permissionCoversOnlyItsQualifier() {
    fixture.client.addPermission(permission("live").build());

    assertThat(fixture.lambda.allows("orders", "live", API_GATEWAY, SOURCE + "/prod/GET/orders"))
        .isTrue();
    for (String other : new String[] {"", "1", "2", "none"}) {
      assertThat(fixture.lambda.allows("orders", other, API_GATEWAY, SOURCE + "/prod/GET/orders"))
          .as(other)
          .isFalse();
    }
    assertThat(fixture.lambda.allows("none", "live", API_GATEWAY, SOURCE + "/prod/GET/orders"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "apigateway.amazonaws.com, /prod/GET/orders, true",
    "apigateway.amazonaws.com, /test/GET/orders, true",
    "apigateway.amazonaws.com, /prod/POST/orders, false",
    "apigateway.amazonaws.com, /prod/GET/orders/1, false",
    "events.amazonaws.com, /prod/GET/orders, false"
  })
  void sourceAndServiceMustFit(String service, String path, boolean allowed) {
    fixture.lambda.addPermission("orders", "live", "api", API_GATEWAY, SOURCE + "/*/GET/orders");

    assertThat(fixture.lambda.allows("orders", "live", service, SOURCE + path)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:execute-api:us-east-1:000000000000:a1/*, true",
    "arn:aws:execute-api:us-east-1:000000000000:a?/prod/*, true",
    "arn:aws:execute-api:*:*:*, true",
    "arn:aws:execute-api:us-east-1:000000000000:a1/*/POST/orders, false",
    "arn:aws:execute-api:us-east-1:111111111111:a1/*, false",
    "arn:aws:execute-api:us-east-1:*, false",
    "*, false"
  })
  void arnsAreComparedPartByPart(String pattern, boolean like) {
    String arn = "arn:aws:execute-api:us-east-1:000000000000:a1/prod/GET/orders";

    assertThat(ResourcePolicy.arnMatches(pattern, arn)).isEqualTo(like);
  }

  @Test
  void sourceAccountMustFit() {
    fixture.client.addPermission(permission("1").sourceAccount("000000000000").build());
    fixture.client.addPermission(permission("2").sourceAccount("111111111111").build());

    assertThat(fixture.lambda.allows("orders", "1", API_GATEWAY, SOURCE + "/prod/GET/orders"))
        .isTrue();
    assertThat(fixture.lambda.allows("orders", "2", API_GATEWAY, SOURCE + "/prod/GET/orders"))
        .isFalse();
  }

  @Test
  void noPolicyIsNotFound() {
    for (String qualifier : new String[] {null, "1", "live", "none"}) {
      assertThatExceptionOfType(ResourceNotFoundException.class)
          .isThrownBy(() -> policy(qualifier))
          .withMessageContaining("The resource you requested does not exist.");
    }
  }

  @Test
  void removingTheLastStatementRemovesThePolicy() {
    fixture.client.addPermission(permission("live").build());
    fixture.client.removePermission(
        remove -> remove.functionName("orders").qualifier("live").statementId("api"));

    assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> policy("live"));
    assertThat(fixture.lambda.allows("orders", "live", API_GATEWAY, SOURCE + "/prod/GET/orders"))
        .isFalse();
  }

  @Test
  void policyChangesTheRevisionOfItsAlias() {
    String before = revision();
    fixture.client.addPermission(permission("live").revisionId(before).build());

    assertThat(revision()).isNotEqualTo(before).isEqualTo(policy("live").revisionId());
    assertThatExceptionOfType(PreconditionFailedException.class)
        .isThrownBy(
            () ->
                fixture.client.removePermission(
                    it -> it.functionName("orders:live").statementId("api").revisionId(before)))
        .withMessageContaining("Call the GetPolicy API to retrieve the latest Revision Id");
  }

  private String revision() {
    return fixture.client.getAlias(get -> get.functionName("orders").name("live")).revisionId();
  }

  @Test
  void publishingLeavesThePolicysRevision() {
    fixture.client.addPermission(permission(null).build());
    String before = policy(null).revisionId();

    fixture.publish("code of version 3");

    assertThat(policy(null).revisionId()).isEqualTo(before);
  }

  @Test
  void statementIdIsUnique() {
    fixture.client.addPermission(permission("live").build());

    assertThatExceptionOfType(ResourceConflictException.class)
        .isThrownBy(() -> fixture.client.addPermission(permission("live").build()))
        .withMessageContaining("The statement id (api) provided already exists.");
    assertThat(fixture.client.addPermission(permission("1").build()).statement()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none | Cannot find alias arn: arn:aws:lambda:us-east-1:000000000000:function:orders:none
          42 | Function not found: arn:aws:lambda:us-east-1:000000000000:function:orders:42
          """)
  void permissionNeedsAnExistingResource(String qualifier, String message) {
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> fixture.client.addPermission(permission(qualifier).build()))
        .withMessageContaining(message);
  }

  @Test
  void malformedPermissionsAreRefused() {
    assertThatExceptionOfType(InvalidParameterValueException.class)
        .isThrownBy(() -> fixture.client.addPermission(permission("$LATEST").build()))
        .withMessageContaining("We currently do not support adding policies for $LATEST.");
    assertThatExceptionOfType(InvalidParameterValueException.class)
        .isThrownBy(
            () -> fixture.client.addPermission(permission("live").principal("nobody").build()))
        .withMessageContaining("The provided principal was invalid.");
    assertThatExceptionOfType(LambdaException.class)
        .isThrownBy(
            () -> fixture.client.addPermission(permission("live").statementId("a.b").build()))
        .matches(e -> e.awsErrorDetails().errorCode().equals("ValidationException"))
        .withMessageContaining("Value 'a.b' at 'statementId' failed to satisfy constraint");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none | No policy found for: arn:aws:lambda:us-east-1:000000000000:function:none
          orders | No policy is associated with the given resource.
          orders:none | Cannot find alias arn: arn:aws:lambda:us-east-1:000000000000:function:orders:none
          orders:live | Statement api is not found in resource policy.
          """)
  void onlyExistingStatementsAreRemoved(String function, String message) {
    fixture.lambda.addPermission("orders", "live", "other", API_GATEWAY, "");

    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(
            () ->
                fixture.client.removePermission(it -> it.functionName(function).statementId("api")))
        .withMessageContaining(message);
  }

  @Test
  @org.junit.jupiter.api.Timeout(20)
  void manyStarsMatchInAShortTime() {
    String arn = "arn:aws:events:us-east-1:000000000000:rule/";
    assertThat(ResourcePolicy.arnMatches(arn + "*a".repeat(200) + "*b", arn + "a".repeat(9_000)))
        .isFalse();
  }
}
