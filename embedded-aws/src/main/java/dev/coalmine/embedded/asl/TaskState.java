package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.definition.Catcher;
import dev.coalmine.embedded.asl.definition.DataFlow;
import dev.coalmine.embedded.asl.definition.DefinitionFields;
import dev.coalmine.embedded.asl.definition.Retrier;
import dev.coalmine.embedded.asl.definition.TaskTimeLimit;
import dev.coalmine.embedded.asl.expression.EvaluationScope;
import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.asl.expression.StateFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A Task state. */
final class TaskState extends State {
  private static final String CALLBACK = ".waitForTaskToken";

  private final String resource;
  private final DataFlow flow;
  private final TaskTimeLimit timeout;
  private final TaskTimeLimit heartbeat;
  private final List<Retrier> retriers = new ArrayList<>();
  private final List<Catcher> catchers = new ArrayList<>();
  private final String next;

  TaskState(String name, DefinitionFields fields, Predicate<String> knownResource) {
    super(name, fields);
    resource = fields.required("Resource");
    flow = DataFlow.task(fields);
    timeout = TaskTimeLimit.read(fields, "TimeoutSeconds");
    heartbeat = TaskTimeLimit.read(fields, "HeartbeatSeconds");
    next = next(fields);
    checkResource(fields, knownResource);
    checkHeartbeat(fields);
    readRetry(fields);
    readCatch(fields);
  }

  private void checkResource(DefinitionFields fields, Predicate<String> knownResource) {
    if (!resource.isEmpty()
        && !(knownResource.test(resource)
            && resource.matches("arn:[^:]+:states:::[^:]+(:[^:]+)+"))) {
      fields.addFault("Resource " + resource + " is not implemented");
    }
  }

  private void checkHeartbeat(DefinitionFields fields) {
    if (timeout.fixed() > 0 && heartbeat.fixed() >= timeout.fixed()) {
      fields.addTypeFault("HeartbeatSeconds", "below TimeoutSeconds");
    }
  }

  private void readRetry(DefinitionFields fields) {
    List<?> entries = fields.list("Retry");
    for (int i = 0; i < entries.size(); i++) {
      DefinitionFields entry = fields.inside("Retry " + (i + 1), entries.get(i));
      retriers.add(Retrier.read(entry, i + 1 == entries.size()));
    }
  }

  private void readCatch(DefinitionFields fields) {
    List<?> entries = fields.list("Catch");
    for (int i = 0; i < entries.size(); i++) {
      DefinitionFields entry = fields.inside("Catch " + (i + 1), entries.get(i));
      catchers.add(Catcher.read(entry, i + 1 == entries.size()));
      addSuccessor(catchers.get(i).next());
    }
  }

  /** The Resource in the definition. */
  String resource() {
    return resource;
  }

  boolean waitsForToken() {
    return resource.endsWith(CALLBACK);
  }

  /** In {@code arn:aws:states:::sqs:sendMessage} it is {@code sqs}. */
  String resourceType() {
    return resource.substring(resource.indexOf(":::") + 3, resource.lastIndexOf(':'));
  }

  /** In {@code arn:aws:states:::sqs:sendMessage} it is {@code sendMessage}. */
  String action() {
    return resource.substring(resource.lastIndexOf(':') + 1);
  }

  @Override
  void enter(StateVisit visit) {
    String token = waitsForToken() ? visit.newToken() : "";
    EvaluationScope raw = visit.scope(token);
    Object parameters = flow.effectiveInput(raw);
    if (JsonTrees.isTooLarge(parameters)) {
      throw StateFailure.tooLarge(name());
    }
    EvaluationScope input = raw.withInput(flow.input(raw));
    new TaskAttempt(visit, this, raw, parameters, token)
        .begin(timeout.value(input), heartbeat.value(input));
  }

  @Override
  boolean canBeRetried() {
    return true;
  }

  void handleResult(StateVisit visit, EvaluationScope raw, Object result) {
    visit.leave(flow.output(raw, result), next);
  }

  @Override
  void handleFailure(StateVisit visit, StateFailure failure) {
    for (int i = 0; i < retriers.size(); i++) {
      Retrier retrier = retriers.get(i);
      if (retrier.matches(failure)) {
        if (visit.retriesOf(i) < retrier.maxAttempts()) {
          Duration delay = retrier.delay(visit.countRetry(i), visit.random());
          visit.runAt(visit.now().plus(delay), () -> enter(visit));
          return;
        }
        break; // the first matching entry decides, even when it is used up
      }
    }
    catchOrFail(visit, failure);
  }

  private void catchOrFail(StateVisit visit, StateFailure failure) {
    for (Catcher catcher : catchers) {
      if (catcher.matches(failure)) {
        try {
          visit.leave(catcher.output(visit.rawInput(), failure), catcher.next());
        } catch (StateFailure failureInCatch) {
          visit.failExecution(failureInCatch);
        }
        return;
      }
    }
    visit.failExecution(failure);
  }

  @Override
  HistoryEventType enteredType() {
    return HistoryEventType.TASK_STATE_ENTERED;
  }

  @Override
  HistoryEventType exitedType() {
    return HistoryEventType.TASK_STATE_EXITED;
  }
}
