package dev.coalmine.embedded.lambda;

import static dev.coalmine.embedded.LambdaFixture.live;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coalmine.embedded.LambdaFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyStatusEnum;

class ProvisionedConcurrencyOperationsTest {
  private final LambdaFixture fixture = new LambdaFixture().withOrders(3);

  @BeforeEach
  void provisioningTakesTwoMinutes() {
    fixture.lambda.setProvisioningTime(Duration.ofMinutes(2));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void provision() {
    fixture.client.putProvisionedConcurrencyConfig(
        request ->
            request.functionName("orders").qualifier("live").provisionedConcurrentExecutions(5));
    fixture.clock.advance(Duration.ofMinutes(2));
  }

  private ProvisionedConcurrencyStatusEnum status() {
    return fixture
        .client
        .getProvisionedConcurrencyConfig(
            request -> request.functionName("orders").qualifier("live"))
        .status();
  }

  private GetAliasResponse read() {
    return fixture.client.getAlias(request -> request.functionName("orders").name("live"));
  }

  @Test
  void missingConfigurationIsNotFound() {
    assertThatExceptionOfType(ProvisionedConcurrencyConfigNotFoundException.class)
        .isThrownBy(this::status);
  }

  @Test
  void readyAfterItsTime() {
    fixture.lambda.putProvisionedConcurrency("orders", "live", 5);
    assertThat(status()).isEqualTo(ProvisionedConcurrencyStatusEnum.IN_PROGRESS);
    fixture.clock.advance(Duration.ofMinutes(2));
    assertThat(status()).isEqualTo(ProvisionedConcurrencyStatusEnum.READY);
  }

  @Test
  void aliasKeepsTheOldVersionUntilTheNewOneIsWarm() {
    provision();
    fixture.client.updateAlias(live().functionVersion("2").build());
    assertThat(read().functionVersion()).isEqualTo("2");
    assertThat(read().routingConfig().additionalVersionWeights()).isEqualTo(Map.of("1", 1.0));
    assertThat(fixture.lambda.trafficSplit("orders", "live").orElseThrow().pickVersion(0.999))
        .isEqualTo("1");
    fixture.clock.advance(Duration.ofMinutes(2));
    assertThat(read().routingConfig()).isNull();
    assertThat(fixture.lambda.trafficSplit("orders", "live").orElseThrow().pickVersion(0.999))
        .isEqualTo("2");
  }

  @Test
  void weightsOfOthersStayWithinAProvisionedAlias() {
    provision();
    fixture.client.updateAlias(live(Map.of("2", 0.1)).build());
    assertThat(read().routingConfig().additionalVersionWeights()).isEqualTo(Map.of("2", 0.1));
    assertThatExceptionOfType(InvalidParameterValueException.class)
        .isThrownBy(this::provision)
        .withMessageContaining("Alias with weights can not be used with Provisioned Concurrency");
  }

  @Test
  void aliasIsStuckAfterAFailedHandoverUntilWeightsAreCleared() {
    provision();
    fixture.lambda.setVersionState("orders", "2", FunctionState.FAILED);
    fixture.client.updateAlias(live().functionVersion("2").build());
    fixture.clock.advance(Duration.ofHours(1));
    assertThat(read().routingConfig().additionalVersionWeights()).isEqualTo(Map.of("1", 1.0));
    assertThat(status()).isEqualTo(ProvisionedConcurrencyStatusEnum.FAILED);
    assertThatExceptionOfType(InvalidParameterValueException.class)
        .isThrownBy(() -> fixture.client.updateAlias(live().functionVersion("3").build()))
        .withMessageContaining("Invalid alias configuration for Provisioned Concurrency");
    fixture.client.updateAlias(live(Map.of()).functionVersion("1").build());
    assertThat(read().routingConfig()).isNull();
  }

  @Test
  void rollbackDuringTheHandoverNeedsNoOther() {
    provision();
    fixture.client.updateAlias(live().functionVersion("2").build());
    fixture.client.updateAlias(live(Map.of()).functionVersion("1").build());
    assertThat(read().functionVersion()).isEqualTo("1");
    assertThat(read().routingConfig()).isNull();
  }

  @Test
  void latestCannotBeProvisioned() {
    assertThatExceptionOfType(InvalidParameterValueException.class)
        .isThrownBy(
            () ->
                fixture.client.putProvisionedConcurrencyConfig(
                    request ->
                        request
                            .functionName("orders")
                            .qualifier("$LATEST")
                            .provisionedConcurrentExecutions(1)))
        .withMessageContaining("unpublished function versions");
  }
}
