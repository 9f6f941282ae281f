package dev.coalmine.local.asl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the States of a definition. */
final class StateReader {
  /** Characters that a state's name may have (Amazon States Language specification). */
  private static final int LONGEST_NAME = 80;

  private final Predicate<String> knownResource;
  private final List<String> faults;

  StateReader(Predicate<String> knownResource, List<String> faults) {
    this.knownResource = knownResource;
    this.faults = faults;
  }

  Map<String, State> read(Fields all, Set<String> names) {
    Map<String, State> states = new LinkedHashMap<>();
    for (String name : names) {
      Fields fields = new Fields("state \"" + name + "\"", all.tree(name), faults);
      if (name.length() > LONGEST_NAME) {
        fields.fault("its name is longer than " + LONGEST_NAME + " characters");
      }
      state(name, fields).ifPresent(state -> states.put(name, state));
    }
    return states;
  }

  private Optional<State> state(String name, Fields fields) {
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
      fields.end();
    } else if (!type.isEmpty()) {
      fields.fault("state type " + type + " is not implemented");
    }
    return state;
  }
}
