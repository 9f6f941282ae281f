package dev.coalmine.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The SAM template, as far as the local mode needs it: which functions there are, and which state
 * machine calls them. A short form such as {@code !Ref X} reads as {@code {Ref: X}}.
 *
 * @param resources all resources by logical name
 * @param functionTimeout seconds that each function may run
 * @param folder where the template stands
 */
record Template(Map<String, Object> resources, int functionTimeout, Path folder) {
  private static final String FUNCTION = "AWS::Serverless::Function";
  private static final String STATE_MACHINE = "AWS::Serverless::StateMachine";

  /** Reads a template file. */
  static Template read(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file)) {
      Map<String, Object> root = map(new Yaml(new ShortForms()).load(text));
      Map<String, Object> functions = map(map(root.get("Globals")).get("Function"));
      return new Template(
          map(root.get("Resources")),
          (int) functions.get("Timeout"),
          file.toAbsolutePath().getParent());
    }
  }

  /** Handler class by the logical name of each function. */
  Map<String, String> handlers() {
    Map<String, String> handlers = new LinkedHashMap<>();
    resources.forEach(
        (name, resource) -> {
          if (FUNCTION.equals(map(resource).get("Type"))) {
            handlers.put(name, String.valueOf(properties(name).get("Handler")));
          }
        });
    return handlers;
  }

  /** Handler class by the logical name of each function that the state machine calls. */
  Map<String, String> states() {
    return only(true);
  }

  /** The same of those that are called by others: events, people, other products. */
  Map<String, String> others() {
    return only(false);
  }

  private Map<String, String> only(boolean called) {
    Map<String, String> some = handlers();
    some.keySet().removeIf(name -> substitutions().containsValue(name) != called);
    return some;
  }

  /** The state machine's substitutions: token to the logical name of the function it stands for. */
  Map<String, String> substitutions() {
    Map<String, String> substitutions = new LinkedHashMap<>();
    map(properties(stateMachine()).get("DefinitionSubstitutions"))
        .forEach(
            (token, value) ->
                substitutions.put(
                    token, String.valueOf(map(value).get("Ref")).replaceFirst("\\.Version$", "")));
    return substitutions;
  }

  /** The state machine's definition as its file has it, with the tokens unfilled. */
  String definition() throws IOException {
    Object file = properties(stateMachine()).get("DefinitionUri");
    return Files.readString(folder.resolve(String.valueOf(file)));
  }

  /** The properties of a resource. */
  Map<String, Object> properties(String name) {
    return map(map(resources.get(name)).get("Properties"));
  }

  private String stateMachine() {
    List<String> machines =
        resources.keySet().stream()
            .filter(name -> STATE_MACHINE.equals(map(resources.get(name)).get("Type")))
            .toList();
    if (machines.size() != 1) {
      throw new IllegalStateException("the template has " + machines.size() + " state machines");
    }
    return machines.get(0);
  }

  /** A mapping of the template; its keys are always text. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  /** Reads CloudFormation's short forms of functions as their long ones. */
  private static final class ShortForms extends SafeConstructor {
    ShortForms() {
      super(new LoaderOptions());
      yamlMultiConstructors.put("!", new LongForm());
    }

    private final class LongForm extends AbstractConstruct {
      @Override
      public Object construct(Node node) {
        String name = node.getTag().getValue().substring(1);
        return Map.of(name.equals("Ref") ? name : "Fn::" + name, argument(node));
      }

      private Object argument(Node node) {
        if (node instanceof ScalarNode scalar) {
          return scalar.getValue();
        }
        return node instanceof SequenceNode sequence
            ? constructSequence(sequence)
            : constructMapping((MappingNode) node);
      }
    }
  }
}
