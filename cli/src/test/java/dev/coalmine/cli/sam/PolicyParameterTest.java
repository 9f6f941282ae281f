package dev.coalmine.cli.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.request.PolicyParameters;
import dev.coalmine.request.Presets;
import dev.coalmine.request.StackPolicyReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The template takes the values of the stack's policy that the handlers understand. */
class PolicyParameterTest {
  static final List<String> PRESETS = Presets.names();

  private static PolicyParameters policy(String parameter, String value) {
    return new PolicyParameters(
        parameter.equals("RequireGate") ? value : null,
        parameter.equals("MinimumBake") ? value : null,
        parameter.equals("AllowedVariables") ? value : null,
        parameter.equals("AllowedPlans") ? value : null,
        parameter.equals("AllowedHooks") ? value : null);
  }

  private static void check(String parameter, String value) throws IOException {
    SamTemplate.read(ProjectFolder.ROOT.resolve("template.yaml"))
        .checkParameters(Map.of(parameter, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          RequireGate      | false
          RequireGate      | true
          RequireGate      | metrics
          MinimumBake      | PT0S
          MinimumBake      | PT10M
          MinimumBake      | PT1H30M
          MinimumBake      | P2D
          AllowedVariables | *
          AllowedVariables | ~~
          AllowedVariables | lambdaAlias,feature*
          AllowedPlans     | *
          AllowedPlans     | paced,thorough,steps
          AllowedPlans     | CodeDeployDefault.LambdaAllAtOnce
          AllowedHooks     | *
          AllowedHooks     | ~~
          AllowedHooks     | orders-*,arn:aws:lambda:eu-west-1:123456789012:function:smoke
          """)
  void bothTake(String parameter, String value) {
    assertThatCode(() -> check(parameter, value)).doesNotThrowAnyException();
    assertThat(StackPolicyReader.read(policy(parameter, value)).faults()).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("PRESETS")
  void bothTakeEveryPreset(String preset) {
    bothTake("AllowedPlans", preset);
    bothTake("AllowedPlans", "CodeDeployDefault.Lambda" + preset);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          RequireGate      | yes
          RequireGate      | ~~
          MinimumBake      | 10m
          MinimumBake      | ~~
          MinimumBake      | PT
          MinimumBake      | -PT10M
          MinimumBake      | PT0.5S
          AllowedVariables | backend host
          AllowedVariables | a"b
          AllowedPlans     | padec
          AllowedPlans     | pac*
          AllowedPlans     | Canary10Percent7Minutes
          AllowedHooks     | orders:live
          AllowedHooks     | arn:aws:lambda:eu-west-1:123456789012:function:smoke:live
          """)
  void bothRefuse(String parameter, String value) {
    assertThatThrownBy(() -> check(parameter, value)).isInstanceOf(TemplateException.class);
    assertThat(StackPolicyReader.read(policy(parameter, value)).faults()).hasSize(1);
  }

  @Test
  void theDefaultsLimitNothing() throws IOException {
    Map<String, Object> parameters =
        SamTemplate.read(ProjectFolder.ROOT.resolve("template.yaml")).section("Parameters");
    PolicyParameters defaults =
        new PolicyParameters(
            defaultOf(parameters, "RequireGate"),
            defaultOf(parameters, "MinimumBake"),
            defaultOf(parameters, "AllowedVariables"),
            defaultOf(parameters, "AllowedPlans"),
            defaultOf(parameters, "AllowedHooks"));

    assertThat(defaults).isEqualTo(PolicyParameters.NONE);
    assertThat(StackPolicyReader.read(defaults).policy().toLines()).isEmpty();
  }

  private static String defaultOf(Map<String, Object> parameters, String name) {
    return String.valueOf(((Map<?, ?>) parameters.get(name)).get("Default"));
  }
}
