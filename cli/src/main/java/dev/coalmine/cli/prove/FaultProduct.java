package dev.coalmine.cli.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The scenarios of a story: each of its calls with each kind of fault that can happen to it. */
final class FaultProduct {
  private FaultProduct() {}

  /** The calls that get faults; Sweep's count in stories in which it has something to do. */
  private static List<AwsCall> calls(PlayedRun undisturbed) {
    boolean swept = undisturbed.story().traits().stopped();
    return undisturbed.calls().stream().filter(call -> swept || !call.isOfSweep()).toList();
  }

  /** All scenarios with one fault. */
  static List<Scenario> singles(PlayedRun undisturbed, List<FaultKind> kinds) {
    List<Scenario> product = new ArrayList<>();
    for (AwsCall call : calls(undisturbed)) {
      kinds.stream()
          .filter(kind -> kind.calls().test(call))
          .map(kind -> new ArmedFault(call.site(), kind))
          .forEach(fault -> product.add(new Scenario(undisturbed.story(), List.of(fault))));
    }
    return product;
  }

  /** Random scenarios with two faults, each of another story; the same seed gives the same ones. */
  static List<Scenario> pairs(
      List<PlayedRun> undisturbed, List<FaultKind> kinds, int count, long seed) {
    List<List<Scenario>> singles =
        undisturbed.stream()
            .map(run -> singles(run, kinds))
            .filter(product -> !product.isEmpty())
            .toList();
    Random random = new Random(seed);
    List<Scenario> pairs = new ArrayList<>();
    for (int i = 0; i < count && !singles.isEmpty(); i++) {
      List<Scenario> story = singles.get(random.nextInt(singles.size()));
      Scenario first = story.get(random.nextInt(story.size()));
      Scenario second = story.get(random.nextInt(story.size()));
      pairs.add(
          new Scenario(first.story(), List.of(first.faults().get(0), second.faults().get(0))));
    }
    return pairs;
  }
}
