package dev.coalmine.cli.sam;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleDeployerTest {
  private static final String TEMPLATE =
      """
      Resources:
        Workflow:
          Type: AWS::Serverless::StateMachine
          Properties:
            DefinitionUri: machine.json
            Events: {%s}
        Extra: {%s}
      """;

  @TempDir private Path folder;

  private void deploy(String events, String resource) throws IOException {
    Files.writeString(folder.resolve("template.yaml"), TEMPLATE.formatted(events, resource));
    Files.writeString(
        folder.resolve("machine.json"),
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}");
    VirtualClock clock = new VirtualClock(Instant.EPOCH);
    try (LocalRuntime runtime = new LocalRuntime(folder)) {
      new SimulatedAccount(
              runtime, clock, TaskExecutor.withoutTimeouts(), false, 1, (execution, event) -> {})
          .enableTriggers();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "E: {Type: Api} | events of type Api are not supported",
        "E: {Type: EventBridgeRule, Properties: {Pattern: {a: [1]}, Sqs: x}} | [Sqs] is not"
            + " supported",
        "E: {Type: EventBridgeRule, Properties: {Pattern: {a: [{near: 1}]}}} |"
            + " InvalidEventPatternException: Event pattern is not valid. Reason: Unrecognized"
            + " match type near",
        "E: {Type: Schedule, Properties: {Schedule: rate(5 minute)}} | ValidationException:"
            + " Parameter ScheduleExpression is not valid.",
        "E: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(5 minutes)}} | ScheduleV2"
            + " without Input is not supported",
      })
  void anEventThatIsNotUnderstoodIsRefusedWhereItStands(String event, String message) {
    assertThatThrownBy(() -> deploy(event, ""))
        .isInstanceOf(TemplateException.class)
        .hasMessage("template, Resources.Workflow.Properties.Events.E: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ScheduleExpression: rate(1 day), Odd: 1} | : [Odd] is not supported",
        "{ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn: b, KinesisParameters: {}}]} |"
            + " .Targets: [KinesisParameters] is not supported",
        "{ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn:"
            + " 'arn:aws:kinesis:us-east-1:000000000000:stream/t'}]} | : ValidationException:"
            + " target a: the embedded AWS delivers to state machines, functions, queues and"
            + " topics, not to arn:aws:kinesis:us-east-1:000000000000:stream/t",
        "{EventBusName: !Ref Nowhere, EventPattern: {a: [1]}} | .EventBusName: there is no resource"
            + " Nowhere",
      })
  void aRuleThatIsNotUnderstoodIsRefusedWhereItStands(String properties, String message) {
    assertThatThrownBy(() -> deploy("", "Type: AWS::Events::Rule, Properties: " + properties))
        .isInstanceOf(TemplateException.class)
        .hasMessage("template, Resources.Extra.Properties" + message);
  }
}
