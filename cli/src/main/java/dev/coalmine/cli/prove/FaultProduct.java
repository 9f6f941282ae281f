package dev.coalmine.cli.prove;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The scenarios of a story: each of its calls with each kind of fault that can happen to it. */
final class FaultProduct {
  /** Sweep's first looks behind a release come within this time. */
  private static final Duration LOOKS_BEHIND = Duration.ofMinutes(15);

  private FaultProduct() {}

  /**
   * The calls that get faults. Sweep's count in stories in which it has something to do, and else
   * in its first looks behind the release.
   */
  private static List<AwsCall> calls(PlayedRun run) {
    Instant end =
        run.executions().stream()
            .flatMap(each -> each.stopDate().stream())
            .max(Instant::compareTo)
            .orElse(Instant.MAX);
    boolean swept = run.story().traits().stopped();
    return run.calls().stream()
        .filter(call -> swept || !call.isOfSweep() || isLookBehind(call, end))
        .toList();
  }

  private static boolean isLookBehind(AwsCall call, Instant end) {
    boolean looks = call.isRead() || call.isWrite() || call.operation().equals("PutEvents");
    return looks && call.at().isAfter(end) && call.at().isBefore(end.plus(LOOKS_BEHIND));
  }

  private static List<ArmedFault> faults(List<AwsCall> calls, List<FaultKind> kinds) {
    List<ArmedFault> faults = new ArrayList<>();
    for (AwsCall call : calls) {
      kinds.stream()
          .filter(kind -> kind.calls().test(call))
          .forEach(kind -> faults.add(new ArmedFault(call.site(), kind)));
    }
    return faults;
  }

  /** All scenarios with one fault. */
  static List<Scenario> singles(PlayedRun undisturbed, List<FaultKind> kinds) {
    return faults(calls(undisturbed), kinds).stream()
        .map(fault -> new Scenario(undisturbed.story(), List.of(fault)))
        .toList();
  }

  /** Random scenarios with one fault, each story as likely; the same seed gives the same ones. */
  static List<Scenario> randomSingles(
      List<PlayedRun> undisturbed, List<FaultKind> kinds, int count, long seed) {
    List<List<Scenario>> singles =
        undisturbed.stream()
            .map(run -> singles(run, kinds))
            .filter(product -> !product.isEmpty())
            .toList();
    Random random = new Random(seed);
    List<Scenario> chosen = new ArrayList<>();
    for (int i = 0; i < count && !singles.isEmpty(); i++) {
      List<Scenario> story = singles.get(random.nextInt(singles.size()));
      chosen.add(story.get(random.nextInt(story.size())));
    }
    return chosen;
  }

  /**
   * Random scenarios with a second fault, at calls of a run that has the first one: what only a
   * recovery does is hit as well.
   */
  static List<Scenario> withSecondFault(
      Scenario first, PlayedRun run, List<FaultKind> kinds, int count, long seed) {
    ArmedFault fault = first.faults().get(0);
    Optional<AwsCall> at =
        run.calls().stream().filter(call -> call.site().equals(fault.site())).findFirst();
    List<AwsCall> later =
        calls(run).stream()
            .filter(call -> call.number() > at.map(AwsCall::number).orElse(0))
            .toList();
    List<ArmedFault> seconds = faults(later, kinds);
    Random random = new Random(seed);
    List<Scenario> pairs = new ArrayList<>();
    for (int i = 0; i < count && !seconds.isEmpty(); i++) {
      ArmedFault second = seconds.get(random.nextInt(seconds.size()));
      pairs.add(new Scenario(first.story(), List.of(fault, second)));
    }
    return pairs;
  }
}
