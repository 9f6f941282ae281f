package dev.coalmine.local.asl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A state that has something done by a resource. */
final class TaskState extends State {
  private static final String CALLBACK = ".waitForTaskToken";

  private final String resource;
  private final DataFlow flow;
  private final Seconds timeout;
  private final Seconds heartbeat;
  private final List<Retrier> retriers = new ArrayList<>();
  private final List<Catcher> catchers = new ArrayList<>();
  private final String next;

  TaskState(String name, Fields fields, Predicate<String> knownResource) {
    super(name, fields);
    resource = fields.required("Resource");
    flow = DataFlow.task(fields);
    timeout = Seconds.read(fields, "TimeoutSeconds");
    heartbeat = Seconds.read(fields, "HeartbeatSeconds");
    next = next(fields);
    checkResource(fields, knownResource);
    checkHeartbeat(fields);
    readRetry(fields);
    readCatch(fields);
  }

  private void checkResource(Fields fields, Predicate<String> knownResource) {
    if (!resource.isEmpty()
        && !(knownResource.test(resource)
            && resource.matches("arn:[^:]+:states:::[^:]+(:[^:]+)+"))) {
      fields.fault("Resource " + resource + " is not implemented");
    }
  }

  private void checkHeartbeat(Fields fields) {
    if (timeout.fixed() > 0 && heartbeat.fixed() >= timeout.fixed()) {
      fields.mustBe("HeartbeatSeconds", "below TimeoutSeconds");
    }
  }

  private void readRetry(Fields fields) {
    List<?> entries = fields.list("Retry");
    for (int i = 0; i < entries.size(); i++) {
      Fields entry = fields.inside("Retry " + (i + 1), entries.get(i));
      retriers.add(Retrier.read(entry, i + 1 == entries.size()));
    }
  }

  private void readCatch(Fields fields) {
    List<?> entries = fields.list("Catch");
    for (int i = 0; i < entries.size(); i++) {
      Fields entry = fields.inside("Catch " + (i + 1), entries.get(i));
      catchers.add(Catcher.read(entry, i + 1 == entries.size()));
      successor(catchers.get(i).next());
    }
  }

  /** The Resource, as it stands in the definition. */
  String resource() {
    return resource;
  }

  boolean waitsForToken() {
    return resource.endsWith(CALLBACK);
  }

  /** Of {@code arn:aws:states:::sqs:sendMessage} it is {@code sqs}. */
  String resourceType() {
    return resource.substring(resource.indexOf(":::") + 3, resource.lastIndexOf(':'));
  }

  /** Of {@code arn:aws:states:::sqs:sendMessage} it is {@code sendMessage}. */
  String action() {
    return resource.substring(resource.lastIndexOf(':') + 1);
  }

  @Override
  void enter(Visit visit) {
    String token = waitsForToken() ? visit.newToken() : "";
    Scope raw = visit.scope(token);
    Object parameters = flow.effectiveInput(raw);
    if (Trees.tooLarge(parameters)) {
      throw StateFailure.tooLarge(name());
    }
    Scope input = raw.over(flow.input(raw));
    new TaskAttempt(visit, this, raw, parameters, token)
        .begin(timeout.value(input), heartbeat.value(input));
  }

  void succeeded(Visit visit, Scope raw, Object result) {
    visit.leave(flow.output(raw, result), next);
  }

  @Override
  void failed(Visit visit, StateFailure failure) {
    for (int i = 0; i < retriers.size(); i++) {
      Retrier retrier = retriers.get(i);
      if (retrier.matches(failure)) {
        if (visit.retriesOf(i) < retrier.maxAttempts()) {
          Duration delay = retrier.delay(visit.countRetry(i), visit.random());
          visit.at(visit.now().plus(delay), () -> enter(visit));
          return;
        }
        break; // the first entry that matches decides, used up or not
      }
    }
    handOver(visit, failure);
  }

  private void handOver(Visit visit, StateFailure failure) {
    for (Catcher catcher : catchers) {
      if (catcher.matches(failure)) {
        try {
          visit.leave(catcher.output(visit.rawInput(), failure), catcher.next());
        } catch (StateFailure unfit) {
          visit.failExecution(unfit);
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
