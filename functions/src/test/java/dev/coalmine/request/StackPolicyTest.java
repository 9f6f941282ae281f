package dev.coalmine.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.document.Json;
import dev.coalmine.target.AwsLocation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A stack's policy refuses what requests may not ask for, and names the value and the parameter.
 */
class StackPolicyTest {
  private static final AwsLocation HOME = new AwsLocation("aws", "eu-west-1", "123456789012");

  private static final String AT_ONCE =
      """
      {"function": "orders", "plan": "AllAtOnce", "gate": {"metrics": false}, "watch": "PT0S",
       "whenInconclusive": "promote"}
      """;

  private static final String STAGE =
      """
      {"targets": [{"restApi": "a1b2c3d4e5", "stage": "prod",
                    "variables": {"backendHost": "evil.example/x?", "lambdaAlias": "next"}}]}
      """;

  private static PolicyParameters policy(String parameter, String value) {
    return new PolicyParameters(
        parameter.equals("RequireGate") ? value : null,
        parameter.equals("MinimumBake") ? value : null,
        parameter.equals("AllowedVariables") ? value : null,
        parameter.equals("AllowedPlans") ? value : null,
        parameter.equals("AllowedHooks") ? value : null);
  }

  private static List<String> faults(PolicyParameters parameters, String request) {
    return StackPolicyReader.read(parameters)
        .policy()
        .faults(RequestReader.read(Json.readTree(request)), HOME);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          RequireGate | true | {"function": "orders"} |
          RequireGate | true | {"function": "orders", "plan": "Canary10Percent5Minutes", "gate": {"metrics": false, "alarms": ["a"]}} |
          RequireGate | true | {"function": "orders", "plan": "AllAtOnce"} |
          RequireGate | true | {"function": "orders", "plan": "AllAtOnce", "gate": {"metrics": false}} | gate has no alarms and no metrics: the stack's parameter RequireGate is true, so name alarms or switch on gate.metrics
          RequireGate | true | {"function": "orders", "plan": "AllAtOnce", "watch": "PT0S"} | plan AllAtOnce with watch PT0S ends before the gate has checked anything: the stack's parameter RequireGate is true, so use another plan or a watch
          RequireGate | true | {"function": "orders", "whenInconclusive": "promote"} | whenInconclusive promote would promote what the gate has not passed: the stack's parameter RequireGate is true, so use rollBack
          RequireGate | true | {"function": "orders", "whenInconclusive": "ask"} | whenInconclusive ask would promote what the gate has not passed: the stack's parameter RequireGate is true, so use rollBack
          RequireGate | metrics | {"function": "orders", "gate": {"alarms": ["a"], "metrics": {"latency": false}}} |
          RequireGate | metrics | {"function": "orders", "plan": "Canary10Percent5Minutes", "gate": {"metrics": false, "alarms": ["a"]}} | gate has alarms alone: the stack's parameter RequireGate is metrics, so switch on the errors of gate.metrics
          RequireGate | metrics | {"function": "orders", "gate": {"metrics": {"errors": false}}} | gate does not compare errors: the stack's parameter RequireGate is metrics, so switch on the errors of gate.metrics
          MinimumBake | PT10M | {"function": "orders"} |
          MinimumBake | PT10M | {"function": "orders", "plan": {"steps": [{"weight": 1, "bake": "PT4M"}, {"weight": 50, "bake": "PT6M"}]}} |
          MinimumBake | PT10M | {"function": "orders", "plan": "AllAtOnce"} | plan AllAtOnce keeps the canary below 100 % for PT0S: the stack's parameter MinimumBake is PT10M
          MinimumBake | PT10M | {"function": "orders", "plan": {"steps": [{"weight": 99, "bake": "PT1S"}]}} | plan steps keeps the canary below 100 % for PT1S: the stack's parameter MinimumBake is PT10M
          MinimumBake | PT3H | {"function": "orders"} | maxDuration is PT2H: the stack's parameter MinimumBake is PT3H
          MinimumBake | PT10M | {"function": "orders", "plan": "padec"} |
          AllowedPlans | paced,steps | {"function": "orders"} |
          AllowedPlans | paced,steps | {"function": "orders", "plan": "thorough"} | plan thorough is not allowed: the stack's parameter AllowedPlans is paced, steps
          AllowedPlans | CodeDeployDefault.LambdaAllAtOnce | {"function": "orders", "plan": "AllAtOnce"} |
          AllowedPlans | AllAtOnce | {"function": "orders", "plan": "CodeDeployDefault.LambdaAllAtOnce"} |
          AllowedPlans | thorough | {"function": "orders", "plan": {"steps": []}} |
          AllowedHooks | orders-smoke | {"function": "orders", "hooks": {"eachStep": "orders-smoke:live"}} |
          AllowedHooks | orders-smoke | {"function": "orders", "hooks": {"eachStep": "arn:aws:lambda:eu-west-1:123456789012:function:orders-smoke:3"}} |
          AllowedHooks | arn:aws:lambda:eu-west-1:123456789012:function:orders-* | {"function": "orders", "hooks": {"eachStep": "orders-check"}} |
          AllowedHooks | orders-smoke | {"function": "orders", "hooks": {"eachStep": "arn:aws:lambda:eu-west-1:999999999999:function:orders-smoke"}} | hooks.eachStep arn:aws:lambda:eu-west-1:999999999999:function:orders-smoke is not allowed: the stack's parameter AllowedHooks is orders-smoke
          AllowedHooks | orders-smoke | {"function": "orders", "hooks": {"beforeTraffic": "pay"}} | hooks.beforeTraffic pay is not allowed: the stack's parameter AllowedHooks is orders-smoke
          AllowedHooks | orders-smoke | {"function": "orders", "probe": {"function": "pay", "perMinute": 1}} | probe.function pay is not allowed: the stack's parameter AllowedHooks is orders-smoke
          AllowedHooks | ~~ | {"function": "orders", "hooks": {"beforeTraffic": "pay"}} | hooks.beforeTraffic pay is not allowed: the stack's parameter AllowedHooks is empty
          """)
  void aRequestIsRefusedForOneReason(String parameter, String value, String request, String fault) {
    assertThat(faults(policy(parameter, value), request))
        .isEqualTo(fault == null ? List.of() : List.of(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          *                       | -
          lambda*,backendHost     | -
          lambdaAlias             | backendHost
          lambdaAlias,backendhost | backendHost
          backend*                | lambdaAlias
          """)
  void onlyAllowedVariablesMayBeSet(String allowed, String refused) {
    assertThat(faults(policy("AllowedVariables", allowed), STAGE))
        .isEqualTo(
            refused == null
                ? List.of()
                : List.of(
                    "variable %s of stage a1b2c3d4e5/prod is not allowed: the stack's parameter AllowedVariables is %s"
                        .formatted(refused, allowed.replace(",", ", "))));
  }

