package dev.coalmine.cli.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.text.JsonView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What events of new versions start in the sample account. */
class StartReleaseTest {
  private static final String EVENT =
      ProjectFolder.read(ProjectFolder.ROOT.resolve("events/new-version.json"));
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private final VirtualClock clock = new VirtualClock(Rehearsal.START);
  private final SimulatedAccount world = LOCAL.account(clock).enableTriggers();

  StartReleaseTest() {
    SampleAccount.createIn(world);
  }

  @Test
  void aNewVersionStartsTheReleaseThatTheTagsAskFor() {
    Map<String, Object> answer = hears(EVENT);

    assertThat(answer.get("reason")).isEqualTo("release of version 8 of orders started");
    assertThat(executions()).containsExactly(answer.get("execution"));
    assertThat(described(answer).get("input"))
        .isEqualTo(
            "{\"function\":\"arn:aws:lambda:us-east-1:000000000000:function:orders\",\"version\":\"8\","
                + "\"alias\":\"live\",\"gate\":{\"alarms\":[\"orders-errors\"]}}");
  }

  @Test
  void whoeverPublishesAVersionStartsItsRelease() {
    WireRequest publish =
        new WireRequest(
            "PUT",
            "/2015-03-31/functions/orders/code",
            Map.of(),
            Map.of("user-agent", "cloudformation.amazonaws.com"),
            Json.toBytes(Map.of("ZipFile", "b3JkZXJzIDk=", "Publish", true)));
    assertThat(world.aws().handle(publish).status()).isEqualTo(200);
    clock.runTo(clock.instant().plus(Duration.ofDays(1))); // the release's own writes start nothing

    assertThat(executions()).singleElement().asString().contains(":coalmine:orders-live-9-");
  }

  @Test
  void anEventThatComesTwiceStartsOne() {
    Map<String, Object> first = hears(EVENT);
    Map<String, Object> second = hears(EVENT);

    assertThat(second).isEqualTo(first);
    assertThat(executions()).hasSize(1);
  }

  @Test
  void anEventThatComesOnceMoreAfterTheEndStartsNothing() {
    Map<String, Object> first = hears(EVENT);
    clock.runTo(clock.instant().plus(Duration.ofDays(1))); // without traffic it is rolled back
    assertThat(described(first)).containsEntry("error", "RolledBack");

    assertThat(hears(EVENT))
        .isEqualTo(
            Map.of(
                "execution",
                first.get("execution"),
                "reason",
                "version 8 was already released by this execution; to release it again, start an"
                    + " execution by hand"));
    assertThat(executions()).hasSize(1);
  }

  @Test
  void otherTagsMeanwhileStartNoSecondRelease() {
    hears(EVENT);
    world.lambda().tagFunction("orders", Map.of("coalmine:plan", "thorough"));

    assertThat(hears(EVENT).get("reason")).asString().contains("released by this execution");
    assertThat(executions()).hasSize(1);
  }

  @Test
  void twoHundredEventsAtOnceStartOne() throws InterruptedException, ExecutionException {
    int many = 200;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    CountDownLatch together = new CountDownLatch(many);
    Callable<Map<String, Object>> one =
        () -> {
          together.countDown();
          together.await();
          return hears(EVENT);
        };
    List<Map<String, Object>> answers = new ArrayList<>();
    for (Future<Map<String, Object>> answer : threads.invokeAll(Collections.nCopies(many, one))) {
      answers.add(answer.get());
    }
    threads.shutdown();

    assertThat(executions()).hasSize(1);
    assertThat(answers)
        .extracting(answer -> answer.get("execution"))
        .containsOnly(executions().get(0));
  }

