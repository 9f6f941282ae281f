package dev.coalmine.cli.trigger;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.testing.TargetStates;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.cloudformation.CustomResourceResponse;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.RegisterExtension;

/** CloudFormation's requests to the sample account, without traffic. */
class StackFixture {
  static final String STEPS =
      """
      {"function": "orders", "version": "%s", "gate": {"metrics": "false"}, "watch": "PT1M",
       "plan": {"steps": [{"weight": "10", "bake": "PT5M"}]}, "maxDuration": "PT30M"}
      """;

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  final VirtualClock clock = new VirtualClock(Rehearsal.START);

  final List<String> stackEvents = new ArrayList<>();

  String stopAt = "";

  final SimulatedAccount world;

  int requests;

  StackFixture() {
    this(Map.of());
  }

  /** With other parameters of Coalmine's own stack. */
  StackFixture(Map<String, String> parameters) {
    world =
        new SimulatedAccount(
                LOCAL.runtime(),
                clock,
                TaskExecutor.withoutTimeouts(),
                false,
                1,
                this::happened,
                parameters)
            .enableTriggers();
    SampleAccount.createIn(world);
  }

  void happened(Execution execution, HistoryEvent event) {
    if (execution.identity().stateMachineName().equals(StackName.STACK_WORKFLOW)) {
      stackEvents.add(execution.identity().arn());
      if (stopAt.equals("" + stackEvents.size())) {
        stop(execution.identity().arn());
      }
    }
  }

  CompletableFuture<CustomResourceResponse> ask(String type, String properties) {
    return world.stacks().sendRequest(event(type, properties));
  }

  Map<String, Object> event(String type, String properties) {
    Map<String, Object> event =
        Json.parseObject(
            bytes(ProjectFolder.read(ProjectFolder.ROOT.resolve("events/stack-update.json"))));
    Object token = JsonView.of(event.get("ResourceProperties")).map().get("ServiceToken");
    Map<String, Object> all = properties(properties);
    all.put("ServiceToken", token);
    event.put("RequestType", type);
    event.put("RequestId", "%08d-abcd-3333-abcd-333333abcdef".formatted(++requests));
    event.put("ResourceProperties", all);
    event.remove("OldResourceProperties");
    if (type.equals("Create")) {
      event.remove("PhysicalResourceId");
    }
    return event;
  }

  static Map<String, Object> properties(String json) {
    return new LinkedHashMap<>(Json.parseObject(bytes(json)));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  CustomResourceResponse answer(CompletableFuture<CustomResourceResponse> end) {
    clock.runUntil(end::isDone);
    return end.join();
  }

  /** The number of answers to each request. */
  List<Integer> answers() {
    return world.stacks().results().values().stream()
        .map(answer -> (Integer) JsonView.of(answer).map().get("answers"))
        .toList();
  }

  String alias() {
    return TargetStates.read(world).get("orders:live").toString().replaceFirst(", .*", "");
  }

  void stop(String execution) {
    call("StopExecution", Map.of("executionArn", execution, "cause", "by hand"));
  }

  List<String> releases() {
    return executions(world.stateMachineArn());
  }

  List<String> executions(String machine) {
    List<String> arns = new ArrayList<>();
    for (Object each :
        (List<?>) call("ListExecutions", Map.of("stateMachineArn", machine)).get("executions")) {
      arns.add("" + JsonView.of(each).map().get("executionArn"));
    }
    Collections.reverse(arns);
    return arns;
  }

  Map<String, Object> call(String operation, Map<String, Object> input) {
    return Json.parseObject(
        world.aws().handle(WireRequest.awsJson("AWSStepFunctions." + operation, input)).body());
  }
}
