package dev.coalmine.embedded.apigateway;

import static dev.coalmine.embedded.apigateway.ApiGatewayFixture.copy;
import static dev.coalmine.embedded.apigateway.ApiGatewayFixture.operation;
import static dev.coalmine.embedded.apigateway.ApiGatewayFixture.remove;
import static dev.coalmine.embedded.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.model.ApiGatewayException;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.CanarySettings;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/** UpdateStage changes a stage and its canary as recorded from AWS. */
class StagePatchTest {
  private static final PatchOperation NO_TRAFFIC = replace("/canarySettings/percentTraffic", "0.0");
  private static final PatchOperation COPY_DEPLOYMENT =
      copy("/canarySettings/deploymentId", "/deploymentId");
  private static final PatchOperation COPY_VARIABLES =
      copy("/canarySettings/stageVariableOverrides", "/variables");

  private final ApiGatewayFixture fixture = new ApiGatewayFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private CanarySettings canary() {
    return fixture.stage().canarySettings();
  }

  private static CanarySettings canary(String deployment, double percent) {
    return CanarySettings.builder()
        .deploymentId(deployment)
        .percentTraffic(percent)
        .useStageCache(false)
        .build();
  }

  @Test
  void percentTrafficMakesACanaryOfTheStagesOwnDeployment() {
    fixture.update(replace("/canarySettings/percentTraffic", "10.0"));

    assertThat(canary()).isEqualTo(canary("one", 10));
    assertThat(canary().hasStageVariableOverrides()).isFalse();
  }

  @Test
  void deploymentIdMakesACanaryWithoutTraffic() {
    fixture.update(replace("/canarySettings/deploymentId", "two"));

    assertThat(canary()).isEqualTo(canary("two", 0));
    assertThat(fixture.stage().deploymentId()).isEqualTo("one");
  }

  @Test
  void overrideIsAddedAndSet() {
    fixture.withCanary().update(replace("/canarySettings/stageVariableOverrides/table", "new"));
    assertThat(canary().stageVariableOverrides())
        .isEqualTo(Map.of("alias", "next", "table", "new"));

    fixture.update(replace("/canarySettings/stageVariableOverrides/table", "newer"));
    assertThat(canary().stageVariableOverrides())
        .isEqualTo(Map.of("alias", "next", "table", "newer"));
    assertThat(fixture.stage().variables()).isEqualTo(Map.of("alias", "live", "table", "orders"));
  }

  @Test
  void oneOverrideIsRemoved() {
    fixture.withCanary().update(remove("/canarySettings/stageVariableOverrides/alias"));

    assertThat(canary()).isEqualTo(canary("two", 10));
  }

  @Test
  void useStageCacheIsSet() {
    fixture.withCanary().update(replace("/canarySettings/useStageCache", "true"));

    assertThat(canary().useStageCache()).isTrue();
  }

  @Test
  void removedCanaryLeavesTheStageAsItWas() {
    GetStageResponse before = fixture.stage();

    assertThat(fixture.withCanary().update(remove("/canarySettings")).canarySettings()).isNull();
    assertThat(fixture.stage().toString()).isEqualTo(before.toString());
  }

  @Test
  void promotionMergesVariablesAndLeavesTheCanary() {
    fixture.withCanary().update(NO_TRAFFIC, COPY_VARIABLES, COPY_DEPLOYMENT);

    assertThat(fixture.stage().deploymentId()).isEqualTo("two");
    assertThat(fixture.stage().variables()).isEqualTo(Map.of("alias", "next", "table", "orders"));
    assertThat(canary())
        .isEqualTo(
            canary("two", 0).toBuilder().stageVariableOverrides(Map.of("alias", "next")).build());
  }

  @Test
  void operationsApplyInOrder() {
    fixture.update(NO_TRAFFIC, COPY_DEPLOYMENT, COPY_VARIABLES);

    assertThat(canary()).isEqualTo(canary("one", 0));
    assertThat(fixture.stage().variables()).isEqualTo(Map.of("alias", "live", "table", "orders"));
  }

