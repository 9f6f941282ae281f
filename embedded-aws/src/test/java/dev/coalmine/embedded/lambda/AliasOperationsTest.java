package dev.coalmine.embedded.lambda;

import static dev.coalmine.embedded.LambdaFixture.ARN;
import static dev.coalmine.embedded.LambdaFixture.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coalmine.embedded.LambdaFixture;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

class AliasOperationsTest {
  private final LambdaFixture fixture = new LambdaFixture().withOrders(3);

  @AfterEach
  void close() {
    fixture.close();
  }

  private static LambdaException refused(ThrowingCallable call, int status, String code) {
    LambdaException thrown = catchThrowableOfType(LambdaException.class, call);
    assertThat(thrown).as("the call is refused").isNotNull();
    assertThat(thrown.statusCode()).isEqualTo(status);
    assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo(code);
    return thrown;
  }

  private static String said(LambdaException thrown) {
    return thrown.awsErrorDetails().errorMessage();
  }

  private GetAliasResponse read() {
    return fixture.client.getAlias(request -> request.functionName("orders").name("live"));
  }

  @Test
  void aliasWithoutWeightsHasNoRoutingConfigButADescription() {
    assertThat(read().routingConfig()).isNull();
    assertThat(read().description()).isEmpty();
    assertThat(read().aliasArn()).isEqualTo(ARN + ":live");
    assertThat(read().functionVersion()).isEqualTo("1");
  }

  @Test
  void weightsAreKeptAsSent() {
    UpdateAliasResponse answer = fixture.client.updateAlias(live(Map.of("2", 0.1 + 0.2)).build());
    assertThat(answer.routingConfig().additionalVersionWeights())
        .isEqualTo(Map.of("2", 0.30000000000000004));
  }

  @Test
  void omittedFieldsStay() {
    fixture.client.updateAlias(live(Map.of("2", 0.1)).description("canary").build());
    fixture.client.updateAlias(live().functionVersion("3").build());
    assertThat(read().functionVersion()).isEqualTo("3");
    assertThat(read().description()).isEqualTo("canary");
    assertThat(read().routingConfig().additionalVersionWeights()).isEqualTo(Map.of("2", 0.1));
  }

  @Test
  void emptyWeightsClear() {
    fixture.client.updateAlias(live(Map.of("2", 0.1)).build());
    assertThat(fixture.client.updateAlias(live(Map.of()).build()).routingConfig()).isNull();
    assertThat(read().routingConfig()).isNull();
  }

  @Test
  void emptyRoutingConfigClears() {
    fixture.client.updateAlias(live(Map.of("2", 0.1)).build());
    fixture.client.updateAlias(live().routingConfig(config -> {}).build());
    assertThat(read().routingConfig()).isNull();
  }

  @Test
  void everyUpdateChangesTheRevisionEvenOneThatChangesNothing() {
    String before = read().revisionId();
    String after = fixture.client.updateAlias(live().build()).revisionId();
    assertThat(after).isNotEqualTo(before).isEqualTo(read().revisionId());
  }

  @Test
  void refusedUpdateKeepsTheRevision() {
    String before = read().revisionId();
    refused(
        () -> fixture.client.updateAlias(live(Map.of("9", 0.1)).build()),
        404,
        "ResourceNotFoundException");
    assertThat(read().revisionId()).isEqualTo(before);
  }

  @Test
  void staleRevisionIsRefused() {
    String stale = read().revisionId();
    fixture.client.updateAlias(live(Map.of("2", 0.1)).revisionId(stale).build());
    LambdaException thrown =
        refused(
            () -> fixture.client.updateAlias(live(Map.of("2", 0.2)).revisionId(stale).build()),
            412,
            "PreconditionFailedException");
    assertThat(thrown).isInstanceOf(PreconditionFailedException.class);
    assertThat(said(thrown))
        .startsWith("The Revision Id provided does not match the latest Revision Id.");
    assertThat(read().routingConfig().additionalVersionWeights()).isEqualTo(Map.of("2", 0.1));
  }

