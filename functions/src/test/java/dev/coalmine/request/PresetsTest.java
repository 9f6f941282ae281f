package dev.coalmine.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetsTest {

  @ParameterizedTest
  @CsvSource({
    "Canary10Percent5Minutes, 10, PT5M",
    "Canary10Percent10Minutes, 10, PT10M",
    "Canary10Percent15Minutes, 10, PT15M",
    "Canary10Percent30Minutes, 10, PT30M",
    "Linear10PercentEvery1Minute, 10 20 30 40 50 60 70 80 90, PT9M",
    "Linear10PercentEvery2Minutes, 10 20 30 40 50 60 70 80 90, PT18M",
    "Linear10PercentEvery3Minutes, 10 20 30 40 50 60 70 80 90, PT27M",
    "Linear10PercentEvery10Minutes, 10 20 30 40 50 60 70 80 90, PT1H30M",
    "AllAtOnce, '', PT0S",
  })
  void keepCodeDeploysWeightsAndTimes(String name, String weights, Duration bakes) {
    Plan plan = Presets.find(name).orElseThrow();

    assertThat(
            plan.steps().stream()
                .map(step -> String.valueOf(step.weight().percent()))
                .collect(Collectors.joining(" ")))
        .isEqualTo(weights);
    assertThat(plan.totalBakeTime()).isEqualTo(bakes);
    assertThat(Presets.find("CodeDeployDefault.Lambda" + name)).contains(plan);
  }

  @Test
  void nameOfAnotherPlatformIsNotTaken() {
    assertThat(Presets.find("CodeDeployDefault.ECSLinear10PercentEvery1Minutes")).isEmpty();
    assertThat(Presets.find("Linear10PercentEvery1Minutes")).isEmpty();
  }
}
