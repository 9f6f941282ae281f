package dev.coalmine.cli.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.cli.testing.TargetStates;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.cloudformation.CustomResourceResponse;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionState;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.text.JsonView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of CloudFormation's requests, in the world of a rehearsal that nobody calls. */
class StackReleaseTest {
  private static final String STEPS =
      """
      {"function": "orders", "version": "%s", "gate": {"metrics": "false"}, "watch": "PT1M",
       "plan": {"steps": [{"weight": "10", "bake": "PT5M"}]}, "maxDuration": "PT30M"}
      """;
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private final VirtualClock clock = new VirtualClock(Rehearsal.START);
  private final List<String> stackEvents = new ArrayList<>();
  private String stopAt = "";
  private final SimulatedAccount world =
      new SimulatedAccount(
              LOCAL.runtime(), clock, TaskExecutor.withoutTimeouts(), false, 1, this::happened)
          .enableTriggers();
  private int requests;

  StackReleaseTest() {
    SampleAccount.createIn(world);
  }

  private void happened(Execution execution, HistoryEvent event) {
    if (execution.identity().stateMachineName().equals(StackName.STACK_WORKFLOW)) {
      stackEvents.add(execution.identity().arn());
      if (stopAt.equals("" + stackEvents.size())) {
        stop(execution.identity().arn());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Create | 8 | SUCCESS | 1 | 8
          Update | 8 | SUCCESS | 1 | 8
          Update | 7 | SUCCESS | 0 | 7
          Update | arn:aws:lambda:us-east-1:000000000000:function:orders:8 | SUCCESS | 1 | 8
          Update | 6 | SUCCESS | 1 | 6
          Update | 99 | FAILED: Refused: version 99 of function orders does not exist | 1 | 7
          Update | | FAILED: Refused: version must be a published version's number, not ""; version of orders:live is missing: name it in the resource's properties | 0 | 7
          Delete | 8 | SUCCESS | 0 | 7
          Delete | 99 | SUCCESS | 0 | 7
          """)
  void aRequestDoes(String type, String version, String answer, int releases, String then) {
    CustomResourceResponse told = told(ask(type, STEPS.formatted(version == null ? "" : version)));

    assertThat(told).hasToString(answer);
    assertThat(told.physicalId()).isEqualTo("orders:live");
    assertThat(releases()).hasSize(releases);
    assertThat(alias()).isEqualTo(then);
    assertThat(answers()).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "approve": ["50"] | approve is not supported in a stack, where a release takes at most an hour and cannot wait for approval or for another release: leave it out
          "whenInconclusive": "ask" | whenInconclusive "ask" is not supported in a stack, where a release takes at most an hour and cannot wait for approval or for another release: use rollBack or promote
          "ifBusy": "queue" | ifBusy "queue" is not supported in a stack, where a release takes at most an hour and cannot wait for approval or for another release: use refuse
          "watch": "PT21M" | maxDuration 30 min and watch 21 min can take up to 51 min, but CloudFormation waits 1 h for the resource, which leaves 50 min for the release: use a shorter maxDuration or watch
          "ServiceTimeout": "1800" | maxDuration 30 min and watch 1 min can take up to 31 min, but CloudFormation waits 30 min for the resource, which leaves 20 min for the release: use a shorter maxDuration or watch
          "wach": "PT1M" | unknown field wach (did you mean watch?)
          """)
  void whatCannotBeDoneWithinAnHourIsRefused(String field, String fault) {
    Map<String, Object> properties = properties(STEPS.formatted("8"));
    properties.putAll(properties("{" + field + "}"));
    CustomResourceResponse told = told(ask("Update", Json.toText(properties)));

    assertThat(told).hasToString("FAILED: Refused: " + fault);
    assertThat(releases()).isEmpty();
  }

  @Test
  void theTemplateCanAskWhatCameOfIt() {
    assertThat(told(ask("Update", STEPS.formatted("8"))).data())
        .containsEntry("outcome", "PROMOTED")
        .containsEntry("id", "orders-8")
        .containsEntry("version", "8")
        .containsKey("reason");
  }

  @Test
  void aStackThatGoesBackMovesAtOnce() {
    assertThat(told(ask("Update", STEPS.formatted("8"))).status()).isEqualTo("SUCCESS");
    var before = clock.instant();
    assertThat(told(ask("Update", STEPS.formatted("7"))).status()).isEqualTo("SUCCESS");

    assertThat(Duration.between(before, clock.instant())).isLessThan(Duration.ofMinutes(1));
    assertThat(alias()).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Update", "Delete"})
  void aReleaseThatStillRunsIsEndedBeforeTheStackGoesOn(String type) {
    CompletableFuture<CustomResourceResponse> update = ask("Update", STEPS.formatted("8"));
    clock.runTo(clock.instant().plusSeconds(120));
    assertThat(alias()).contains("8");
    CustomResourceResponse told = told(ask(type, STEPS.formatted("7")));

    assertThat(told.status()).isEqualTo("SUCCESS");
    assertThat(alias()).isEqualTo("7");
    assertThat(told(update).status()).isEqualTo("FAILED");
    assertThat(releases()).hasSize(1);
  }

  @Test
  void aReleaseUnderWatchIsEndedToo() {
    ask("Update", STEPS.formatted("8")).isDone();
    clock.runUntil(() -> alias().equals("8"));
    assertThat(told(ask("Update", STEPS.formatted("7"))).status()).isEqualTo("SUCCESS");
    assertThat(alias()).isEqualTo("7");
  }

  @Test
  void aCreationThatFailsIsDeletedWithoutAMove() {
    CustomResourceResponse failed = told(ask("Create", "{\"function\": \"orders\"}"));
    CustomResourceResponse deleted = told(ask("Delete", "{\"function\": \"orders\"}"));

    assertThat(failed.status()).isEqualTo("FAILED");
    assertThat(deleted).hasToString("SUCCESS");
    assertThat(deleted.physicalId()).isEqualTo(failed.physicalId()).isEqualTo("orders:live");
  }

  @Test
  void aResourceWhoseTargetCannotBeReadIsCalledByItsNameInTheTemplate() {
    assertThat(told(ask("Create", "{}")).physicalId()).isEqualTo("Release");
  }

  @Test
  void aRequestThatComesTwiceIsServedOnce() {
    Map<String, Object> event = event("Update", STEPS.formatted("8"));
    CompletableFuture<CustomResourceResponse> first = world.stacks().sendRequest(event);
    clock.runTo(clock.instant().plusSeconds(1));
    redeliver();

    assertThat(told(first).status()).isEqualTo("SUCCESS");
    assertThat(releases()).hasSize(1);
    assertThat(executions(Arns.stateMachine(StackName.STACK_WORKFLOW))).hasSize(1);
  }

  /** Lambda delivers an event at least once. */
  private void redeliver() {
    Map<String, Object> described =
        call(
            "DescribeExecution",
            Map.of("executionArn", executions(Arns.stateMachine(StackName.STACK_WORKFLOW)).get(0)));
    Map<String, Object> input = Json.parseObject(bytes("" + described.get("input")));
    Map<String, Object> event = event("Update", STEPS.formatted("8"));
    event.put("RequestId", JsonView.of(input.get("request")).map().get("requestId"));
    event.put("ResponseURL", input.get("responseUrl"));
    world.lambda().invoke(StackName.functionName("StackRequestFunction"), Json.toBytes(event));
  }

  @Test
  void aBucketThatDoesNotAnswerIsTriedAgain() {
    Fault fails = Fault.serviceError();
    world.aws().faults().next("PutObject", fails, fails, fails, fails, fails, fails);

    assertThat(told(ask("Update", STEPS.formatted("7"))).status()).isEqualTo("SUCCESS");
    assertThat(answers()).containsExactly(1);
  }

  @Test
  void anAnswerThatWasLostIsGivenAgainAndCountsOnce() {
    world.aws().faults().next("PutObject", Fault.lostResponse());

    assertThat(told(ask("Update", STEPS.formatted("7"))).status()).isEqualTo("SUCCESS");
    clock.runTo(clock.instant().plusSeconds(60));
    assertThat(answers()).containsExactly(2);
  }

  @Test
  void aRequestThatCannotBeHandedOnIsAnsweredAtOnce() {
    world.aws().faults().always("StartExecution", StoppableRelease.DENIED);

    assertThat(told(ask("Update", STEPS.formatted("8"))).toString())
        .startsWith("FAILED: could not start the stack workflow, so nothing was released: ")
        .contains("not authorized");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListExecutions", "GetAlias", "DescribeExecution", "StopExecution"})
  void aRightThatIsMissingIsAnsweredWithItsReason(String operation) {
    if (operation.equals("StopExecution")) {
      ask("Update", STEPS.formatted("8")).isDone();
      clock.runTo(clock.instant().plusSeconds(30));
    }
    world.aws().faults().always(operation, StoppableRelease.DENIED);

    assertThat(told(ask("Update", STEPS.formatted("7"))).toString())
        .startsWith("FAILED: could not continue: ")
        .contains("not authorized");
  }

  @Test
  void aReleaseThatIsNotDoneAfterFiftyFiveMinutesIsTakenBack() {
    Duration pending = Duration.ofMinutes(29);
    world
        .lambda()
        .setVersionState("orders", "8", FunctionState.PENDING, Rehearsal.START.plus(pending));
    CompletableFuture<CustomResourceResponse> update =
        ask("Update", STEPS.formatted("8").replace("PT5M", "PT29M"));
    clock.runTo(Rehearsal.START.plus(Duration.ofMinutes(55)));
    assertThat(update).isNotDone();
    assertThat(alias()).contains("8");

    assertThat(told(update))
        .hasToString(
            "FAILED: the release did not end within 55 min of the stack's request and was rolled"
                + " back: CloudFormation waits 60 min");
    assertThat(Duration.between(Rehearsal.START, clock.instant()))
        .isLessThan(Duration.ofMinutes(56));
    assertThat(alias()).isEqualTo("7");
  }

  @Test
  void aReleaseThatSomebodyStopsFailsTheResourceAndIsTakenBack() {
    CompletableFuture<CustomResourceResponse> update = ask("Update", STEPS.formatted("8"));
    clock.runTo(clock.instant().plusSeconds(60));
    stop(releases().get(0));

    assertThat(told(update))
        .hasToString("FAILED: the release was stopped from outside (ABORTED) and rolled back");
    assertThat(alias()).isEqualTo("7");
  }

  @Test
  void whereverItsExecutionIsStoppedCloudFormationIsTold() {
    assertThat(told(ask("Update", STEPS.formatted("8"))).status()).isEqualTo("SUCCESS");
    int events = stackEvents.size();
    assertThat(events).isGreaterThan(100);

    for (int event : List.of(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 40, 41, 42, 43)) {
      StackReleaseTest other = new StackReleaseTest();
      other.stopAt = "" + event;
      CustomResourceResponse told = other.told(other.ask("Update", STEPS.formatted("8")));
      assertThat(told.toString())
          .as("stopped at event %d", event)
          .startsWith("FAILED: the execution for this request was stopped from outside (ABORTED");
      assertThat(other.told(other.ask("Update", STEPS.formatted("7"))))
          .as("then the stack goes back")
          .hasToString("SUCCESS");
      assertThat(other.alias()).isEqualTo("7");
    }
    for (int event = events - 12; event <= events - 1; event++) {
      StackReleaseTest other = new StackReleaseTest();
      other.stopAt = "" + event;
      other.told(other.ask("Update", STEPS.formatted("8")));
      other.clock.runTo(other.clock.instant().plusSeconds(60));
      assertThat(other.answers()).as("stopped at event %d", event).allMatch(count -> count >= 1);
    }
  }

  @Test
  void nobodyButTheStacksExecutionKnowsTheAddress() {
    PrintStream before = System.out;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setOut(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      world.aws().faults().next("PutObject", Fault.serviceError());
      told(ask("Update", STEPS.formatted("8")));
      world.aws().faults().always("StartExecution", StoppableRelease.DENIED);
      world.aws().faults().next("PutObject", Fault.serviceError());
      told(ask("Update", STEPS.formatted("7")));
      world
          .lambda()
          .invoke(
              StackName.functionName("StackRequestFunction"),
              bytes("{\"ResponseURL\": \"Signature=1"));
    } finally {
      System.setOut(before);
    }

    assertThat(logged.toString(StandardCharsets.UTF_8))
        .contains("SUCCESS", "FAILED")
        .doesNotContain("Signature", "/_coalmine/stacks");
    for (String release : releases()) {
      Map<String, Object> described = call("DescribeExecution", Map.of("executionArn", release));
      assertThat(Json.toText(described)).doesNotContain("Signature");
      assertThat(Json.toText(call("GetExecutionHistory", Map.of("executionArn", release))))
          .doesNotContain("Signature");
    }
  }

  @ParameterizedTest
  @CsvSource({"d1e2f3, 0", "x9y8z7, 1"})
  void aStageIsComparedByWhatItHas(String deployment, int releases) {
    assertThat(told(ask("Update", stage(deployment))).status()).isEqualTo("SUCCESS");
    assertThat(releases()).hasSize(releases);
  }

  @Test
  void aStageGoesBackAtOnceToAnOlderDeployment() {
    clock.runTo(clock.instant().plusSeconds(60));
    WireRequest deploy =
        new WireRequest(
            "POST", "/restapis/a1b2c3d4e5/deployments", Map.of(), Map.of(), bytes("{}"));
    String newer = "" + Json.parseObject(world.aws().handle(deploy).body()).get("id");
    assertThat(told(ask("Update", stage(newer))).status()).isEqualTo("SUCCESS");
    var before = clock.instant();
    assertThat(told(ask("Update", stage("d1e2f3"))).status()).isEqualTo("SUCCESS");

    assertThat(Duration.between(before, clock.instant())).isLessThan(Duration.ofMinutes(2));
  }

  private static String stage(String deployment) {
    return STEPS
        .formatted("8")
        .replace(
            "\"function\": \"orders\", \"version\": \"8\"",
            "\"targets\": [{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", \"deployment\": \"%s\"}]"
                .formatted(deployment));
  }

  @Test
  void ofSeveralTargetsThoseThatAreThereAreLeftOut() {
    String two =
        STEPS
            .formatted("8")
            .replace(
                "\"function\": \"orders\", \"version\": \"8\"",
                "\"targets\": [{\"function\": \"orders\", \"version\": \"8\"}, {\"function\":"
                    + " \"mail\", \"version\": \"%s\"}]");

    assertThat(told(ask("Update", two.formatted("11")))).hasToString("SUCCESS");
    assertThat(told(ask("Update", two.formatted("12")))).hasToString("SUCCESS");
    assertThat(told(ask("Update", two.formatted("11").replace("\"8\"", "\"9\""))))
        .hasToString(
            "FAILED: Refused: some targets would move forward and others back: orders:live to 9 is"
                + " FORWARD, mail:live to 11 is BACK; one release moves all targets in the same"
                + " direction");
  }

  private CompletableFuture<CustomResourceResponse> ask(String type, String properties) {
    return world.stacks().sendRequest(event(type, properties));
  }

  private Map<String, Object> event(String type, String properties) {
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

  private static Map<String, Object> properties(String json) {
    return new LinkedHashMap<>(Json.parseObject(bytes(json)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private CustomResourceResponse told(CompletableFuture<CustomResourceResponse> end) {
    clock.runUntil(end::isDone);
    return end.join();
  }

  /** How many answers came to each request. */
  private List<Integer> answers() {
    return world.stacks().results().values().stream()
        .map(told -> (Integer) JsonView.of(told).map().get("answers"))
        .toList();
  }

  private String alias() {
    return TargetStates.read(world).get("orders:live").toString().replaceFirst(", .*", "");
  }

  private void stop(String execution) {
    call("StopExecution", Map.of("executionArn", execution, "cause", "by hand"));
  }

  private List<String> releases() {
    return executions(world.stateMachineArn());
  }

  private List<String> executions(String machine) {
    List<String> arns = new ArrayList<>();
    for (Object each :
        (List<?>) call("ListExecutions", Map.of("stateMachineArn", machine)).get("executions")) {
      arns.add("" + JsonView.of(each).map().get("executionArn"));
    }
    Collections.reverse(arns);
    return arns;
  }

  private Map<String, Object> call(String operation, Map<String, Object> input) {
    return Json.parseObject(
        world.aws().handle(WireRequest.awsJson("AWSStepFunctions." + operation, input)).body());
  }
}
