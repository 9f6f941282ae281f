package dev.coalmine.cli.sam;

import dev.coalmine.embedded.json.Json;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * The parts of the SAM template that the local mode needs. A short form such as {@code !Ref X}
 * reads as {@code {Ref: X}}.
 *
 * @param root the whole template
 * @param folder the template's folder
 */
public record SamTemplate(Map<String, Object> root, Path folder) {
  static final String FUNCTION = "AWS::Serverless::Function";

  static final String STATE_MACHINE = "AWS::Serverless::StateMachine";

  private static final String WORKFLOW = "Workflow";

  /** Reads a template file. */
  public static SamTemplate read(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file)) {
      return new SamTemplate(
          asMap(new Yaml(new ShortFormConstructor()).load(text)),
          file.toAbsolutePath().getParent());
    }
  }

  /** All resources by logical name. */
  public Map<String, Object> resources() {
    return section("Resources");
  }

  /** The declared parameters by name. */
  public Map<String, Object> parameters() {
    return section("Parameters");
  }

  /** The properties that all functions share. */
  Map<String, Object> functionGlobals() {
    return asMap(section("Globals").getOrDefault("Function", Map.of()));
  }

  /** The default timeout of functions, in seconds. */
  public int functionTimeout() {
    return (int) functionGlobals().get("Timeout");
  }

  /** The time-out of a function, in seconds. */
  public int functionTimeout(String function) {
    return (int) properties(function).getOrDefault("Timeout", functionTimeout());
  }

  /** A section such as Parameters; empty if the template does not have it. */
  Map<String, Object> section(String name) {
    return asMap(root.getOrDefault(name, Map.of()));
  }

  /**
   * Checks values of parameters by their patterns, as CloudFormation does.
   *
   * @throws TemplateException if there is no such parameter, or its pattern does not match
   */
  public void checkParameters(Map<String, String> parameters) {
    parameters.forEach(this::checkParameters);
  }

  private void checkParameters(String name, String value) {
    Map<String, Object> declared = section("Parameters");
    if (!declared.containsKey(name)) {
      throw new TemplateException(
          "Parameters",
          "there is no parameter "
              + name
              + "; the parameters are "
              + String.join(", ", declared.keySet()));
    }
    ParameterRule.of(name, asMap(declared.get(name))).check(value);
  }

  /** The type of a resource; empty if there is no such resource. */
  String type(String name) {
    Map<String, Object> resource = asMap(resources().getOrDefault(name, Map.of()));
    return String.valueOf(resource.getOrDefault("Type", ""));
  }

  /** The resources of a type, in the template's order. */
  public List<String> resourcesOfType(String type) {
    return resources().keySet().stream().filter(name -> type(name).equals(type)).toList();
  }

  /** The handler class of each function, by the function's logical name. */
  public Map<String, String> handlers() {
    Map<String, String> handlers = new LinkedHashMap<>();
    for (String name : resourcesOfType(FUNCTION)) {
      handlers.put(name, String.valueOf(properties(name).get("Handler")));
    }
    return handlers;
  }

  /** Whether a function is invoked with the messages of a queue. */
  public boolean pollsQueue(String function) {
    return asMap(properties(function).getOrDefault("Events", Map.of())).values().stream()
        .anyMatch(event -> QueueDeployer.TYPE.equals(asMap(event).get("Type")));
  }

  /** The substitutions of a state machine that stand for functions: token to logical name. */
  public Map<String, String> functionSubstitutions(String machine) {
    Map<String, String> substitutions = new LinkedHashMap<>();
    definitionSubstitutions(machine)
        .forEach(
            (token, value) -> {
              if (value instanceof Map<?, ?> map
                  && map.get("Ref") instanceof String ref
                  && ref.endsWith(".Version")) {
                substitutions.put(token, ref.replaceFirst("\\.Version$", ""));
              }
            });
    return substitutions;
  }

  /** The substitutions of a state machine, unresolved. */
  public Map<String, Object> definitionSubstitutions(String machine) {
    return asMap(properties(machine).getOrDefault("DefinitionSubstitutions", Map.of()));
  }

  /**
   * The definition of a state machine with its tokens: its file's text, or what stands in the
   * template itself.
   *
   * @throws TemplateException if there is no definition, or two
   */
  public String definition(String machine) throws IOException {
    Object inline = properties(machine).get("Definition");
    Object file = properties(machine).get("DefinitionUri");
    if ((inline == null) == (file == null)) {
      throw new TemplateException(
          "Resources." + machine + ".Properties",
          inline == null
              ? "a state machine needs Definition or DefinitionUri"
              : "a state machine has Definition or DefinitionUri, not both");
    }
    return inline == null
        ? Files.readString(folder.resolve(String.valueOf(file)))
        : Json.toText(inline);
  }

  /** The properties of a resource. */
  public Map<String, Object> properties(String name) {
    return asMap(asMap(resources().get(name)).getOrDefault("Properties", Map.of()));
  }

  /** The logical names of all state machines, that of the release workflow first. */
  public List<String> stateMachines() {
    String workflow = stateMachine();
    List<String> machines = new ArrayList<>(resourcesOfType(STATE_MACHINE));
    machines.remove(workflow);
    machines.add(0, workflow);
    return machines;
  }

  /** The logical name of the release workflow: the only state machine, or the one of that name. */
  String stateMachine() {
    List<String> machines = resourcesOfType(STATE_MACHINE);
    if (machines.size() != 1 && !machines.contains(WORKFLOW)) {
      throw new IllegalStateException(
          "the template has %d state machines, and none is called %s"
              .formatted(machines.size(), WORKFLOW));
    }
    return machines.size() == 1 ? machines.get(0) : WORKFLOW;
  }

  /**
   * A mapping of the template. Unlike a JSON view this is strict: a part of the template that has
   * another type must not read as absent.
   *
   * @throws ClassCastException if it is not a mapping
   */
  @SuppressWarnings("unchecked") // the keys of the template's mappings are text
  static Map<String, Object> asMap(Object node) {
    return (Map<String, Object>) node;
  }

  /** Reads the short forms of CloudFormation's functions as their long forms. */
  private static final class ShortFormConstructor extends SafeConstructor {
    ShortFormConstructor() {
      super(new LoaderOptions());
      yamlMultiConstructors.put("!", new LongFormConstruct());
    }

    private final class LongFormConstruct extends AbstractConstruct {
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
