package dev.coalmine.local.asl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of Catch.
 *
 * @param errors the ErrorEquals
 * @param resultPath where the error output goes in the raw input
 * @param next the state that takes over
 */
record Catcher(List<String> errors, ResultPath resultPath, String next) {
  Catcher {
    errors = List.copyOf(errors);
  }

  static Catcher read(Fields fields, boolean last) {
    List<String> errors = ErrorEquals.read(fields, last);
    ResultPath resultPath = ResultPath.read(fields);
    String next = fields.required("Next");
    fields.text("Comment");
    fields.end();
    return new Catcher(errors, resultPath, next);
  }

  boolean matches(StateFailure failure) {
    return errors.stream().anyMatch(failure::matches);
  }

  /** What the next state gets. Without a cause, Cause is empty but there (recorded behaviour). */
  Object output(Object rawInput, StateFailure failure) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("Error", failure.error());
    error.put("Cause", failure.explanation());
    return resultPath.put(rawInput, Collections.unmodifiableMap(error));
  }
}
