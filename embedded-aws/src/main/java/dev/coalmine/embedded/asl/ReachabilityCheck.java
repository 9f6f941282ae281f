package dev.coalmine.embedded.asl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that all transitions lead to a state, and that every state is reachable. */
final class ReachabilityCheck {
  private final String startAt;
  private final Map<String, State> states;
  private final Set<String> declared;
  private final List<String> faults;

  /**
   * A check of a machine.
   *
   * @param states the states without faults
   * @param declared the names of all states in the definition
   */
  ReachabilityCheck(
      String startAt, Map<String, State> states, Set<String> declared, List<String> faults) {
    this.startAt = startAt;
    this.states = states;
    this.declared = declared;
    this.faults = faults;
  }

  void check() {
    if (!startAt.isEmpty()) {
      checkTarget("state machine: StartAt", startAt);
    }
    for (State state : states.values()) {
      for (String next : new LinkedHashSet<>(state.successors())) {
        checkTarget("state \"" + state.name() + "\"", next);
      }
    }
    // A state with faults may lead to others.
    if (states.containsKey(startAt) && states.size() == declared.size()) {
      checkReached();
    }
  }

  private void checkTarget(String from, String to) {
    if (!declared.contains(to)) {
      faults.add(from + " leads to \"" + to + "\", which does not exist");
    }
  }

  private void checkReached() {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(startAt));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (states.containsKey(name) && reached.add(name)) {
        open.addAll(states.get(name).successors());
      }
    }
    for (String name : states.keySet()) {
      if (!reached.contains(name)) {
        faults.add("state \"" + name + "\": no state leads to it");
      }
    }
  }
}
