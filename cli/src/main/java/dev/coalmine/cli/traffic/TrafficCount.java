package dev.coalmine.cli.traffic;

/**
 * The requests to one version in one minute.
 *
 * @param requests number of requests, failed ones included
 * @param errors number of failed requests
 */
public record TrafficCount(long requests, long errors) {
  public static final TrafficCount NONE = new TrafficCount(0, 0);
}
