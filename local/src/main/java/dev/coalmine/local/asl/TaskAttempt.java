package dev.coalmine.local.asl;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One call of a Task's resource, from TaskScheduled to the event that ends it. Whoever closes it
 * first, by answer, token, time-out or end of the execution, decides; the others come too late.
 */
final class TaskAttempt implements TaskAnswer {
  private final Visit visit;
  private final TaskState state;
  private final Scope scope;
  private final TaskCall call;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
  private final AtomicLong heartbeats = new AtomicLong();

  private final Queue<WallTime.Timer> timers = new ConcurrentLinkedQueue<>();
  private volatile Runnable onHeartbeat = () -> {};

  // Of the thread that moves the execution on.
  private boolean submitted;
  private Optional<Runnable> held = Optional.empty();

  TaskAttempt(Visit visit, TaskState state, Scope scope, Object parameters, String token) {
    this.visit = visit;
    this.state = state;
    this.scope = scope;
    this.call = new TaskCall(state.resource(), parameters, visit.context(token), token);
  }

  /** Schedules and starts the task; 0 seconds are no limit. */
  void begin(long timeout, long heartbeat) {
    Resource resource = visit.interpreter().resource(state.resource());
    visit.record(HistoryEventType.TASK_SCHEDULED, scheduled(timeout, heartbeat));
    visit.record(HistoryEventType.TASK_STARTED, facts());
    if (!visit.begins(this)) {
      return;
    }
    if (!call.token().isEmpty()) {
      visit.interpreter().tokens().open(call.token(), this);
    }
    TimedBy timedBy = resource.timedBy(call);
    if (timeout > 0) {
      after(timedBy, timeout, () -> timeOut(StateFailure.timeout()));
    }
    if (heartbeat > 0) {
      onHeartbeat = () -> watchHeartbeat(timedBy, heartbeat);
      onHeartbeat.run();
    }
    visit.interpreter().wallTime().run(() -> start(resource));
  }

  private void start(Resource resource) {
    try {
      resource.start(call, this);
    } catch (RuntimeException e) {
      if (close()) {
        visit.step(() -> state.failed(visit, internal(e)));
      }
      throw e;
    }
  }

  private StateFailure internal(RuntimeException e) {
    return StateFailure.runtime("Resource " + state.resource() + " failed internally: " + e);
  }

  private void after(TimedBy timedBy, long seconds, Runnable task) {
    switch (timedBy) {
      case CLOCK -> visit.interpreter().clock().at(visit.now().plusSeconds(seconds), task);
      case WALL ->
          timers.add(visit.interpreter().wallTime().after(Duration.ofSeconds(seconds), task));
    }
  }

  // Every heartbeat starts a new watch; one that was overtaken finds that out when it fires.
  private void watchHeartbeat(TimedBy timedBy, long seconds) {
    long seen = heartbeats.get();
    after(
        timedBy,
        seconds,
        () -> {
          if (heartbeats.get() == seen) {
            timeOut(StateFailure.heartbeatTimeout());
          }
        });
  }

  /** Takes a heartbeat; false when the task is over. */
  boolean heartbeat() {
    heartbeats.incrementAndGet();
    onHeartbeat.run();
    return phase.get() == Phase.OPEN;
  }

  @Override
  public void success(Object result) {
    Object frozen = Trees.freeze(result);
    if (!call.token().isEmpty()) {
      visit.step(() -> submitted(frozen));
    } else if (close()) {
      visit.step(() -> succeeded(frozen));
    }
  }

  @Override
  public void failure(String error, String cause) {
    if (close()) {
      visit.step(() -> failed(new StateFailure(error, cause)));
    } else {
      visit.step(this::release);
    }
  }

  boolean tokenSucceeded(Object frozen) {
    return closeByToken(() -> succeeded(frozen));
  }

  boolean tokenFailed(String error, String cause) {
    return closeByToken(() -> failed(new StateFailure(error, cause)));
  }

  private boolean closeByToken(Runnable ending) {
    boolean first = close(Phase.ANSWERED_BY_TOKEN);
    if (first) {
      visit.at(visit.now(), () -> whenSubmitted(ending));
    }
    return first;
  }

  // The token may be quicker than the call that carries it: TaskSubmitted still comes first.
  private void whenSubmitted(Runnable ending) {
    if (submitted) {
      ending.run();
    } else {
      held = Optional.of(ending);
    }
  }

  private void submitted(Object output) {
    if (!submitted && phase.get() != Phase.OVER) {
      visit.record(HistoryEventType.TASK_SUBMITTED, facts("output", output));
      release();
    }
  }

  private void release() {
    submitted = true;
    Optional<Runnable> ending = held;
    held = Optional.empty();
    ending.ifPresent(Runnable::run);
  }

  private void succeeded(Object result) {
    if (Trees.tooLarge(result)) {
      failed(StateFailure.tooLarge(state.resourceType()));
      return;
    }
    visit.record(HistoryEventType.TASK_SUCCEEDED, facts("output", result));
    state.succeeded(visit, scope, result);
  }

  private void failed(StateFailure failure) {
    Map<String, Object> facts = facts();
    failure.addTo(facts);
    boolean timedOut = failure.error().equals(ErrorName.TIMEOUT);
    visit.record(timedOut ? HistoryEventType.TASK_TIMED_OUT : HistoryEventType.TASK_FAILED, facts);
    state.failed(visit, failure);
  }

  private void timeOut(StateFailure failure) {
    if (close()) {
      visit.step(() -> failed(failure));
    }
  }

  /** Ends it, if nothing has before. */
  boolean close() {
    return close(Phase.OVER);
  }

  private boolean close(Phase how) {
    boolean first = phase.compareAndSet(Phase.OPEN, how);
    if (first) {
      timers.forEach(WallTime.Timer::cancel);
      timers.clear();
      if (!call.token().isEmpty()) {
        visit.interpreter().tokens().close(call.token());
      }
    }
    return first;
  }

  private Map<String, Object> scheduled(long timeout, long heartbeat) {
    Map<String, Object> facts = facts("parameters", call.parameters());
    facts.put("region", visit.region());
    if (timeout > 0) {
      facts.put("timeoutInSeconds", timeout);
    }
    if (heartbeat > 0) {
      facts.put("heartbeatInSeconds", heartbeat);
    }
    return facts;
  }

  private Map<String, Object> facts(String name, Object tree) {
    Map<String, Object> facts = facts();
    facts.put(name, tree);
    return facts;
  }

  private Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("resourceType", state.resourceType());
    facts.put("resource", state.action());
    return facts;
  }

  private enum Phase {
    OPEN,
    /** Its result is known; TaskSubmitted may still have to come first. */
    ANSWERED_BY_TOKEN,
    OVER
  }
}
