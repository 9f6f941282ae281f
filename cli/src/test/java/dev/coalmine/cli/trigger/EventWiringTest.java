package dev.coalmine.cli.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.codepipeline.PipelineAction;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.text.JsonView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the rules, schedules and jobs of a template start. */
class EventWiringTest extends WiringFixture {
  @Test
  void theRulesOfTheTemplateAreThere() {
    assertThat(rules("default"))
        .containsExactly(
            "coalmine-Alarms ENABLED",
            "coalmine-StartFunctionPublished ENABLED",
            "coalmine-TellFunctionEnded ENABLED",
            "coalmine-TellFunctionOften ENABLED",
            "coalmine-WorkflowEarly DISABLED");
    assertThat(rules("coalmine-bus"))
        .containsExactly("baking ENABLED", "coalmine-WorkflowPlaced ENABLED");
    assertThat(world.queues().messagesByArn())
        .containsOnlyKeys(
            Arns.queue("coalmine-Dead"), Arns.queue("coalmine-StartFunctionPublishedQueue"));
  }

  private List<String> rules(String bus) {
    List<String> rules = new ArrayList<>();
    for (Object rule :
        (List<?>) call("AWSEvents.ListRules", Map.of("EventBusName", bus)).get("Rules")) {
      Map<String, Object> received = JsonView.of(rule).map();
      rules.add(received.get("Name") + " " + received.get("State"));
    }
    return rules;
  }

  @Test
  void targetsAreNamedAsTheyAreDeployed() {
    assertThat(
            call(
                "AWSEvents.ListTargetsByRule",
                Map.of("Rule", "coalmine-WorkflowPlaced", "EventBusName", "coalmine-bus")))
        .isEqualTo(
            Map.of(
                "Targets",
                List.of(
                    Map.of(
                        "Id",
                        "WorkflowPlaced",
                        "Arn",
                        world.stateMachineArn(),
                        "RoleArn",
                        "arn:aws:iam::000000000000:role/events",
                        "InputPath",
                        "$.detail",
                        "RetryPolicy",
                        Map.of("MaximumRetryAttempts", 2),
                        "DeadLetterConfig",
                        Map.of("Arn", Arns.queue("coalmine-Dead"))))));
    assertThat(world.lambda().aliases("coalmine-StartFunction")).containsExactly("live");
  }

  @Test
  void environmentsAreWorkedOut() {
    WireResponse answer = lambda("GET", "coalmine-StartFunction/configuration");
    Map<String, Object> environment =
        JsonView.of(Json.parseObject(answer.body()).get("Environment")).map();

    assertThat(environment)
        .containsEntry(
            "Variables", Map.of("BUS", "coalmine-bus", "WORKFLOW", world.stateMachineArn()));
  }

  @Test
  void publishingAVersionReachesTheFunctionInTheSameMoment() {
    world.lambda().createFunction("orders", "Orders", new byte[] {1}, Map.of());
    lambda("POST", "orders/versions");
    lambda("POST", "nobody/versions");
    passTo(0);

    assertThat(received).containsExactly("0 Start {\"function\": \"orders\", \"version\": \"1\"}");
  }

  @Test
  void anEventOnTheBusStartsTheWorkflow() {
    call("AWSEvents.PutEvents", Map.of("Entries", List.of(placed())));
    passTo(0);

    assertThat(received)
        .extracting(line -> payload(line).get("status"))
        .containsExactly("RUNNING", "SUCCEEDED");
    assertThat(payload(received.get(0))).containsEntry("input", "{\"do\":\"nothing\"}");
  }

  private static Map<String, Object> placed() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("Source", "shop");
    entry.put("DetailType", "Order Placed");
    entry.put("Detail", "{\"do\":\"nothing\"}");
    entry.put("EventBusName", Arns.eventBus("coalmine-bus"));
    return entry;
  }

  @Test
  void whatCannotBeStartedLandsInTheTemplatesQueue() {
    world.aws().faults().always("StartExecution", Fault.throttled());
    call("AWSEvents.PutEvents", Map.of("Entries", List.of(placed())));
    passTo(60);

    assertThat(world.queues().messages(Arns.queue("coalmine-Dead"))).hasSize(1);
    assertThat(received).isEmpty();
  }

  @Test
  void anAlarmIsToldWhenItChangesThoughNobodyAsks() {
    world
        .cloudWatch()
        .call(
            "PutMetricAlarm",
            Map.of(
                "AlarmName", "a",
                "Namespace", "N",
                "MetricName", "M",
                "Statistic", "Sum",
                "Period", 60,
                "EvaluationPeriods", 1,
                "Threshold", 0.5,
                "ComparisonOperator", "GreaterThanThreshold"));
    world
        .cloudWatch()
        .call(
            "PutMetricData",
            Map.of("Namespace", "N", "MetricData", List.of(Map.of("MetricName", "M", "Value", 1))));
    passTo(300);

    assertThat(received).startsWith("60 Wake \"ALARM\"");
  }

  @Test
  void aScheduleOfTheTemplateFires() {
    passTo(6 * 3600 + 1);

    assertThat(received).containsExactly("21600 Tell \"often\"");
  }

  @Test
  void aPipelinesJobReachesItsFunction() {
    PipelineAction action =
        world
            .pipelines()
            .run(
                Map.of(
                    "CodePipeline.job",
                    Map.of(
                        "id",
                        "11111111-abcd-1111-abcd-111111abcdef",
                        "data",
                        Map.of(
                            "actionConfiguration",
                            Map.of(
                                "configuration",
                                Map.of("FunctionName", "coalmine-StartFunction"))))));
    passTo(0);
    assertThat(received.get(0)).startsWith("0 Start {\"CodePipeline.job\"");
    call("CodePipeline_20150709.PutJobSuccessResult", Map.of("jobId", action.jobs().get(0)));

    assertThat(action.result()).isDone();
  }
}
