package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.definition.DefinitionFields;
import dev.coalmine.embedded.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A parsed and validated definition in Amazon States Language. Immutable. */
public final class StateMachineDefinition {
  private final Map<String, State> states;
  private final String startAt;
  private final String comment;
  private final long timeoutSeconds;

  private StateMachineDefinition(DefinitionFields top, Map<String, State> states) {
    this.states = states;
    this.startAt = top.required("StartAt");
    this.comment = top.text("Comment");
    this.timeoutSeconds = top.whole("TimeoutSeconds", 1, 0);
  }

  /**
   * Parses a definition in JSON.
   *
   * @param knownResource whether a Task's Resource exists at run time
   * @throws DefinitionException with every fault, if anything in it is not supported here
   */
  public static StateMachineDefinition parse(String definition, Predicate<String> knownResource) {
    Object tree;
    try {
      tree = Json.parse(definition);
    } catch (IllegalArgumentException e) {
      throw new DefinitionException(List.of(String.valueOf(e.getMessage())));
    }
    return read(tree, knownResource);
  }

  /**
   * Reads a definition that is already a tree.
   *
   * @throws DefinitionException as {@link #parse} does
   */
  public static StateMachineDefinition of(
      Map<String, ?> definition, Predicate<String> knownResource) {
    return read(definition, knownResource);
  }

  private static StateMachineDefinition read(Object tree, Predicate<String> knownResource) {
    List<String> faults = new ArrayList<>();
    DefinitionFields top = new DefinitionFields("state machine", tree, faults);
    DefinitionFields declared = top.inside("States", top.tree("States"));
    Set<String> names = new LinkedHashSet<>(declared.unreadNames());
    Map<String, State> states = new StateReader(knownResource, faults).read(declared, names);
    StateMachineDefinition machine = new StateMachineDefinition(top, states);
    checkTop(top);
    new ReachabilityCheck(machine.startAt(), states, names, faults).check();
    if (!faults.isEmpty()) {
      throw new DefinitionException(faults);
    }
    return machine;
  }

  private static void checkTop(DefinitionFields top) {
    if (top.has("QueryLanguage") && !"JSONPath".equals(top.tree("QueryLanguage"))) {
      top.addFault("QueryLanguage " + top.tree("QueryLanguage") + " is not implemented");
    }
    if (top.has("Version") && !"1.0".equals(top.tree("Version"))) {
      top.addTypeFault("Version", "\"1.0\"");
    }
    top.refuseUnread();
  }

  /** The name of the first state. */
  public String startAt() {
    return startAt;
  }

  /** The definition's Comment; empty without one. */
  public String comment() {
    return comment;
  }

  /**
   * A state's Comment; empty without one.
   *
   * @throws IllegalArgumentException if there is no such state
   */
  public String comment(String stateName) {
    return state(stateName).comment();
  }

  /** The names of all states, in the order of the definition. */
  public Set<String> stateNames() {
    return Collections.unmodifiableSet(states.keySet());
  }

  State state(String name) {
    State state = states.get(name);
    if (state == null) {
      throw new IllegalArgumentException("there is no state \"" + name + "\"");
    }
    return state;
  }

  /** The machine's TimeoutSeconds; 0 without a limit. */
  long timeoutSeconds() {
    return timeoutSeconds;
  }
}
