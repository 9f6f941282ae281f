package dev.coalmine.cli.workflow;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.Interventions;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.testing.TargetState;
import dev.coalmine.cli.testing.TargetStates;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.asl.HistoryEventType;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * A release and what interferes with it.
 *
 * @param name what it shows; the expected timeline is in a file of this name
 * @param event an event file's name, or the event itself
 * @param traffic the profile: a name, a file, or its JSON
 * @param interventions run before the start; they may schedule more
 * @param changedTargets targets that other people leave otherwise than the outcome promises
 */
public record ReleaseScenario(
    String name,
    String event,
    String traffic,
    Consumer<Rehearsal> interventions,
    Map<String, String> changedTargets) {
  private static final Path TIMELINES =
      Path.of("src/test/resources/dev/coalmine/cli/workflow/timelines");

  ReleaseScenario(String name, String event, String traffic, Consumer<Rehearsal> meanwhile) {
    this(name, event, traffic, meanwhile, Map.of());
  }

  /** A scenario with one alarm in the gate, shop-trouble, which is OK. */
  static ReleaseScenario withOkAlarm(String name, String event, Consumer<Rehearsal> meanwhile) {
    return new ReleaseScenario(
        name, event, "healthy", meanwhile.andThen(Interventions::putOkAlarm));
  }

  /** The same with this state of a target at the end. */
  ReleaseScenario expectingTarget(String target, String standing) {
    Map<String, String> more = new TreeMap<>(changedTargets);
    more.put(target, standing);
    return new ReleaseScenario(name, event, traffic, interventions, more);
  }

  /**
   * The result of a scenario.
   *
   * @param timeline its lines, the outcome last; those of other releases follow
   * @param result the result of the release
   * @param states the states that the execution entered
   * @param calls the operations that were called, by caller
   * @param before the states of all targets before
   * @param after the states of all targets at the end
   * @param deploymentStatus the HTTP status of an ordinary deployment to the stage at the end
   * @param largestDocument characters of the largest release document that a handler returned
   * @param executions all executions, the scenario's first
   * @param metricsBilled number of metrics that were queried, as AWS bills them
   */
  record ScenarioResult(
      String timeline,
      RehearsalResult result,
      Set<String> states,
      Map<String, Set<String>> calls,
      Map<String, TargetState> before,
      Map<String, TargetState> after,
      int deploymentStatus,
      int largestDocument,
      Set<Execution> executions,
      int metricsBilled) {}

  private static final int STATISTICS_OF_A_METRIC = 5;

  private static final String GET_METRIC_DATA = "/operation/GetMetricData";

  /** Runs it; every run gives the same result. */
  ScenarioResult run(LocalRuntime runtime) {
    List<String> lines = new ArrayList<>();
    Set<String> states = new TreeSet<>();
    AtomicInteger largest = new AtomicInteger();
    Set<Execution> executions = Collections.synchronizedSet(new LinkedHashSet<>());
    AtomicInteger asked = new AtomicInteger();
    ReleaseTimeline timeline = new ReleaseTimeline(lines::add, look -> {});
    OtherReleases others = new OtherReleases();
    Rehearsal rehearsal =
        new Rehearsal(
            runtime,
            eventText(),
            trafficProfile(),
            1,
            timeline,
            (Execution execution, HistoryEvent happened) -> {
              others.happened(execution, happened);
              executions.add(execution);
              if (!happened.stateName().isEmpty()) {
                states.add(happened.stateName());
              }
              if (happened.type() == HistoryEventType.TASK_SUCCEEDED) {
                Object answer =
                    JsonView.of(happened.detailTree().get("output")).map().get("Payload");
                largest.accumulateAndGet(Json.toText(answer).length(), Math::max);
              }
            });
    interventions.accept(rehearsal);
    SimulatedAccount world = rehearsal.world();
    world.aws().addCallListener((request, answer) -> asked.addAndGet(metrics(request)));
    Map<String, TargetState> before = TargetStates.read(world);
    RehearsalResult ending = rehearsal.run();
    rehearsal.clock().runUntil(others::haveEnded);
    lines.add(ending.outcomeLine());
    lines.addAll(others.lines());
    Map<String, TargetState> left = TargetStates.read(world);
    world.aws().faults().clear();
    return new ScenarioResult(
        String.join("\n", lines) + "\n",
        ending,
        states,
        world.aws().permissionsByCaller(),
        before,
        left,
        TargetStates.deployToStage(world),
        largest.get(),
        executions,
        asked.get());
  }

  /**
   * Up to five statistics of one metric in one call are billed as one (CloudWatch pricing). The SDK
   * sends these calls as Smithy RPC v2 CBOR.
   */
  private static int metrics(WireRequest request) {
    if (!request.path().endsWith(GET_METRIC_DATA)) {
      return 0;
    }
    Map<?, ?> input = new CBORMapper().readValue(request.body(), Map.class);
    Map<Object, Integer> statistics = new HashMap<>();
    for (Object query : (List<?>) input.get("MetricDataQueries")) {
      Map<?, ?> statistic = (Map<?, ?>) ((Map<?, ?>) query).get("MetricStat");
      statistics.merge(statistic.get("Metric"), 1, Integer::sum);
    }
    return statistics.values().stream()
        .mapToInt(count -> -Math.floorDiv(-count, STATISTICS_OF_A_METRIC))
        .sum();
  }

  /** The timelines of releases beside the scenario's own, which starts first. */
  private static final class OtherReleases {
    private final Map<String, ReleaseTimeline> timelines = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private String first = "";

    void happened(Execution execution, HistoryEvent event) {
      String arn = execution.identity().arn();
      if (!execution.identity().stateMachineName().equals(StackName.NAME)) {
        return; // the workflow for stacks shows in its release
      }
      first = first.isEmpty() ? arn : first;
      if (!arn.equals(first)) {
        timelines
            .computeIfAbsent(arn, other -> new ReleaseTimeline(this::add, look -> {}))
            .onEvent(execution, event);
      }
    }

    private void add(String line) {
      lines.add("another: " + line);
    }

    boolean haveEnded() {
      return timelines.values().stream().allMatch(each -> each.result().isDone());
    }

    List<String> lines() {
      timelines.values().forEach(each -> add(each.result().join().outcomeLine()));
      return lines;
    }
  }

  private TrafficProfile trafficProfile() {
    return traffic.startsWith("{")
        ? TrafficProfile.parse(name, traffic)
        : TrafficProfile.load(traffic);
  }

  /** The event as JSON. */
  public String eventText() {
    return event.endsWith(".json")
        ? ProjectFolder.read(ProjectFolder.ROOT.resolve("events").resolve(event))
        : event;
  }

  /**
   * The expected timeline. With {@code -Dcoalmine.record=true}, it is replaced by the actual one.
   */
  String expectedTimeline(ScenarioResult played) {
    Path file = TIMELINES.resolve(name + ".txt");
    if (Boolean.getBoolean("coalmine.record")) {
      ProjectFolder.write(file, played.timeline());
    }
    return ProjectFolder.read(file);
  }

  @Override
  public String toString() {
    return name;
  }
}
