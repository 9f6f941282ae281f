package dev.coalmine.report;

import java.util.List;

/**
 * What a release cost by the list prices of us-east-1.
 *
 * @param lines what was paid for
 */
public record Bill(List<Line> lines) {
  public Bill {
    lines = List.copyOf(lines);
  }

  /**
   * One thing that was paid for.
   *
   * @param what it is
   * @param count how many
   * @param dollars for all of them
   */
  public record Line(String what, double count, double dollars) {}

  /** The bill of a release so far. */
  public static Bill of(Story story) {
    return new Bill(
        List.of(
            new Line(
                "state transitions",
                story.effort().transitions(),
                story.effort().transitions() * 0.000_025)));
  }

  /** All lines together, in dollars. */
  public double dollars() {
    return lines.stream().mapToDouble(Line::dollars).sum();
  }
}