  @Test
  void twoExtraVersionsAreRefused() {
    LambdaException thrown =
        refused(
            () -> fixture.client.updateAlias(live(Map.of("2", 0.1, "3", 0.1)).build()),
            400,
            "InvalidParameterValueException");
    assertThat(said(thrown))
        .isEqualTo("Number of items in AdditionalVersionWeights cannot be greater than 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {2.0, -1.0})
  void weightOutsideZeroToOneIsAValidationException(double weight) {
    LambdaException thrown =
        refused(
            () -> fixture.client.updateAlias(live(Map.of("2", weight)).build()),
            400,
            "ValidationException");
    assertThat(said(thrown))
        .isEqualTo(
            "1 validation error detected: Value '{2="
                + weight
                + "}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map"
                + " value must satisfy constraint: [Member must have value less than or equal to"
                + " 1.0, Member must have value greater than or equal to 0.0, Member must not be"
                + " null]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 1.0})
  void edgesOfTheRangeAreTaken(double weight) {
    fixture.client.updateAlias(live(Map.of("2", weight)).build());
    assertThat(read().routingConfig().additionalVersionWeights()).isEqualTo(Map.of("2", weight));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$LATEST", "blue"})
  void weightForANonNumericVersionIsAValidationException(String version) {
    LambdaException thrown =
        refused(
            () -> fixture.client.updateAlias(live(Map.of(version, 0.5)).build()),
            400,
            "ValidationException");
    assertThat(said(thrown)).contains("Map keys must satisfy constraint", "[0-9]+");
  }

  @Test
  void latestCannotShare() {
    LambdaException thrown =
        refused(
            () ->
                fixture.client.updateAlias(
                    live(Map.of("2", 0.5)).functionVersion("$LATEST").build()),
            400,
            "InvalidParameterValueException");
    assertThat(said(thrown))
        .isEqualTo("$LATEST is not supported for an alias pointing to more than 1 version");
  }

  @Test
  void versionCannotShareWithItself() {
    LambdaException thrown =
        refused(
            () -> fixture.client.updateAlias(live(Map.of("1", 0.5)).build()),
            400,
            "InvalidParameterValueException");
    assertThat(said(thrown))
        .isEqualTo(
            "Invalid function version 1. Function version 1 is already included in routing"
                + " configuration.");
  }

  @Test
  void promotionThatLeavesTheWeightsInIsRefused() {
    fixture.client.updateAlias(live(Map.of("2", 0.5)).build());
    LambdaException thrown =
        refused(
            () -> fixture.client.updateAlias(live().functionVersion("2").build()),
            400,
            "InvalidParameterValueException");
    assertThat(said(thrown)).contains("Function version 2 is already included");
    fixture.client.updateAlias(live(Map.of()).functionVersion("2").build());
    assertThat(read().functionVersion()).isEqualTo("2");
  }

  @Test
  void unknownVersionIsNotFound() {
    LambdaException weight =
        refused(
            () -> fixture.client.updateAlias(live(Map.of("10", 0.5)).build()),
            404,
            "ResourceNotFoundException");
    LambdaException primary =
        refused(
            () -> fixture.client.updateAlias(live().functionVersion("10").build()),
            404,
            "ResourceNotFoundException");
    assertThat(said(weight)).isEqualTo("Function not found: " + ARN + ":10");
    assertThat(said(primary)).isEqualTo("Function not found: " + ARN + ":10");
  }

  @Test
  void aliasThatExistsCannotBeCreated() {
    LambdaException thrown =
        refused(
            () ->
                fixture.client.createAlias(
                    request -> request.functionName("orders").name("live").functionVersion("2")),
            409,
            "ResourceConflictException");
    assertThat(thrown).isInstanceOf(ResourceConflictException.class);
    assertThat(said(thrown)).isEqualTo("Alias already exists: " + ARN + ":live");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024", "with space", "dotted.name"})
  void invalidAliasNameIsAValidationException(String name) {
    LambdaException thrown =
        refused(
            () ->
                fixture.client.createAlias(
                    request -> request.functionName("orders").name(name).functionVersion("1")),
            400,
            "ValidationException");
    assertThat(said(thrown))
        .contains("Value '" + name + "' at 'name' failed to satisfy constraint");
  }

  @Test
  void checksComeInOrder() {
    refused(
        () ->
            fixture.client.createAlias(
                request ->
                    request
                        .functionName("orders")
                        .name("live")
                        .functionVersion("10")
                        .routingConfig(
                            config -> config.additionalVersionWeights(Map.of("2", 5.0)))),
        404,
        "ResourceNotFoundException");
    refused(
        () ->
            fixture.client.createAlias(
                request ->
                    request
                        .functionName("orders")
                        .name("live")
                        .functionVersion("1")
                        .routingConfig(
                            config -> config.additionalVersionWeights(Map.of("2", 5.0)))),
        409,
        "ResourceConflictException");
    refused(
        () -> fixture.client.updateAlias(live(Map.of("2", 5.0)).revisionId("stale").build()),
        412,
        "PreconditionFailedException");
  }

  @Test
  void missingAliasHasTwoMessages() {
    LambdaException get =
        refused(
            () -> fixture.client.getAlias(request -> request.functionName("orders").name("blue")),
            404,
            "ResourceNotFoundException");
    LambdaException update =
        refused(
            () ->
                fixture.client.updateAlias(request -> request.functionName("orders").name("blue")),
            404,
            "ResourceNotFoundException");
    assertThat(List.of(get, update)).hasOnlyElementsOfType(ResourceNotFoundException.class);
    assertThat(said(get)).isEqualTo("Cannot find alias arn: " + ARN + ":blue");
    assertThat(said(update)).isEqualTo("Alias not found: " + ARN + ":blue");
  }

  @Test
  void deletingAMissingAliasSucceeds() {
    fixture.client.deleteAlias(request -> request.functionName("orders").name("blue"));
    fixture.client.deleteAlias(request -> request.functionName("orders").name("live"));
    refused(this::read, 404, "ResourceNotFoundException");
  }

  @Test
  void versionsWithDifferentRolesCannotShare() {
    fixture.client.updateFunctionConfiguration(
        request -> request.functionName("orders").role(LambdaFixture.ROLE + "-new"));
    String version = fixture.publish("with another role");
    LambdaException thrown =
        refused(
            () -> fixture.client.updateAlias(live(Map.of(version, 0.1)).build()),
            400,
            "InvalidParameterValueException");
    assertThat(said(thrown)).contains("same execution role");
  }

  @Test
  void aliasesAreListedByPageAndByVersion() {
    for (String name : List.of("a", "b", "c")) {
      fixture.client.createAlias(
          request -> request.functionName("orders").name(name).functionVersion("2"));
    }
    assertThat(
            fixture
                .client
                .listAliasesPaginator(request -> request.functionName("orders").maxItems(2))
                .aliases())
        .extracting(AliasConfiguration::name)
        .containsExactly("a", "b", "c", "live");
    assertThat(
            fixture
                .client
                .listAliases(request -> request.functionName("orders").functionVersion("1"))
                .aliases())
        .extracting(AliasConfiguration::name)
        .containsExactly("live");
  }

  @ParameterizedTest
  @CsvSource({
    "orders",
    "arn:aws:lambda:us-east-1:000000000000:function:orders",
    "000000000000:function:orders",
    "function:orders"
  })
  void functionIsKnownByNameAndByArn(String name) {
    assertThat(
            fixture
                .client
                .getAlias(request -> request.functionName(name).name("live"))
                .functionVersion())
        .isEqualTo("1");
  }

  @Test
  void javaCodeReadsAndMovesAnAlias() {
    fixture.lambda.putAlias("orders", "live", "3", Map.of("2", 0.25));
    AliasTrafficSplit routing = fixture.lambda.trafficSplit("orders", "live").orElseThrow();
    assertThat(routing)
        .isEqualTo(new AliasTrafficSplit("3", Map.of("2", 0.25), read().revisionId()));
    assertThat(routing.pickVersion(0.24)).isEqualTo("2");
    assertThat(routing.pickVersion(0.25)).isEqualTo("3");
    assertThat(fixture.lambda.trafficSplit("orders", "blue")).isEmpty();
    assertThat(fixture.lambda.trafficSplit("bills", "live")).isEmpty();
  }
}