  @Test
  void mistakesInTagsAreRefusedWherePeopleLook() {
    world
        .lambda()
        .tagFunction("orders", Map.of("coalmine:wach", "PT1M", "coalmine:plan", "5@PT2M 5"));
    Map<String, Object> answer = hears(EVENT);
    clock.runTo(clock.instant().plusSeconds(60));

    assertThat(described(answer))
        .containsEntry("error", "Refused")
        .containsEntry(
            "cause",
            "3 faults: unknown tag coalmine:wach (did you mean coalmine:watch?); step 2 of 2:"
                + " weight 5 must be above the step before it (5); step 2 of 2.bake is missing: set"
                + " how long to hold this weight");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders:8 | orders:7 | '\"version\": \"8\"' | '\"version\": \"7\"' |"
            + " orders:live already has version 7",
        "orders:8 | billing:8 | '' | '' | billing has no tag coalmine:alias",
        "orders:8 | gone:8 | '' | '' | could not read the tags of gone:"
            + " the function does not exist, or this stack is not allowed to release it",
        "'\"eventSource\"' | '\"errorCode\": \"AccessDenied\", \"eventSource\"' | '' | '' |"
            + " 'UpdateFunctionCode20150331v2 failed: \"AccessDenied\"'",
        "UpdateFunctionCode20150331v2 | UpdateAlias20150331 | '' | '' | the event is not a call"
            + " that publishes a version: eventName \"UpdateAlias20150331\"",
      })
  void otherEventsStartNothingAndSayWhy(
      String what, String by, String also, String with, String why) {
    String event = EVENT.replace(what, by).replace(also.isEmpty() ? "\u0000" : also, with);

    assertThat(hears(event)).isEqualTo(Map.of("execution", "", "reason", why));
    assertThat(executions()).isEmpty();
  }

  @Test
  void functionsThatAreNoneOfOursAreLeftAlone() {
    world.aws().faults().always("ListTags", Fault.error(403, "AccessDeniedException", "no"));

    assertThat(hears(EVENT)).containsEntry("execution", "");
    assertThat(executions()).isEmpty();
  }

  @Test
  void anotherRefusalIsAFailure() {
    world.aws().faults().always("ListTags", Fault.error(403, "InvalidSignatureException", "no"));

    assertThat(world.lambda().invoke(function(), bytes(EVENT)).failed()).isTrue();
  }

  @Test
  void anAliasThatIsNotThereIsRefusedWherePeopleLook() {
    world.lambda().tagFunction("orders", Map.of("coalmine:alias", "blue"));
    Map<String, Object> answer = hears(EVENT);
    clock.runTo(clock.instant().plusSeconds(60));

    assertThat(described(answer).get("cause")).asString().contains("alias blue of function");
  }

  @Test
  void aFailureIsLeftToLambdaToTryAgain() {
    world
        .aws()
        .faults()
        .always("StartExecution", Fault.error(400, "ExecutionLimitExceeded", "too many"));
    FunctionRunner.FunctionResult failed = world.lambda().invoke(function(), bytes(EVENT));
    world.aws().faults().clear();

    assertThat(failed.failed()).isTrue();
    assertThat(hears(EVENT).get("reason")).isEqualTo("release of version 8 of orders started");
  }

  private static byte[] bytes(String event) {
    return event.getBytes(StandardCharsets.UTF_8);
  }

  private static String function() {
    return StackName.NAME + "-StartReleaseFunction";
  }

  private Map<String, Object> hears(String event) {
    return Json.parseObject(world.lambda().invoke(function(), bytes(event)).payload());
  }

  private List<Object> executions() {
    Map<String, Object> listed =
        ask("ListExecutions", Map.of("stateMachineArn", world.stateMachineArn()));
    return ((List<?>) listed.get("executions"))
        .stream().map(each -> JsonView.of(each).map().get("executionArn")).toList();
  }

  private Map<String, Object> described(Map<String, Object> answer) {
    return ask("DescribeExecution", Map.of("executionArn", answer.get("execution")));
  }

  private Map<String, Object> ask(String operation, Map<String, Object> input) {
    return Json.parseObject(
        world.aws().handle(WireRequest.awsJson("AWSStepFunctions." + operation, input)).body());
  }
}
