package dev.coalmine.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.local.asl.HistoryEventType;
import dev.coalmine.local.asl.VirtualClock;
import dev.coalmine.local.asl.WallTime;
import dev.coalmine.local.aws.Runner;
import dev.coalmine.local.aws.WireAnswer;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
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

/** Several releases in one world in virtual time, each known by the name of its execution. */
final class Crowd {
  private static final Set<String> NO_MOVE =
      Set.of("KEEP_WATCHING", "FINISH", "RESTORED", "REFUSE", "QUEUE");

  final VirtualClock clock = new VirtualClock(Rehearsal.START);
  final World world;
  final Aftermath after;
  final Targets targets;
  final Map<String, Object> before;

  /** How often each operation was called. */
  final Map<String, Integer> calls = new TreeMap<>();

  /** Who moved each target, one after the other. */
  final Map<String, List<String>> movers = new TreeMap<>();

  /** Two that moved the same target at the same time. */
  final List<String> clashes = new ArrayList<>();

  /** What hooks were asked. */
  final List<Map<String, Object>> asked = new ArrayList<>();

  private final Map<String, Execution> executions = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> documents = new LinkedHashMap<>();
  private final Map<String, Set<String>> moving = new LinkedHashMap<>();
  private BiConsumer<Execution, HistoryEvent> meddler = (execution, event) -> {};

  Crowd(Laptop laptop) {
    world = new World(laptop, clock, WallTime.never(), false, 1, this::happened);
    Scene.in(world);
    world.openDoors();
    world.aws().listen((request, answer) -> count(request));
    after = new Aftermath(world);
    targets = new Targets(world).described();
    before = targets.standing();
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
          event.facts().get("output") instanceof Map<?, ?> output ? output.get("Payload") : null;
      if (answer instanceof Map<?, ?> document && document.containsKey("parts")) {
        documents.put(name, Template.map(answer));
        note(name, Template.map(answer));
      }
    } else if (event.type().endsExecution()) {
      moving.values().forEach(who -> who.remove(name));
    }
    meddler.accept(execution, event);
  }

  private void note(String name, Map<String, Object> document) {
    boolean moves = !NO_MOVE.contains(String.valueOf(document.get("decision")));
    for (Object each : (List<?>) document.get("parts")) {
      Map<String, Object> part = Template.map(each);
      String target = new TreeMap<>(named(part)).toString();
      Set<String> who = moving.computeIfAbsent(target, none -> new HashSet<>());
      who.remove(name);
      if (moves && Boolean.TRUE.equals(part.get("touched"))) {
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
    Map<String, Object> target = new LinkedHashMap<>(Template.map(part.get("target")));
    target.keySet().removeAll(Set.of("version", "deployment", "variables"));
    return target;
  }

  /** Somebody hears all that happens, and may do something about it. */
  Crowd meddle(BiConsumer<Execution, HistoryEvent> meddler) {
    this.meddler = meddler;
    return this;
  }

  /** More versions of orders, up to this one. */
  Crowd publishedTo(int version) {
    for (int next = newest() + 1; next <= version; next++) {
      world.lambda().publish(Scene.FUNCTION, ("orders " + next).getBytes(UTF_8));
    }
    return this;
  }

  private int newest() {
    List<String> versions = world.lambda().versions(Scene.FUNCTION);
    return Integer.parseInt(versions.get(versions.size() - 1));
  }

  /** Starts a release now. */
  Crowd start(String name, String request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("stateMachineArn", world.stateMachineArn());
    body.put("name", name);
    body.put("input", request);
    ask("StartExecution", body);
    return this;
  }

  Map<String, Object> ask(String operation, Map<String, Object> body) {
    WireAnswer answer = world.aws().answer(WireRequest.json("AWSStepFunctions." + operation, body));
    Map<String, Object> json = Json.object(answer.body());
    if (answer.status() != 200) {
      throw new IllegalStateException(operation + " answers " + json);
    }
    return json;
  }

  /** Lets so much time pass. */
  Crowd pass(Duration time) {
    clock.runTo(clock.instant().plus(time));
    return this;
  }

  /** Does it so long after the beginning. */
  Crowd at(Duration time, Runnable what) {
    Instant when = Rehearsal.START.plus(time);
    clock.at(when, what);
    return this;
  }

  /** Lets time pass until all that were started have ended. */
  Crowd untilAllEnd() {
    clock.runUntil(() -> executions.values().stream().noneMatch(Crowd::runs));
    return this;
  }

  private static boolean runs(Execution execution) {
    return execution.stopDate().isEmpty();
  }

  static String arn(String name) {
    return "arn:aws:states:us-east-1:000000000000:execution:coalmine:" + name;
  }

  Set<String> names() {
    return executions.keySet();
  }

  /** The state that it is in. */
  String state(String name) {
    return executions.containsKey(name) ? executions.get(name).currentState() : "";
  }

  /** The last document of a release. */
  Map<String, Object> document(String name) {
    return documents.get(name);
  }

  /** How it ended: PROMOTED, or the error and its cause; RUNNING if it did not. */
  String ending(String name) {
    Execution execution = executions.get(name);
    return switch (execution.status()) {
      case SUCCEEDED -> "PROMOTED: " + Template.map(execution.output()).get("reason");
      case RUNNING -> "RUNNING";
      case FAILED, TIMED_OUT, ABORTED ->
          (execution.error().isEmpty() ? execution.status().name() : execution.error())
              + ": "
              + execution.cause();
    };
  }

  /** The token for which it waits now. */
  String token(String name) {
    List<HistoryEvent> events = new ArrayList<>(executions.get(name).history());
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).type() == HistoryEventType.TASK_SCHEDULED) {
        String parameters = Json.text(events.get(i).facts().get("parameters"));
        return parameters.replaceFirst("(?s).*\"token\"\\s*:\\s*\"([^\"]*)\".*", "$1");
      }
    }
    throw new IllegalStateException(name + " waits for no token");
  }

  /** Tells a release something, as a person or a hook would. */
  void tell(String name, String output) {
    ask("SendTaskSuccess", Map.of("taskToken", token(name), "output", output));
  }

  /** How many events its history has. */
  int history(String name) {
    return executions.get(name).history().size();
  }

  /** A function of the user's that answers so, and notes what it is asked. */
  Crowd hook(String name, String answer) {
    return hook(name, call -> result(answer, false));
  }

  Crowd hook(String name, Runner runner) {
    Runner noting =
        call -> {
          asked.add(Json.object(call.payload()));
          return runner.run(call);
        };
    world.lambda().create(name, name + ".Handler", name.getBytes(UTF_8), Map.of(), noting);
    return this;
  }

  static Runner.Result result(String payload, boolean failed) {
    return new Runner.Result(payload.getBytes(UTF_8), failed, Duration.ofMillis(1));
  }

  void stop(String name) {
    after.stop(arn(name));
  }
}
