package dev.coalmine.cli.workflow;

import dev.coalmine.cli.sam.SamTemplate;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.world.LambdaInvokeTask;
import dev.coalmine.cli.world.PutEventsTask;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;

/** The template and the state machines, read from their files. */
abstract class ContractFixture {
  static final String ASKING = LambdaInvokeTask.WAITING_ARN;

  static final String WAITING = PutEventsTask.WAITING_ARN;

  static final String TELLING = PutEventsTask.ARN;

  static SamTemplate template;

  static final Map<String, String> definitions = new TreeMap<>();

  /** The states of all state machines; no two machines share a name, except Receive. */
  static final Map<String, Object> states = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    template = SamTemplate.read(ProjectFolder.ROOT.resolve("template.yaml"));
    for (String machine : template.stateMachines()) {
      definitions.put(machine, template.definition(machine));
      states.putAll(statesOf(machine));
    }
  }

  static Map<String, Object> statesOf(String machine) {
    return JsonView.of(Json.parse(definitions.get(machine))).object("States").map();
  }

  static List<String> called() {
    return template.stateMachines().stream()
        .flatMap(machine -> template.functionSubstitutions(machine).values().stream())
        .toList();
  }

  static String name(String function) {
    return function.replaceFirst("Function$", "");
  }

  static Map<String, Object> state(String name) {
    return JsonView.of(states.get(name)).map();
  }

  /** Tasks that call a handler and continue with its answer. */
  static List<String> handlers() {
    return tasks(LambdaInvokeTask.ARN);
  }

  static List<String> tasks(String resource) {
    return states.keySet().stream()
        .filter(name -> resource.equals(state(name).get("Resource")))
        .toList();
  }

  static Stream<Map<String, Object>> choices(String name) {
    return list(state(name).get("Choices")).stream().map(each -> JsonView.of(each).map());
  }

  static List<Object> list(Object tree) {
    return List.copyOf((Collection<?>) tree);
  }

  /** Collects all texts in fields of that name, at any depth. */
  static void collect(Object tree, String field, Set<String> found) {
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
