package dev.coalmine.embedded.asl.definition;

import dev.coalmine.embedded.asl.expression.StateFailure;
import java.util.List;

/**
 * One entry of Catch.
 *
 * @param errors the ErrorEquals
 * @param resultPath the place of the error output in the raw input
 * @param next the next state
 */
public record Catcher(List<String> errors, ResultPath resultPath, String next) {
  public Catcher {
    errors = List.copyOf(errors);
  }

  /**
   * Reads an entry and records its faults.
   *
   * @param last whether it is the last entry, where States.ALL may be
   */
  public static Catcher read(DefinitionFields fields, boolean last) {
    List<String> errors = ErrorEqualsReader.read(fields, last);
    ResultPath resultPath = ResultPath.read(fields);
    String next = fields.required("Next");
    fields.text("Comment");
    fields.refuseUnread();
    return new Catcher(errors, resultPath, next);
  }

  public boolean matches(StateFailure failure) {
    return errors.stream().anyMatch(failure::matches);
  }

  /** The input of the next state. */
  public Object output(Object rawInput, StateFailure failure) {
    return resultPath.put(rawInput, failure.errorOutput());
  }
}
