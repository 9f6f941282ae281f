package dev.coalmine.cli.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.asl.HistoryEventType;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.text.JsonView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Several releases in one account in virtual time, each named by its execution. */
public final class ParallelReleases {
  private static final Set<String> NO_MOVE =
      Set.of("KEEP_WATCHING", "FINISH", "RESTORED", "REFUSE", "QUEUE");

  public final VirtualClock clock = new VirtualClock(Rehearsal.START);
  public final SimulatedAccount world;
  public final StopEvents after;
  public final SampleTargets targets;
  public final Map<String, Object> before;

  /** The number of calls of each operation. */
  public final Map<String, Integer> calls = new TreeMap<>();

  /** The releases that moved each target, in their order. */
  public final Map<String, List<String>> movers = new TreeMap<>();

  /** Pairs of releases that moved the same target at the same time. */
  public final List<String> clashes = new ArrayList<>();

  /** The events that hooks were called with. */
  public final List<Map<String, Object>> asked = new ArrayList<>();

  private final Map<String, Execution> executions = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> documents = new LinkedHashMap<>();
  private final Map<String, Set<String>> moving = new LinkedHashMap<>();
  private BiConsumer<Execution, HistoryEvent> intervention = (execution, event) -> {};

  public ParallelReleases(LocalRuntime runtime) {
    world =
        new SimulatedAccount(
            runtime, clock, TaskExecutor.withoutTimeouts(), false, 1, this::happened);
    SampleAccount.createIn(world);
    world.enableTriggers();
    world.aws().addCallListener((request, answer) -> count(request));
    after = new StopEvents(world);
    targets = new SampleTargets(world).withDescriptions();
    before = targets.read();
  }

  private void count(WireRequest request) {
    String target = request.header("x-amz-target");
    String operation =
        target.isEmpty()
            ? request.method() + " " + request.path().replaceFirst("^/[0-9-]+/", "")
            : target.substring(target.indexOf('.') + 1);
    calls.merge(operation, 1, Integer::sum);
  }

  private void happened(Execution execution, HistoryEvent event) {
    String name = execution.identity().name();
    executions.putIfAbsent(name, execution);
    if (event.type() == HistoryEventType.TASK_SUCCEEDED) {
      Object answer =
          event.detailTree().get("output") instanceof Map<?, ?> output
              ? output.get("Payload")
              : null;
      if (answer instanceof Map<?, ?> document && document.containsKey("targetProgress")) {
        documents.put(name, JsonView.of(answer).map());
        note(name, JsonView.of(answer).map());
      }
    } else if (event.type().endsExecution()) {
      moving.values().forEach(who -> who.remove(name));
    }
    intervention.accept(execution, event);
  }

  private void note(String name, Map<String, Object> document) {
    boolean moves = !NO_MOVE.contains(String.valueOf(document.get("decision")));
    for (Object each : (List<?>) document.get("targetProgress")) {
      Map<String, Object> part = JsonView.of(each).map();
      String target = new TreeMap<>(named(part)).toString();
      Set<String> who = moving.computeIfAbsent(target, none -> new HashSet<>());
      who.remove(name);
      if (moves && Boolean.TRUE.equals(part.get("everWritten"))) {
        if (!who.isEmpty()) {
          clashes.add(target + ": " + name + " and " + who);
        }
        who.add(name);
        List<String> all = movers.computeIfAbsent(target, none -> new ArrayList<>());
        if (all.isEmpty() || !all.get(all.size() - 1).equals(name)) {
          all.add(name);
        }
      }
    }
  }

  private static Map<String, Object> named(Map<String, Object> part) {
    Map<String, Object> target = new LinkedHashMap<>(JsonView.of(part.get("target")).map());
    target.keySet().removeAll(Set.of("version", "deployment", "variables"));
    return target;
  }

  /** Adds a listener that may interfere. */
  public ParallelReleases intervene(BiConsumer<Execution, HistoryEvent> intervention) {
    this.intervention = intervention;
    return this;
  }

