package dev.coalmine.judge;

import dev.coalmine.target.Weight;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The weights that a release may have, in percent. 0 and 100 are always among them. */
public final class WeightLadder {
  /** Small steps below 20, large steps above 50. */
  public static final WeightLadder DEFAULT =
      of(1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90);

  private final int[] weights;

  private WeightLadder(int[] weights) {
    this.weights = weights;
  }

  /** A ladder of these weights, in any order. 0 and 100 are added; weights outside are ignored. */
  public static WeightLadder of(int... weights) {
    return new WeightLadder(
        IntStream.concat(IntStream.of(0, 100), Arrays.stream(weights))
            .filter(weight -> weight >= 0 && weight <= 100)
            .sorted()
            .distinct()
            .toArray());
  }

  /** The highest weight that is at most this percentage; the lowest above 0 if there is none. */
  int atMost(double percent) {
    int highest = weights[1];
    for (int weight : weights) {
      highest = weight <= percent + 1e-9 ? Math.max(highest, weight) : highest;
    }
    return highest;
  }

  /** The lowest weight above 0. */
  public Weight lowest() {
    return new Weight(weights[1]);
  }

  /** The lowest weight above this one; 100 if there is none. */
  int next(int weight) {
    for (int each : weights) {
      if (each > weight) {
        return each;
      }
    }
    return 100;
  }

  @Override
  public String toString() {
    return Arrays.toString(weights);
  }
}
