package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.definition.DefinitionFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the States of a definition. */
final class StateReader {
  /** The maximum length of a state's name (Amazon States Language specification). */
  private static final int MAX_NAME_LENGTH = 80;

  private final Predicate<String> knownResource;
  private final List<String> faults;

  StateReader(Predicate<String> knownResource, List<String> faults) {
    this.knownResource = knownResource;
    this.faults = faults;
  }

  Map<String, State> read(DefinitionFields all, Set<String> names) {
    Map<String, State> states = new LinkedHashMap<>();
    for (String name : names) {
      DefinitionFields fields =
          new DefinitionFields("state \"" + name + "\"", all.tree(name), faults);
      if (name.length() > MAX_NAME_LENGTH) {
        fields.addFault("its name is longer than " + MAX_NAME_LENGTH + " characters");
      }
      state(name, fields).ifPresent(state -> states.put(name, state));
    }
    return states;
  }

  private Optional<State> state(String name, DefinitionFields fields) {
    String type = fields.required("Type");
    Optional<State> state =
        switch (type) {
          case "Pass" -> Optional.of(new PassState(name, fields));
          case "Task" -> Optional.of(new TaskState(name, fields, knownResource));
          case "Choice" -> Optional.of(new ChoiceState(name, fields));
          case "Wait" -> Optional.of(new WaitState(name, fields));
          case "Succeed" -> Optional.of(new SucceedState(name, fields));
          case "Fail" -> Optional.of(new FailState(name, fields));
          default -> Optional.empty();
        };
    if (state.isPresent()) {
      fields.refuseUnread();
    } else if (!type.isEmpty()) {
      fields.addFault("state type " + type + " is not implemented");
    }
    return state;
  }
}
