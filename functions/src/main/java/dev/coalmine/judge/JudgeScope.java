package dev.coalmine.judge;

/**
 * What a release is judged by.
 *
 * @param errors whether failed requests count
 * @param latency whether durations count
 */
public record JudgeScope(boolean errors, boolean latency) {
  /** Errors and latency. */
  public static final JudgeScope BOTH = new JudgeScope(true, true);
}
