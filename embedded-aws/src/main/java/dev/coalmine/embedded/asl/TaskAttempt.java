package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.expression.ErrorName;
import dev.coalmine.embedded.asl.expression.EvaluationScope;
import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.asl.expression.StateFailure;
import dev.coalmine.embedded.clock.CancellableTask;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.TimeoutClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One call of a Task's resource, from TaskScheduled to the event that ends it. The first result,
 * token, timeout or end of the execution closes it. Later ones are ignored.
 */
final class TaskAttempt implements TaskCompletion {
  private final StateVisit visit;
  private final TaskState state;
  private final EvaluationScope scope;
  private final TaskCall call;
  private final AtomicReference<AttemptPhase> phase = new AtomicReference<>(AttemptPhase.OPEN);
  private final AtomicLong heartbeats = new AtomicLong();

  private final Queue<TaskExecutor.TaskTimer> timers = new ConcurrentLinkedQueue<>();
  private volatile Runnable onHeartbeat = () -> {};

  // Guarded by the execution's serial executor.
  private boolean submitted;
  private Optional<Runnable> heldEnd = Optional.empty();

  TaskAttempt(
      StateVisit visit, TaskState state, EvaluationScope scope, Object parameters, String token) {
    this.visit = visit;
    this.state = state;
    this.scope = scope;
    this.call = new TaskCall(state.resource(), parameters, visit.context(token), token);
  }

  /** Schedules and starts the task. 0 seconds mean no limit. */
  void begin(long timeout, long heartbeat) {
    TaskResource resource = visit.interpreter().resource(state.resource());
    visit.record(HistoryEventType.TASK_SCHEDULED, scheduled(timeout, heartbeat));
    visit.record(HistoryEventType.TASK_STARTED, details());
    if (!visit.setCurrentTask(this)) {
      return;
    }
    if (!call.token().isEmpty()) {
      visit.interpreter().tokens().open(call.token(), this);
    }
    TimeoutClock countedBy = resource.timeoutClock(call);
    if (timeout > 0) {
      after(countedBy, timeout, () -> timeOut(StateFailure.timeout()));
    }
    if (heartbeat > 0) {
      onHeartbeat = () -> watchHeartbeat(countedBy, heartbeat);
      onHeartbeat.run();
    }
    visit.interpreter().taskExecutor().run(() -> start(resource));
  }

  private void start(TaskResource resource) {
    try {
      resource.start(call, this);
    } catch (RuntimeException e) {
      if (close()) {
        visit.runIfActive(() -> state.handleFailure(visit, internal(e)));
      }
      throw e;
    }
  }

  private StateFailure internal(RuntimeException e) {
    return StateFailure.runtime("Resource " + state.resource() + " failed internally: " + e);
  }

  private void after(TimeoutClock countedBy, long seconds, Runnable task) {
    switch (countedBy) {
      case CLOCK -> {
        CancellableTask timer = new CancellableTask(task);
        timers.add(timer);
        visit.interpreter().clock().runAt(visit.now().plusSeconds(seconds), timer);
      }
      case WALL ->
          timers.add(
              visit.interpreter().taskExecutor().runAfter(Duration.ofSeconds(seconds), task));
    }
  }

  // Every heartbeat starts a new timer. An outdated timer does nothing.
  private void watchHeartbeat(TimeoutClock countedBy, long seconds) {
    long seen = heartbeats.get();
    after(
        countedBy,
        seconds,
        () -> {
          if (heartbeats.get() == seen) {
            timeOut(StateFailure.heartbeatTimeout());
          }
        });
  }

  /** Accepts a heartbeat. Returns false when the task has ended. */
  boolean heartbeat() {
    heartbeats.incrementAndGet();
    onHeartbeat.run();
    return phase.get() == AttemptPhase.OPEN;
  }

  @Override
  public void succeed(Object result) {
    Object frozen = JsonTrees.freeze(result);
    if (!call.token().isEmpty()) {
      visit.runIfActive(() -> submitted(frozen));
    } else if (close()) {
      visit.runIfActive(() -> succeeded(frozen));
    }
  }

  @Override
  public void fail(String error, String cause) {
    if (close()) {
      visit.runIfActive(() -> failed(new StateFailure(error, cause)));
    } else {
      visit.runIfActive(this::release);
    }
  }

  boolean tokenSucceeded(Object frozen) {
    return closeByToken(() -> succeeded(frozen));
  }

  boolean tokenFailed(StateFailure failure) {
    return closeByToken(() -> failed(failure));
  }

  private boolean closeByToken(Runnable end) {
    boolean first = close(AttemptPhase.ANSWERED_BY_TOKEN);
    if (first) {
      visit.runAt(visit.now(), () -> whenSubmitted(end));
    }
    return first;
  }

  // The token may arrive before the call returns. TaskSubmitted still comes first.
  private void whenSubmitted(Runnable end) {
    if (submitted) {
      end.run();
    } else {
      heldEnd = Optional.of(end);
    }
  }

  private void submitted(Object output) {
    if (!submitted && phase.get() != AttemptPhase.OVER) {
      visit.record(HistoryEventType.TASK_SUBMITTED, details("output", output));
      release();
    }
  }

  private void release() {
    submitted = true;
    Optional<Runnable> end = heldEnd;
    heldEnd = Optional.empty();
    end.ifPresent(Runnable::run);
  }

  private void succeeded(Object result) {
    if (JsonTrees.isTooLarge(result)) {
      failed(StateFailure.tooLarge(state.resourceType()));
      return;
    }
    visit.record(HistoryEventType.TASK_SUCCEEDED, details("output", result));
    state.handleResult(visit, scope, result);
  }

  private void failed(StateFailure failure) {
    Map<String, Object> facts = details();
    failure.addTo(facts);
    boolean timedOut = failure.error().equals(ErrorName.TIMEOUT);
    visit.record(timedOut ? HistoryEventType.TASK_TIMED_OUT : HistoryEventType.TASK_FAILED, facts);
    state.handleFailure(visit, failure);
  }

  private void timeOut(StateFailure failure) {
    if (close()) {
      visit.runIfActive(() -> failed(failure));
    }
  }

  /** Closes it, unless it is closed. */
  boolean close() {
    return close(AttemptPhase.OVER);
  }

  private boolean close(AttemptPhase how) {
    boolean first = phase.compareAndSet(AttemptPhase.OPEN, how);
    if (first) {
      timers.forEach(TaskExecutor.TaskTimer::cancel);
      timers.clear();
      if (!call.token().isEmpty()) {
        visit.interpreter().tokens().close(call.token());
      }
    }
    return first;
  }

  private Map<String, Object> scheduled(long timeout, long heartbeat) {
    Map<String, Object> facts = details("parameters", call.parameters());
    facts.put("region", visit.region());
    if (timeout > 0) {
      facts.put("timeoutInSeconds", timeout);
    }
    if (heartbeat > 0) {
      facts.put("heartbeatInSeconds", heartbeat);
    }
    return facts;
  }

  private Map<String, Object> details(String name, Object tree) {
    Map<String, Object> facts = details();
    facts.put(name, tree);
    return facts;
  }

  private Map<String, Object> details() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("resourceType", state.resourceType());
    facts.put("resource", state.action());
    return facts;
  }

  private enum AttemptPhase {
    OPEN,
    /** Its result is known, but TaskSubmitted may have to come first. */
    ANSWERED_BY_TOKEN,
    OVER
  }
}
