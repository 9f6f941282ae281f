package dev.coalmine.request;

import dev.coalmine.target.Weight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The deployment configurations that CodeDeploy predefines for Lambda, by their names (CodeDeploy
 * user guide, "Predefined deployment configurations for an AWS Lambda compute platform"). A linear
 * plan shifts at the start of each interval, so ten shifts take nine intervals.
 */
public final class Presets {
  private static final String PREFIX = "CodeDeployDefault.Lambda";
  private static final List<Plan> ALL =
      List.of(
          canary("Canary10Percent5Minutes", 5),
          canary("Canary10Percent10Minutes", 10),
          canary("Canary10Percent15Minutes", 15),
          canary("Canary10Percent30Minutes", 30),
          linear("Linear10PercentEvery1Minute", 1),
          linear("Linear10PercentEvery2Minutes", 2),
          linear("Linear10PercentEvery3Minutes", 3),
          linear("Linear10PercentEvery10Minutes", 10),
          new Plan("AllAtOnce", List.of()));
  private static final Map<String, Plan> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Plan::name, Function.identity()));

  private Presets() {}

  /** The plan of that name, with or without CodeDeploy's prefix. */
  public static Optional<Plan> find(String name) {
    return Optional.ofNullable(BY_NAME.get(bareName(name)));
  }

  /** A name without CodeDeploy's prefix. */
  static String bareName(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  /** All names, without the prefix. */
  public static List<String> names() {
    return ALL.stream().map(Plan::name).toList();
  }

  private static Plan canary(String name, int minutes) {
    return new Plan(name, List.of(new Step(new Weight(10), Duration.ofMinutes(minutes))));
  }

  private static Plan linear(String name, int minutes) {
    Stream<Step> steps =
        IntStream.rangeClosed(1, 9)
            .mapToObj(tenth -> new Step(new Weight(10 * tenth), Duration.ofMinutes(minutes)));
    return new Plan(name, steps.toList());
  }
}
