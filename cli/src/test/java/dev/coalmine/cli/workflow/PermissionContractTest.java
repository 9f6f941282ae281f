package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.sam.IntrinsicResolver;
import dev.coalmine.cli.sam.StackNames;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.text.JsonView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IAM grants exactly the calls that the scenarios make. */
class PermissionContractTest extends ContractFixture {
  @Test
  void scenariosEnterEveryStateAndUseEveryEventAndIamGrantsWhatTheyCall() throws IOException {
    Set<String> entered = new TreeSet<>();
    Set<String> events = new TreeSet<>();
    Map<String, Set<String>> calls = new TreeMap<>();
    try (LocalRuntime runtime = new LocalRuntime(ProjectFolder.ROOT)) {
      for (ReleaseScenario scenario : ReleaseScenarios.all()) {
        ReleaseScenario.ScenarioResult played = scenario.run(runtime);
        entered.addAll(played.states());
        events.add(scenario.event());
        played.calls().forEach((who, what) -> merge(calls, who, what));
      }
    }
    calls.remove(""); // the scenarios' own calls

    // By redriven releases: RedriveTest.
    entered.addAll(List.of("CheckRestored", "ReadAgain", "AwaitReadAgain"));
    assertThat(entered).isEqualTo(states.keySet());
    // After lost answers to a start: found.txt of the explorer.
    merge(calls, "StackRequest", Set.of("states:DescribeExecution"));
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

  /** Permissions for what Lambda itself does: logs, traces, dead letters. */
  private static final Pattern OF_LAMBDA_ITSELF = Pattern.compile("(logs|xray|sqs):.*");

  /** The actions that the template's roles grant to the handlers' own code, by function. */
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
    template.resourcesOfType("AWS::IAM::ManagedPolicy").forEach(name -> grant(name, granted));
    return granted;
  }

  /** What a policy that names its roles allows; one that denies grants nothing. */
  private static void grant(String policy, Map<String, Set<String>> granted) {
    Set<String> actions = new TreeSet<>();
    for (Object statement :
        list(
            JsonView.of(template.properties(policy))
                .object("PolicyDocument")
                .map()
                .get("Statement"))) {
      if ("Allow".equals(JsonView.of(statement).map().get("Effect"))) {
        collect(statement, "Action", actions);
      }
    }
    Set<String> roles = new TreeSet<>();
    collect(template.properties(policy).getOrDefault("Roles", Set.of()), "Ref", roles);
    if (!actions.isEmpty()) {
      roles.forEach(role -> merge(granted, role.replaceFirst("Role$", ""), actions));
    }
  }

  private static void merge(Map<String, Set<String>> calls, String who, Set<String> what) {
    calls.computeIfAbsent(who, first -> new TreeSet<>()).addAll(what);
  }
}
