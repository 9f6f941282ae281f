package dev.coalmine.aws;

import dev.coalmine.release.RequestCounts;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The request counts that CloudWatch has for some minutes.
 *
 * @param bySlice counts by the start of their minute. A minute without requests is absent, and so
 *     is a minute that CloudWatch does not have yet.
 */
public record CountsByMinute(Map<TrafficSlice, SortedMap<Instant, RequestCounts>> bySlice) {
  private static final SortedMap<Instant, RequestCounts> NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  /** The counts of the minute that starts then; empty if CloudWatch has none. */
  public Optional<RequestCounts> find(TrafficSlice slice, Instant minute) {
    return Optional.ofNullable(of(slice).get(minute));
  }

  /** All counts of a slice; empty if it was not queried. */
  public SortedMap<Instant, RequestCounts> of(TrafficSlice slice) {
    return bySlice.getOrDefault(slice, NONE);
  }
}
