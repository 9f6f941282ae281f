package dev.coalmine.target;

/**
 * The share of requests that the canary gets, in whole percent.
 *
 * @param percent from 0 (nothing) to 100 (everything)
 */
public record Weight(int percent) implements Comparable<Weight> {
  /** Nothing goes to the canary. */
  public static final Weight NONE = new Weight(0);

  /** Everything goes to the canary: promotion. */
  public static final Weight ALL = new Weight(100);

  public Weight {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("weight " + percent + " is outside 0 to 100");
    }
  }

  @Override
  public int compareTo(Weight other) {
    return Integer.compare(percent, other.percent);
  }

  @Override
  public String toString() {
    return percent + " %";
  }
}