  @Test
  void allFaultsAreNamedAtOnce() {
    PolicyParameters strict =
        new PolicyParameters("true", "PT10M", "lambdaAlias", "paced,steps", "");

    assertThat(faults(strict, AT_ONCE)).hasSize(5);
    assertThat(faults(strict, STAGE)).hasSize(1);
  }

  @Test
  void withoutAPolicyEverythingIsAllowed() {
    StackPolicy none = StackPolicyReader.read(PolicyParameters.NONE).policy();

    assertThat(faults(PolicyParameters.NONE, AT_ONCE)).isEmpty();
    assertThat(faults(PolicyParameters.NONE, STAGE)).isEmpty();
    assertThat(none.promotionRule()).isEqualTo(PromotionRule.NONE);
    assertThat(none.toLines()).isEmpty();
    assertThat(none.allowsAtOnce()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RequireGate      | yes
          RequireGate      | TRUE
          MinimumBake      | 10 minutes
          MinimumBake      | -PT10M
          MinimumBake      | PT0.5S
          AllowedVariables | a b
          AllowedPlans     | padec
          AllowedPlans     | pac*
          AllowedHooks     | orders:live
          """)
  void aParameterThatCannotBeReadIsAFaultAndNoLicence(String parameter, String value) {
    assertThat(StackPolicyReader.read(policy(parameter, value)).faults())
        .singleElement()
        .asString()
        .startsWith("the stack's parameter " + parameter + " must be ")
        .endsWith(", not \"" + value + "\": nothing is released before that is mended");
  }

  @Test
  void peopleReadWhatIsLimited() {
    StackPolicy strict =
        StackPolicyReader.read(new PolicyParameters("metrics", "PT90M", "", "paced", "*")).policy();

    assertThat(strict.toLines())
        .containsExactly(
            "RequireGate metrics: promoted only after the gate has passed",
            "MinimumBake: at least 1 h 30 min below 100 %",
            "AllowedVariables: empty",
            "AllowedPlans: paced");
  }
}
