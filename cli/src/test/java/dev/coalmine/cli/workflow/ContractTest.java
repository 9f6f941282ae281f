package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.sam.IntrinsicResolver;
import dev.coalmine.cli.sam.SamTemplate;
import dev.coalmine.cli.sam.StackNames;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.world.LambdaInvokeTask;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.PutEventsTask;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.release.Decision;
import dev.coalmine.text.JsonView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Java, state machine, template and events say the same things by the same names. */
class ContractTest {
  private static final Set<String> OF_STEP_FUNCTIONS =
      Set.of(
          "States.ALL",
          "States.Timeout",
          "Lambda.TooManyRequestsException",
          "Lambda.ServiceException",
          "Lambda.AWSLambdaException",
          "Lambda.SdkClientException",
          "Lambda.ClientExecutionTimeoutException",
          "Lambda.SnapStartNotReadyException",
          "Lambda.Unknown",
          "Sandbox.Timedout",
          "Runtime.ExitError",
          "EventBridge.ThrottlingException",
          "EventBridge.InternalException",
          "EventBridge.FailedEntry");

  private static final String ASKING = LambdaInvokeTask.WAITING_ARN;
  private static final String WAITING = PutEventsTask.WAITING_ARN;
  private static final String TELLING = PutEventsTask.ARN;

  private static SamTemplate template;
  private static final Map<String, String> definitions = new TreeMap<>();

