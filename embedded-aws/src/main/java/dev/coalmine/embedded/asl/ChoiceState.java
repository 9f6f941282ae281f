package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.definition.ChoiceCondition;
import dev.coalmine.embedded.asl.definition.DataFlow;
import dev.coalmine.embedded.asl.definition.DefinitionFields;
import dev.coalmine.embedded.asl.expression.ErrorName;
import dev.coalmine.embedded.asl.expression.EvaluationScope;
import dev.coalmine.embedded.asl.expression.StateFailure;
import java.util.ArrayList;
import java.util.List;

/** A Choice state. */
final class ChoiceState extends State {
  private final DataFlow flow;
  private final List<ChoiceRule> rules = new ArrayList<>();
  private final String otherwise;

  ChoiceState(String name, DefinitionFields fields) {
    super(name, fields);
    flow = DataFlow.paths(fields);
    if (fields.list("Choices").isEmpty()) {
      fields.addFault("Choices must be a non-empty array");
    }
    for (Object choice : fields.list("Choices")) {
      DefinitionFields rule = fields.inside("choice " + (rules.size() + 1), choice);
      String next = addSuccessor(rule.required("Next"));
      rules.add(new ChoiceRule(ChoiceCondition.read(rule), next));
    }
    otherwise = addSuccessor(fields.text("Default"));
  }

  @Override
  void enter(StateVisit visit) {
    EvaluationScope raw = visit.scope();
    Object input = flow.input(raw);
    visit.leave(flow.output(raw, input), choose(raw.withInput(input)));
  }

  private String choose(EvaluationScope scope) {
    for (ChoiceRule rule : rules) {
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

  private record ChoiceRule(ChoiceCondition condition, String next) {}
}
