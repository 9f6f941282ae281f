package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The template, its handlers and its state machines name each other alike. */
class TemplateContractTest extends ContractFixture {
  @Test
  void statesOfDifferentMachinesHaveDifferentNames() {
    assertThat(states)
        .hasSize(
            template.stateMachines().stream().mapToInt(machine -> statesOf(machine).size()).sum()
                - 1); // Receive, which is the first state of each
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
        .containsExactlyInAnyOrderElementsOf(called.stream().map(ContractFixture::name).toList());
  }

  @Test
  void aFunctionThatNoTaskCallsIsNoState() {
    Set<String> others = new TreeSet<>(template.handlers().keySet());
    others.removeAll(called());

    assertThat(others).isNotEmpty().noneMatch(function -> states.containsKey(name(function)));
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
                assertThat(Stream.of(template.resources(), template.parameters()))
                    .anyMatch(section -> section.containsKey(ref(value)));
                assertThat(template.handlers()).doesNotContainKey(ref(value));
              });
    }
  }

  /** The resource or parameter whose value it is; a list's values are joined by commas. */
  private static String ref(Object value) {
    if (JsonView.of(value).map().get("Fn::Join") instanceof List<?> join) {
      return ref(join.get(1));
    }
    return String.valueOf(JsonView.of(value).map().get("Ref"));
  }

  @Test
  void aFunctionTimesOutBeforeItsTaskDoes() {
    for (String task : handlers()) {
      Object own = template.properties(task + "Function").get("Timeout");
      int timeout = own == null ? template.functionTimeout() : (int) own;
      assertThat((int) state(task).get("TimeoutSeconds")).as(task).isGreaterThan(timeout);
    }
  }
}
