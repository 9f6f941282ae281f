package dev.coalmine.local.asl;

import java.util.ArrayList;
import java.util.List;

/** A state that chooses what comes next. */
final class ChoiceState extends State {
  private final DataFlow flow;
  private final List<Rule> rules = new ArrayList<>();
  private final String otherwise;

  ChoiceState(String name, Fields fields) {
    super(name, fields);
    flow = DataFlow.paths(fields);
    if (fields.list("Choices").isEmpty()) {
      fields.fault("Choices must be an array that is not empty");
    }
    for (Object choice : fields.list("Choices")) {
      Fields rule = fields.inside("choice " + (rules.size() + 1), choice);
      String next = successor(rule.required("Next"));
      rules.add(new Rule(Condition.read(rule), next));
    }
    otherwise = successor(fields.text("Default"));
  }

  @Override
  void enter(Visit visit) {
    Scope raw = visit.scope();
    Object input = flow.input(raw);
    visit.leave(flow.output(raw, input), choose(raw.over(input)));
  }

  private String choose(Scope scope) {
    for (Rule rule : rules) {
      if (rule.condition().test(scope)) {
        return rule.next();
      }
    }
    if (otherwise.isEmpty()) {
      throw new StateFailure(
          ErrorName.NO_CHOICE_MATCHED, "No choice of state '" + name() + "' matched its input");
    }
    return otherwise;
  }

  @Override
  HistoryEventType enteredType() {
    return HistoryEventType.CHOICE_STATE_ENTERED;
  }

  @Override
  HistoryEventType exitedType() {
    return HistoryEventType.CHOICE_STATE_EXITED;
  }

  private record Rule(Condition condition, String next) {}
}
