package dev.coalmine.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.RefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackRequestReaderTest {
  private static final StackPolicy NO_LIMITS =
      StackPolicyReader.read(PolicyParameters.NONE).policy();

  private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders";

  private static StackRequestReader order(Object... namesAndValues) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("ServiceToken", "arn:aws:lambda:us-east-1:123456789012:function:door");
    properties.put("maxDuration", "PT30M");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return StackRequestReader.of(properties);
  }

  @Test
  void textsOfCloudFormationBecomeNumbersAndFlags() {
    StackRequestReader order =
        order(
            "function",
            "orders",
            "version",
            "8",
            "plan",
            Map.of("steps", List.of(Map.of("weight", "5", "bake", "PT2M"))),
            "gate",
            Map.of("metrics", Map.of("errors", "true", "latency", "false")));

    assertThat(order.faults()).isEmpty();
    assertThat(order.body())
        .doesNotContainKey("ServiceToken")
        .containsEntry("plan", Map.of("steps", List.of(Map.of("weight", 5, "bake", "PT2M"))))
        .containsEntry("gate", Map.of("metrics", Map.of("errors", true, "latency", false)));
    assertThat(
            order("function", "orders", "version", "8", "gate", Map.of("metrics", "true")).body())
        .containsEntry("gate", Map.of("metrics", true));
  }

  @Test
  void theNumberOfProbesMayBeAText() {
    StackRequestReader order =
        order(
            "function",
            "orders",
            "version",
            "8",
            "probe",
            Map.of("events", List.of(Map.of("path", "/orders")), "perMinute", "10"));

    assertThat(order.faults()).isEmpty();
    assertThat(order.body().get("probe")).asString().contains("perMinute=10");
  }

  @Test
  void anAliasMayBeMissingOnlyIfThePropertiesSaySo() {
    Object[] alias = {"function", "orders", "version", "8", "ifMissing", "skip"};
    assertThat(order(alias).faults()).isEmpty();
    assertThat(order(alias).skipsMissing()).isTrue();
    assertThat(order(alias).body()).doesNotContainKey("ifMissing");

    alias[5] = "refuse";
    assertThat(order(alias).faults()).isEmpty();
    assertThat(order(alias).skipsMissing()).isFalse();
    assertThat(order("function", "orders", "version", "8").skipsMissing()).isFalse();

    alias[5] = "create";
    assertThat(order(alias).faults())
        .containsExactly("ifMissing must be refuse or skip, not \"create\"");
  }

  @Test
  void nothingInPlaceOfAValueIsAFault() {
    Map<String, Object> scope = new HashMap<>();
    scope.put("errors", null);

    assertThat(order("function", null, "version", ARN + ":8").faults())
        .contains("function must not be null: omit it");
    assertThat(
            order("function", "orders", "version", "8", "gate", Map.of("metrics", scope)).faults())
        .containsExactly("gate.metrics.errors must not be null: omit it");
  }

  @Test
  void whatRefAnswersOfVersionAndAliasIsUnderstood() {
    StackRequestReader order = order("version", ARN + ":8", "alias", ARN + ":prod");

    assertThat(order.faults()).isEmpty();
    assertThat(order.targets()).containsExactly(new AliasTarget(ARN, "prod", "8"));
    assertThat(order("function", "orders", "version", ARN + ":8").targets())
        .containsExactly(new AliasTarget("orders", "live", "8"));
    assertThat(order("function", "billing", "version", ARN + ":8").faults())
        .contains(
            "version must be a published version's number, not \"%s:8\": that is version 8 of function orders, not of billing"
                .formatted(ARN));
  }

  @ParameterizedTest
  @CsvSource({
    "PT40M, PT10M, ''",
    "PT40M, PT10M1S, 50 min 1 s",
    "PT2H, PT0S, 2 h",
    "PT10M, PT45M, 55 min"
  })
  void aReleaseThatMayLastLongerThanFiftyMinutesIsRefused(
      String longest, String watch, String worst) {
    List<String> faults =
        order("function", "orders", "version", "8", "maxDuration", longest, "watch", watch)
            .faults();

    assertThat(String.join("", faults))
        .contains(worst.isEmpty() ? "" : "can take up to " + worst + ",");
    assertThat(faults).hasSize(worst.isEmpty() ? 0 : 1);
  }

  @Test
  void aStageTakesTwentySecondsMoreToClaim() {
    Map<String, Object> stage = Map.of("restApi", "a1", "stage", "prod", "deployment", "d2");

    assertThat(order("targets", List.of(stage), "maxDuration", "PT40M", "watch", "PT10M").faults())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"'', PT55M", "3600, PT55M", "1200, PT15M", "60, PT30S", "x, PT55M", "9999, PT55M"})
  void aReleaseIsStoppedWhileThereIsTimeToTell(String timeout, Duration patience) {
    assertThat(order("ServiceTimeout", timeout).deadline().releaseTimeout()).isEqualTo(patience);
  }

  @Test
  void whatIsGoneBackToHasNoGate() {
    StackRequestReader order =
        order("function", "orders", "version", "6", "gate", Map.of("alarms", List.of("a")));

    assertThat(order.toRequest(List.of(UpdateDirection.BACK), NO_LIMITS))
        .isEqualTo(
            Map.of(
                "function", "orders",
                "version", "6",
                "plan", "AllAtOnce",
                "gate", Map.of("metrics", false),
                "watch", "PT0S"));
    assertThat(order.toRequest(List.of(UpdateDirection.FORWARD), NO_LIMITS))
        .isEqualTo(order.body());
  }

  @Test
  void targetsThatAreThereAreLeftOutAndNoReleaseGoesBothWays() {
    Map<String, Object> orders = Map.of("function", "orders", "version", "8");
    Map<String, Object> mail = Map.of("function", "mail", "version", "12");
    StackRequestReader order = order("targets", List.of(orders, mail));

    assertThat(order.toRequest(List.of(UpdateDirection.THERE, UpdateDirection.FORWARD), NO_LIMITS))
        .containsEntry("targets", List.of(mail));
    assertThat(order.toRequest(List.of(UpdateDirection.BACK, UpdateDirection.THERE), NO_LIMITS))
        .containsEntry("targets", List.of(orders))
        .containsEntry("plan", "AllAtOnce");
    assertThat(order.toRequest(List.of(UpdateDirection.BACK, UpdateDirection.EITHER), NO_LIMITS))
        .containsEntry("plan", "AllAtOnce");
    assertThat(order.toRequest(List.of(UpdateDirection.FORWARD, UpdateDirection.EITHER), NO_LIMITS))
        .isEqualTo(order.body());
    assertThatThrownBy(
            () ->
                order.toRequest(List.of(UpdateDirection.BACK, UpdateDirection.FORWARD), NO_LIMITS))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("orders:live to 8 is BACK, mail:live to 12 is FORWARD");
  }

  @Test
  void allFaultsAreNamedAtOnce() {
    assertThat(order("functoin", "orders", "approve", List.of("50"), "ifBusy", "queue").faults())
        .hasSize(4);
  }
}
