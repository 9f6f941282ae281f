package dev.coalmine.cli.sam;

import dev.coalmine.embedded.lambda.FunctionRunner;
import java.util.Map;
import java.util.Set;

/**
 * What a stack is deployed from.
 *
 * @param definitions of the state machines, with their tokens, by logical name
 * @param handlers of the functions, by logical name
 * @param checked the values of parameters with which the template's policies fit
 */
public record StackSources(
    SamTemplate template,
    Map<String, String> definitions,
    Map<String, ? extends FunctionRunner> handlers,
    Set<Map<String, String>> checked) {
  /** Runs a check, unless it has passed with these parameters: each rehearsal deploys anew. */
  void checkOnce(Map<String, String> parameters, Runnable check) {
    if (!checked.contains(parameters)) {
      check.run();
      checked.add(Map.copyOf(parameters));
    }
  }
}
