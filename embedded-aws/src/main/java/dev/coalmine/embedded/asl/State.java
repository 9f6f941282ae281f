package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.definition.DefinitionFields;
import dev.coalmine.embedded.asl.expression.StateFailure;
import java.util.ArrayList;
import java.util.List;

/** One state of a machine. It has no data of an execution. */
abstract sealed class State
    permits PassState, TaskState, ChoiceState, WaitState, SucceedState, FailState {
  private final String name;
  private final String comment;
  private final List<String> successors = new ArrayList<>();

  State(String name, DefinitionFields fields) {
    this.name = name;
    this.comment = fields.text("Comment");
    fields.has("Type");
    if (fields.has("QueryLanguage") && !"JSONPath".equals(fields.tree("QueryLanguage"))) {
      fields.addFault("QueryLanguage " + fields.tree("QueryLanguage") + " is not implemented");
    }
  }

  /** Runs the state. It ends by leaving or failing the visit, now or later. */
  abstract void enter(StateVisit visit);

  abstract HistoryEventType enteredType();

  abstract HistoryEventType exitedType();

  /** Handles a failed visit. Only a Task can retry or catch it. */
  void handleFailure(StateVisit visit, StateFailure failure) {
    visit.failExecution(failure);
  }

  /** Whether the language gives it a Retry. */
  boolean canBeRetried() {
    return false;
  }

  final String name() {
    return name;
  }

  final String comment() {
    return comment;
  }

  /** All possible next states. */
  final List<String> successors() {
    return successors;
  }

  /** Adds a possible next state and returns it. */
  final String addSuccessor(String next) {
    if (!next.isEmpty()) {
      successors.add(next);
    }
    return next;
  }

  /** Reads Next or End, of which exactly one is required. Empty means the end. */
  final String next(DefinitionFields fields) {
    boolean end = fields.flag("End");
    if (fields.has("Next") == end) {
      fields.addFault(end ? "only one of Next and End is allowed" : "Next or End is missing");
    }
    return addSuccessor(fields.text("Next"));
  }
}
