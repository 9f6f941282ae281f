package dev.coalmine.local;

import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.local.asl.HistoryEventType;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
import dev.coalmine.local.traffic.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A release and what happens around it.
 *
 * @param name what it shows; its timeline stands in a file of this name
 * @param event an event file's name, or the event itself
 * @param traffic who calls
 * @param meanwhile what is arranged before the start, at once or for a later moment
 * @param otherwise targets that end otherwise than the outcome promises, because of other people
 */
record Scenario(
    String name,
    String event,
    String traffic,
    Consumer<Rehearsal> meanwhile,
    Map<String, String> otherwise) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  Scenario(String name, String event, String traffic, Consumer<Rehearsal> meanwhile) {
    this(name, event, traffic, meanwhile, Map.of());
  }

  /** Nothing goes wrong but what happens meanwhile: the gate has one alarm, shop-trouble. */
  static Scenario calm(String name, String event, Consumer<Rehearsal> meanwhile) {
    return new Scenario(name, event, "healthy", meanwhile.andThen(Meanwhile::calm));
  }

  /** The same, but this target is left so. */
  Scenario leaving(String target, String standing) {
    Map<String, String> more = new TreeMap<>(otherwise);
    more.put(target, standing);
    return new Scenario(name, event, traffic, meanwhile, more);
  }

  /**
   * A scenario that was played.
   *
   * @param timeline its lines, the outcome last; those of other releases follow
   * @param ending how it ended
   * @param states the states it went through
   * @param calls the operations that were called, by caller
   * @param before how all targets stood before
   * @param left how they were left
   * @param deploys the status with which an ordinary deployment to the stage is answered then
   * @param largestDocument characters of the largest release document that a handler answered
   * @param executions all that ran, the one that is told of first
   * @param metricsAsked how many metrics CloudWatch was asked for
   */
  record Played(
      String timeline,
      Ending ending,
      Set<String> states,
      Map<String, Set<String>> calls,
      Map<String, Standing> before,
      Map<String, Standing> left,
      int deploys,
      int largestDocument,
      Set<Execution> executions,
      int metricsAsked) {}

  private static final Pattern METRIC = Pattern.compile("MetricDataQueries\\.member\\.\\d+\\.Id=");

  /** Plays it; each time is the same. */
  Played play(Laptop laptop) {
    List<String> lines = new ArrayList<>();
    Set<String> states = new TreeSet<>();
    AtomicInteger largest = new AtomicInteger();
    Set<Execution> executions = Collections.synchronizedSet(new LinkedHashSet<>());
    AtomicInteger asked = new AtomicInteger();
    Timeline timeline = new Timeline(lines::add, look -> {});
    Others others = new Others();
    Rehearsal rehearsal =
        new Rehearsal(
            laptop,
            text(),
            Traffic.load(traffic),
            1,
            timeline,
            (Execution execution, HistoryEvent happened) -> {
              others.happened(execution, happened);
              executions.add(execution);
              if (!happened.stateName().isEmpty()) {
                states.add(happened.stateName());
              }
              if (happened.type() == HistoryEventType.TASK_SUCCEEDED) {
                Object answer = Template.map(happened.facts().get("output")).get("Payload");
                largest.accumulateAndGet(Json.text(answer).length(), Math::max);
              }
            });
    meanwhile.accept(rehearsal);
    World world = rehearsal.world();
    world.aws().listen((request, answer) -> asked.addAndGet(metrics(request)));
    Map<String, Standing> before = Account.of(world);
    Ending ending = rehearsal.play();
    rehearsal.clock().runUntil(others::haveEnded);
    lines.add(ending.line());
    lines.addAll(others.lines());
    Map<String, Standing> left = Account.of(world);
    world.aws().faults().clear();
    return new Played(
        String.join("\n", lines) + "\n",
        ending,
        states,
        world.aws().seen(),
        before,
        left,
        Account.deploy(world),
        largest.get(),
        executions,
        asked.get());
  }

  private static int metrics(WireRequest request) {
    String body = new String(request.body(), StandardCharsets.UTF_8);
    return (int) METRIC.matcher(body).results().count();
  }

  /** Releases beside the one that is told of, which starts first. */
  private static final class Others {
    private final Map<String, Timeline> timelines = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private String first = "";

    void happened(Execution execution, HistoryEvent event) {
      String arn = execution.identity().arn();
      if (!execution.identity().stateMachineName().equals(World.NAME)) {
        return; // it serves a stack, and is told by its release
      }
      first = first.isEmpty() ? arn : first;
      if (!arn.equals(first)) {
        timelines
            .computeIfAbsent(arn, other -> new Timeline(this::add, look -> {}))
            .happened(execution, event);
      }
    }

    private void add(String line) {
      lines.add("another: " + line);
    }

    boolean haveEnded() {
      return timelines.values().stream().allMatch(each -> each.ending().isDone());
    }

    List<String> lines() {
      timelines.values().forEach(each -> add(each.ending().join().line()));
      return lines;
    }
  }

  /** The event itself. */
  String text() {
    return event.endsWith(".json") ? read(ROOT.resolve("events").resolve(event)) : event;
  }

  /** The timeline that is expected. */
  String expected() {
    return read(Path.of("src/test/resources/dev/coalmine/local/timelines").resolve(name + ".txt"));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