  /** Publishes versions of orders up to this one. */
  public ParallelReleases publishUpTo(int version) {
    for (int next = newest() + 1; next <= version; next++) {
      world.lambda().publish(SampleAccount.FUNCTION, ("orders " + next).getBytes(UTF_8));
    }
    return this;
  }

  private int newest() {
    List<String> versions = world.lambda().versions(SampleAccount.FUNCTION);
    return Integer.parseInt(versions.get(versions.size() - 1));
  }

  public ParallelReleases start(String name, String request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("stateMachineArn", world.stateMachineArn());
    body.put("name", name);
    body.put("input", request);
    callStepFunctions("StartExecution", body);
    return this;
  }

  public Map<String, Object> callStepFunctions(String operation, Map<String, Object> body) {
    WireResponse answer =
        world.aws().handle(WireRequest.awsJson("AWSStepFunctions." + operation, body));
    Map<String, Object> json = Json.parseObject(answer.body());
    if (answer.status() != 200) {
      throw new IllegalStateException(operation + " answers " + json);
    }
    return json;
  }

  public ParallelReleases advance(Duration time) {
    clock.runTo(clock.instant().plus(time));
    return this;
  }

  /** Runs something so long after the beginning. */
  public ParallelReleases schedule(Duration time, Runnable what) {
    Instant when = Rehearsal.START.plus(time);
    clock.runAt(when, what);
    return this;
  }

  /** Advances the clock until all releases have ended. */
  public ParallelReleases runUntilAllEnd() {
    clock.runUntil(() -> executions.values().stream().noneMatch(ParallelReleases::runs));
    return this;
  }

  private static boolean runs(Execution execution) {
    return execution.stopDate().isEmpty();
  }

  public static String arn(String name) {
    return "arn:aws:states:us-east-1:000000000000:execution:coalmine:" + name;
  }

  public Set<String> executionNames() {
    return executions.keySet();
  }

  /** The state that the execution is in. */
  public String state(String name) {
    return executions.containsKey(name) ? executions.get(name).currentState() : "";
  }

  /** The last document of a release. */
  Map<String, Object> document(String name) {
    return documents.get(name);
  }

  /** The result: PROMOTED, or the error and its cause; RUNNING if it has not ended. */
  public String resultOf(String name) {
    Execution execution = executions.get(name);
    return switch (execution.status()) {
      case SUCCEEDED -> "PROMOTED: " + JsonView.of(execution.output()).map().get("reason");
      case RUNNING -> "RUNNING";
      case FAILED, TIMED_OUT, ABORTED ->
          (execution.error().isEmpty() ? execution.status().name() : execution.error())
              + ": "
              + execution.cause();
    };
  }

  /** The token of the task that waits. */
  public String token(String name) {
    List<HistoryEvent> events = new ArrayList<>(executions.get(name).history());
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).type() == HistoryEventType.TASK_SCHEDULED) {
        String parameters = Json.toText(events.get(i).detailTree().get("parameters"));
        return parameters.replaceFirst("(?s).*\"token\"\\s*:\\s*\"([^\"]*)\".*", "$1");
      }
    }
    throw new IllegalStateException(name + " waits for no token");
  }

  /** Completes the waiting task, as a person or a hook does. */
  public void answerTask(String name, String output) {
    callStepFunctions("SendTaskSuccess", Map.of("taskToken", token(name), "output", output));
  }

  /** The number of events in the history. */
  public int historySize(String name) {
    return executions.get(name).history().size();
  }

  /** Creates a hook that gives this answer and notes its events. */
  public ParallelReleases createHook(String name, String answer) {
    return createHook(name, call -> handlerResult(answer, false));
  }

  public ParallelReleases createHook(String name, FunctionRunner runner) {
    FunctionRunner noting =
        call -> {
          asked.add(Json.parseObject(call.payload()));
          return runner.run(call);
        };
    world.lambda().createFunction(name, name + ".Handler", name.getBytes(UTF_8), Map.of(), noting);
    return this;
  }

  public static FunctionRunner.FunctionResult handlerResult(String payload, boolean failed) {
    return new FunctionRunner.FunctionResult(payload.getBytes(UTF_8), failed, Duration.ofMillis(1));
  }

  public void stop(String name) {
    after.stop(arn(name));
  }
}
