package dev.coalmine.embedded.stepfunctions;

/** The rule for execution names (Step Functions API reference, StartExecution). */
final class ExecutionNameRule {
  private static final int MAX_LENGTH = 80;
  private static final String FORBIDDEN = "<>{}[]?*\"#%\\^|~`$&,;:/";

  private ExecutionNameRule() {}

  static String check(String name) {
    boolean invalid =
        name.chars()
            .anyMatch(
                c ->
                    Character.isWhitespace(c)
                        || Character.isISOControl(c)
                        || FORBIDDEN.indexOf(c) >= 0);
    if (name.isEmpty() || name.length() > MAX_LENGTH || invalid) {
      throw StepFunctionsErrors.of("InvalidName", "Invalid Name: '" + name + "'");
    }
    return name;
  }
}
