package dev.coalmine.cli.traffic;

/**
 * What one version was asked in one minute.
 *
 * @param requests how many, failed ones included
 * @param errors how many of them failed
 */
public record TrafficCount(long requests, long errors) {
  /** No requests. */
  public static final TrafficCount NONE = new TrafficCount(0, 0);
}