  @Test
  void nothingIsAppliedWhenOneOperationIsRefused() {
    GetStageResponse before = fixture.stage();

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(
            () ->
                fixture.update(
                    replace("/canarySettings/percentTraffic", "10"),
                    replace("/description", "changed"),
                    replace("/canarySettings/deploymentId", "none")));

    assertThat(fixture.stage().toString()).isEqualTo(before.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          add | /canarySettings/deploymentId | two | | Invalid add operation with path: /canarySettings/deploymentId
          add | /canarySettings/percentTraffic | 5 | | Invalid add operation with path: /canarySettings/percentTraffic
          add | /variables/new | 5 | | Invalid add operation with path: /variables/new
          move | /variables | | /canarySettings | Invalid move operation with path: /variables
          test | /deploymentId | one | | Invalid test operation with path: /deploymentId
          remove | /canarySettings/stageVariableOverrides | | | Cannot remove method setting canarySettings/stageVariableOverrides because there is no method setting for this method
          remove | /canarySettings/badPath | | | Cannot remove method setting canarySettings/badPath because there is no method setting for this method
          remove | /canarySettings/deploymentId | | | Cannot remove method setting canarySettings/deploymentId because there is no method setting for this method
          remove | /canarySettings/stageVariableOverrides/none | | | Cannot remove method setting canarySettings/stageVariableOverrides/none because there
          remove | /variables/none | | | Cannot remove method setting variables/none because there is no method setting
          remove | /*/* | | | Cannot remove method setting */* because there is no method setting for this method
          remove | /accessLogSettings/destinationArn | | | Cannot remove method setting accessLogSettings/destinationArn because there
          replace | /canarySettings | test | | Invalid method setting path: /canarySettings. Must be one of: [/deploymentId, /description,
          replace | /canarySettings/badPath | bad | | Invalid method setting path: /canarySettings/badPath. Must be one of: [/deploymentId,
          replace | /canary/percentTraffic | 10 | | Invalid method setting path: /canary/percentTraffic. Must be one of: [/deploymentId,
          replace | /tags/tag1 | x | | Invalid method setting path: /tags/tag1. Must be one of:
          replace | /variables | x | | Invalid method setting path: /variables. Must be one of:
          replace | /variables/a/b | x | | Invalid method setting path: /variables/a/b. Must be one of:
          replace | /deploymentId/x | one | | Invalid method setting path: /deploymentId/x. Must be one of:
          replace | /canarySettings/deploymentId | none | | Deployment id does not exist
          replace | /deploymentId | none | | Deployment id does not exist
          replace | /deploymentId | | | Deployment id does not exist
          copy | /canarySettings/stageVariableOverrides | | /variables | Invalid copy operation with path: /canarySettings/stageVariableOverrides and from /variables. Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]
          copy | /variables | | /canarySettings/deploymentId | Invalid copy operation with path: /variables and from /canarySettings/deploymentId
          replace | /canarySettings/percentTraffic | 100.1 | | Invalid canary percentTraffic: 100.1
          replace | /canarySettings/percentTraffic | -1 | | Invalid canary percentTraffic: -1
          replace | /canarySettings/percentTraffic | NaN | | Invalid canary percentTraffic: NaN
          replace | /canarySettings/percentTraffic | ten | | Invalid canary percentTraffic: ten
          replace | /canarySettings/percentTraffic | | | Invalid canary percentTraffic: .
          replace | /variables/a:b | x | | Invalid stage variable name: a:b.  Please use names with only word characters.
          replace | /variables/a~1b | x | | Invalid stage variable name: a/b.
          replace | /variables/a~0b | x | | Invalid stage variable name: a~b.
          replace | /variables/alias | $LATEST | | Invalid stage variable value: $LATEST.  Please use values with alphanumeric characters and the symbols
          replace | /variables/alias | | | Invalid stage variable value: .
          replace | /canarySettings/stageVariableOverrides/alias | a b | | Invalid stage variable value: a b.
          replace | /accessLogSettings/other | x | | Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]
          add | /accessLogSettings | x | | Invalid accessLogSettings path.
          replace | /accessLogSettings/format | | | Access Log value must not be empty
          replace | /*/*/throttling/burstLimit | many | | Invalid value many
          """)
  void operationIsRefused(String op, String path, String value, String from, String message) {
    fixture.withCanary();
    PatchOperation operation =
        operation(op, path, value == null ? "" : value, from == null ? "" : from);

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> fixture.update(operation))
        .matches(e -> e.statusCode() == 400)
        .satisfies(e -> assertThat(e.awsErrorDetails().errorMessage()).startsWith(message));
  }

  @Test
  void refusalListsAllSupportedPaths() {
    assertThatThrownBy(() -> fixture.update(replace("/canarySettings", "test")))
        .hasMessageContaining(
            "/{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}"
                + "/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds,")
        .hasMessageContaining(
            "/*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds,")
        .hasMessageContaining("/variables/{variable_name}, /tracingEnabled]");
  }

  @Test
  void nothingIsPromotedWithoutACanary() {
    for (PatchOperation promotion : new PatchOperation[] {COPY_DEPLOYMENT, COPY_VARIABLES}) {
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> fixture.update(promotion))
          .withMessageContaining("Promotion not available. Canary does not exist.");
    }
  }

  @Test
  void removingNoCanaryIsRefused() { // not recorded: the stricter case
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> fixture.update(remove("/canarySettings")))
        .withMessageContaining("Cannot remove method setting canarySettings because there is no");
  }

  @Test
  void unknownOpIsAConstraintOfTheModel() {
    assertThatExceptionOfType(ApiGatewayException.class)
        .isThrownBy(
            () -> fixture.update(PatchOperation.builder().op("wrong").path("/variables/a").build()))
        .matches(e -> e.awsErrorDetails().errorCode().equals("ValidationException"))
        .withMessageContaining(
            "Value 'wrong' at 'updateStageInput.patchOperations.1.member.op' failed to satisfy"
                + " constraint: Member must satisfy enum value set: [add, remove, move, test,"
                + " replace, copy]");
    assertThat(Op.fromValue("wrong")).isEqualTo(Op.UNKNOWN_TO_SDK_VERSION);
  }

  @Test
  void ordinarySettingsAreSetAndRemoved() {
    fixture.update(
        replace("/deploymentId", "two"),
        replace("/description", "for everyone"),
        replace("/variables/table", "other"),
        remove("/variables/alias"),
        replace("/tracingEnabled", "true"),
        replace("/accessLogSettings/format", "$context.isCanaryRequest"));

    GetStageResponse stage = fixture.stage();
    assertThat(stage.deploymentId()).isEqualTo("two");
    assertThat(stage.description()).isEqualTo("for everyone");
    assertThat(stage.variables()).isEqualTo(Map.of("table", "other"));
    assertThat(stage.tracingEnabled()).isTrue();
    assertThat(stage.accessLogSettings().format()).isEqualTo("$context.isCanaryRequest");
    assertThat(fixture.update(remove("/accessLogSettings")).accessLogSettings()).isNull();
  }

  @Test
  void methodSettingsHaveTheirDefaults() {
    fixture.update(
        replace("/*/*/logging/loglevel", "INFO"), replace("/~1orders/GET/caching/enabled", "true"));

    assertThat(fixture.stage().methodSettings()).containsOnlyKeys("*/*", "orders/GET");
    assertThat(fixture.stage().methodSettings().get("*/*"))
        .matches(all -> all.loggingLevel().equals("INFO"))
        .matches(all -> all.throttlingBurstLimit() == 5000 && !all.cachingEnabled());
    assertThat(fixture.update(remove("/*/*")).methodSettings()).containsOnlyKeys("orders/GET");
  }

  @Test
  void updateIsDated() {
    fixture.clock.advance(Duration.ofMinutes(3));
    fixture.withCanary();

    GetStageResponse stage = fixture.stage();
    assertThat(stage.lastUpdatedDate()).isEqualTo(fixture.clock.instant());
    assertThat(Duration.between(stage.createdDate(), stage.lastUpdatedDate())).hasMinutes(3);
  }

  @Test
  void missingStageOrApiIsAMissingStage() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () ->
                fixture.client.updateStage(
                    update -> update.restApiId(ApiGatewayFixture.API).stageName("none")))
        .withMessageContaining("Invalid Stage identifier specified");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> fixture.client.getStage(get -> get.restApiId("none").stageName("prod")))
        .withMessageContaining("Invalid Stage identifier specified");
  }
}