  /** Of all state machines; a state's name is a handler's, or one that no other has. */
  private static final Map<String, Object> states = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    template = SamTemplate.read(ProjectFolder.ROOT.resolve("template.yaml"));
    for (String machine : template.stateMachines()) {
      definitions.put(machine, template.definition(machine));
      states.putAll(statesOf(machine));
    }
  }

  private static Map<String, Object> statesOf(String machine) {
    return JsonView.of(Json.parse(definitions.get(machine))).object("States").map();
  }

  private static List<String> called() {
    return template.stateMachines().stream()
        .flatMap(machine -> template.functionSubstitutions(machine).values().stream())
        .toList();
  }

  @Test
  void statesOfDifferentMachinesHaveDifferentNames() {
    assertThat(states)
        .hasSize(
            template.stateMachines().stream().mapToInt(machine -> statesOf(machine).size()).sum()
                - 1); // Receive, which comes first everywhere
  }

  @Test
  void everyHandlerOfTheTemplateLoads() throws ReflectiveOperationException {
    assertThat(template.handlers()).isNotEmpty();
    for (String handler : template.handlers().values()) {
      assertThat(Class.forName(handler)).isAssignableTo(RequestStreamHandler.class);
      assertThat(Class.forName(handler).getConstructor()).isNotNull();
    }
  }

  @Test
  void classAndResourceAndRoleHaveOneName() throws ReflectiveOperationException {
    for (Map.Entry<String, String> handler : template.handlers().entrySet()) {
      String name = name(handler.getKey());
      assertThat(Class.forName(handler.getValue()).getSimpleName()).isEqualTo(name);
      assertThat(template.resources()).containsKey(name + "Role");
    }
  }

  @Test
  void aTaskHasTheNameOfTheFunctionThatItCalls() {
    List<String> called = called();

    assertThat(called)
        .allSatisfy(
            function ->
                assertThat(Json.toText(state(name(function)))).contains("${" + function + "Arn}"));
    assertThat(Stream.of(handlers(), tasks(ASKING)).flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(called.stream().map(ContractTest::name).toList());
  }

  @Test
  void aFunctionThatNoTaskCallsIsNoState() {
    Set<String> others = new TreeSet<>(template.handlers().keySet());
    others.removeAll(called());

    assertThat(others).isNotEmpty().noneMatch(function -> states.containsKey(name(function)));
  }

  private static String name(String function) {
    return function.replaceFirst("Function$", "");
  }

  @Test
  void substitutionsOfTemplateAndStateMachineMatchBothWays() {
    for (String machine : template.stateMachines()) {
      Set<String> tokens =
          Pattern.compile("\\$\\{(\\w+)}")
              .matcher(definitions.get(machine))
              .results()
              .map(found -> found.group(1))
              .collect(Collectors.toSet());

      assertThat(template.definitionSubstitutions(machine).keySet()).isEqualTo(tokens);
    }
    assertThat(template.handlers().keySet()).containsAll(called());
    assertThat(called()).doesNotHaveDuplicates();
  }

  @Test
  void tasksCallPublishedVersions() {
    for (String machine : template.stateMachines()) {
      Set<String> calls = template.functionSubstitutions(machine).keySet();
      Map<String, Object> others = new TreeMap<>(template.definitionSubstitutions(machine));
      others.keySet().removeAll(calls);

      assertThat(calls).allMatch(token -> token.endsWith("FunctionArn"));
      assertThat(others)
          .allSatisfy(
              (token, value) -> {
                assertThat(token).doesNotEndWith("FunctionArn");
                assertThat(template.resources()).containsKey(ref(value));
                assertThat(template.handlers()).doesNotContainKey(ref(value));
              });
    }
  }

  private static String ref(Object value) {
    return String.valueOf(JsonView.of(value).map().get("Ref"));
  }

  @Test
  void wordsOfDecideAreTheDecisionsOfJavaBothWays() {
    List<Object> words =
        Stream.concat(choices("Decide"), choices("DecideRollback"))
            .map(choice -> choice.get("StringEquals"))
            .filter(word -> word != null)
            .toList();

    assertThat(words)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Decision.values()).map(Decision::name).toList());
    assertThat(state("Decide")).containsEntry("Default", "Rollback");
    assertThat(state("DecideRollback")).containsEntry("Default", "ExplainUnrestored");
  }

  @Test
  void wordsOfDecideStackAreThoseOfStackReleaseBothWays() throws ReflectiveOperationException {
    Class<?> words = Class.forName("dev.coalmine.trigger.StackProgress$Decision");

    assertThat(choices("DecideStack").map(choice -> choice.get("StringEquals")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(words.getEnumConstants()).map(Object::toString).toList());
    assertThat(state("DecideStack")).containsEntry("Default", "AnswerStack");
  }

  @Test
  void anAnswerIsTriedUntilNobodyWaitsForIt() {
    assertThat(attempts("AnswerStack").values()).allMatch(attempts -> attempts >= 30);
    assertThat(JsonView.of(Json.parse(definitions.get("StackWorkflow"))).map())
        .containsEntry("TimeoutSeconds", 3_480);
  }

  @Test
  void everyErrorNameExists() {
    Set<String> names = new TreeSet<>();
    collect(states, "ErrorEquals", names);

    assertThat(names).isNotEmpty();
    for (String name : names) {
      if (!OF_STEP_FUNCTIONS.contains(name)) {
        assertThat(loaded(name)).as(name).isAssignableTo(Throwable.class);
      }
    }
  }

  private static Class<?> loaded(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("no such error: " + name, e);
    }
  }

  @Test
  void everyTaskHasTimeoutRetryAndCatch() {
    for (String task : handlers()) {
      assertThat(state(task)).containsKeys("TimeoutSeconds", "Retry", "Catch");
      assertThat(retried(task)).contains("States.Timeout", "Sandbox.Timedout", "States.ALL");
      assertThat(lastCatch(task)).containsEntry("ErrorEquals", List.of("States.ALL"));
    }
  }

  private static Map<String, Object> lastCatch(String task) {
    List<Object> caught = list(state(task).get("Catch"));
    return JsonView.of(caught.get(caught.size() - 1)).map();
  }

  /** Trying again whatever went wrong would wait, or ask, a second time. */
  @Test
  void aTaskThatWaitsEndsInTimeAndIsNeverTriedAgainForThat() {
    List<String> waiting = Stream.of(tasks(WAITING), tasks(ASKING)).flatMap(List::stream).toList();

    assertThat(waiting).containsExactlyInAnyOrder("Bake", "Ask", "Watch", "CallHook");
    for (String task : waiting) {
      assertThat(state(task)).containsEntry("TimeoutSecondsPath", "$.latest.release.waitSeconds");
      assertThat(retried(task)).isNotEmpty().doesNotContain("States.ALL", "States.Timeout");
      assertThat(lastCatch(task)).containsEntry("ErrorEquals", List.of("States.ALL"));
    }
  }

  @Test
  void newsThatCannotBeToldChangeNothing() {
    assertThat(tasks(TELLING))
        .containsExactlyInAnyOrder(
            "Tell", "TellPromoted", "TellRolledBack", "TellRefused", "TellStuck")
        .allSatisfy(
            task ->
                assertThat(lastCatch(task))
                    .containsEntry("ErrorEquals", List.of("States.ALL"))
                    .containsEntry("Next", state(task).get("Next")));
  }

  @Test
  void aFunctionTimesOutBeforeItsTaskDoes() {
    for (String task : handlers()) {
      Object own = template.properties(task + "Function").get("Timeout");
      int timeout = own == null ? template.functionTimeout() : (int) own;
      assertThat((int) state(task).get("TimeoutSeconds")).as(task).isGreaterThan(timeout);
    }
  }

  @Test
  void allTasksButRollbackAreRetriedAlike() {
    assertThat(
            releaseTasks().stream()
                .filter(task -> !task.equals("Rollback"))
                .map(ContractTest::attempts))
        .hasSize(6)
        .containsOnly(attempts("Promote"));
  }

  @Test
  void rollbackIsRetriedLongestWhateverWentWrong() {
    Map<Object, Integer> rollback = attempts("Rollback");

    for (String task : releaseTasks()) {
      if (!task.equals("Rollback")) {
        assertThat(attempts(task)).hasSameSizeAs(rollback);
        attempts(task)
            .forEach((errors, attempts) -> assertThat(attempts).isLessThan(rollback.get(errors)));
      }
    }
  }

  @Test
  void everyStateSaysWhatItIsFor() {
    assertThat(states.values()).allMatch(state -> JsonView.of(state).map().containsKey("Comment"));
  }

  @Test
  void scenariosEnterEveryStateAndUseEveryEventAndIamGrantsWhatTheyCall() throws IOException {
    Set<String> entered = new TreeSet<>();
    Set<String> events = new TreeSet<>();
    Map<String, Set<String>> calls = new TreeMap<>();
    try (LocalRuntime laptop = new LocalRuntime(ProjectFolder.ROOT)) {
      for (ReleaseScenario scenario : ReleaseScenarios.all()) {
        ReleaseScenario.ScenarioResult played = scenario.run(laptop);
        entered.addAll(played.states());
        events.add(scenario.event());
        played.calls().forEach((who, what) -> merge(calls, who, what));
      }
    }
    calls.remove(""); // the scenarios' own calls

    assertThat(entered).isEqualTo(states.keySet());
    try (Stream<Path> files = Files.list(ProjectFolder.ROOT.resolve("events"))) {
      assertThat(events).containsAll(files.map(file -> file.getFileName().toString()).toList());
    }
    assertThat(calls).isEqualTo(granted());
  }

  @ParameterizedTest
  @CsvSource({"RestoreStopped, default", "Sweep, default", "Workflow, coalmine default"})
  void eventsGoToTheDefaultBusAndTheWorkflowsOwn(String who, String buses) {
    Set<String> resources = new TreeSet<>();
    for (Object policy : list(template.properties(who + "Role").get("Policies"))) {
      for (Object statement :
          list(JsonView.of(policy).object("PolicyDocument").map().get("Statement"))) {
        if (String.valueOf(JsonView.of(statement).map().get("Action"))
            .contains("events:PutEvents")) {
          collect(resolver().resolve(statement, who), "Resource", resources);
        }
      }
    }

    assertThat(resources)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(buses.split(" ")).map(Arns::eventBus).toList());
  }

  private static IntrinsicResolver resolver() {
    StackNames names = new StackNames(template, StackName.NAME);
    names.setName("Bakes", StackName.NAME);
    return new IntrinsicResolver(template, Map.of(), names);
  }

  /** What roles grant for what Lambda does in a function's name: logs, traces, lost events. */
  private static final Pattern OF_LAMBDA_ITSELF = Pattern.compile("(logs|xray|sqs):.*");

  /** Actions on AWS that the template's roles grant to the handlers' own code, by function. */
  private static Map<String, Set<String>> granted() {
    Map<String, Set<String>> granted = new TreeMap<>();
    for (String name : template.resources().keySet()) {
      if (name.endsWith("Role")) {
        Set<String> actions = new TreeSet<>();
        collect(template.properties(name).get("Policies"), "Action", actions);
        actions.removeIf(OF_LAMBDA_ITSELF.asMatchPredicate());
        if (!actions.isEmpty()) {
          granted.put(name.replaceFirst("Role$", ""), actions);
        }
      }
    }
    return granted;
  }

  private static void merge(Map<String, Set<String>> calls, String who, Set<String> what) {
    calls.computeIfAbsent(who, first -> new TreeSet<>()).addAll(what);
  }

  private static Map<String, Object> state(String name) {
    return JsonView.of(states.get(name)).map();
  }

  /** Tasks that call a handler and go on with its answer. */
  private static List<String> handlers() {
    return tasks(LambdaInvokeTask.ARN);
  }

  private static List<String> tasks(String resource) {
    return states.keySet().stream()
        .filter(name -> resource.equals(state(name).get("Resource")))
        .toList();
  }

  private static List<String> releaseTasks() {
    Set<String> own = statesOf("Workflow").keySet();
    return handlers().stream().filter(own::contains).toList();
  }

  private static Stream<Map<String, Object>> choices(String name) {
    return list(state(name).get("Choices")).stream().map(each -> JsonView.of(each).map());
  }

  private static List<Object> retried(String task) {
    return list(state(task).get("Retry")).stream()
        .flatMap(retrier -> list(JsonView.of(retrier).map().get("ErrorEquals")).stream())
        .toList();
  }

  /** Attempts by the errors they are for, but for those that are never tried again. */
  private static Map<Object, Integer> attempts(String task) {
    return list(state(task).get("Retry")).stream()
        .map(each -> JsonView.of(each).map())
        .filter(retrier -> (int) retrier.get("MaxAttempts") > 0)
        .collect(
            Collectors.toMap(
                retrier -> retrier.get("ErrorEquals"),
                retrier -> (int) retrier.get("MaxAttempts")));
  }

  private static List<Object> list(Object tree) {
    return List.copyOf((Collection<?>) tree);
  }

  /** All texts under fields of that name, wherever they are. */
  private static void collect(Object tree, String field, Set<String> found) {
    if (tree instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (name.equals(field)) {
              (value instanceof Collection<?> many ? many : List.of(value))
                  .forEach(one -> found.add(String.valueOf(one)));
            } else {
              collect(value, field, found);
            }
          });
    } else if (tree instanceof Collection<?> many) {
      many.forEach(one -> collect(one, field, found));
    }
  }
}
