package dev.coalmine.local.aws;

/** The rule for names of executions (Step Functions API reference, StartExecution). */
final class ExecutionName {
  private static final int LONGEST = 80;
  private static final String FORBIDDEN = "<>{}[]?*\"#%\\^|~`$&,;:/";

  private ExecutionName() {}

  static String valid(String name) {
    boolean bad =
        name.chars()
            .anyMatch(
                c ->
                    Character.isWhitespace(c)
                        || Character.isISOControl(c)
                        || FORBIDDEN.indexOf(c) >= 0);
    if (name.isEmpty() || name.length() > LONGEST || bad) {
      throw StepFunctionsErrors.of("InvalidName", "Invalid Name: '" + name + "'");
    }
    return name;
  }
}
