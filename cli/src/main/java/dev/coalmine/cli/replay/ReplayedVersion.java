package dev.coalmine.cli.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** One version in a replay. Its requests have the recorded rates of throttles and errors. */
final class ReplayedVersion {
  /** With more minutes, a change in the recorded rates would show too late. */
  private static final int MOST_MINUTES = 5;

  private final NavigableMap<Long, RecordedCounts> recorded;
  private final RoundingCarry throttles = new RoundingCarry();
  private final RoundingCarry errors = new RoundingCarry();
  private final List<RoundingCarry> above = new ArrayList<>();

  ReplayedVersion(NavigableMap<Long, RecordedCounts> recorded, int thresholds) {
    this.recorded = recorded;
    for (int i = 0; i < thresholds; i++) {
      above.add(new RoundingCarry());
    }
  }

  /** The counts of a minute with this number of requests. */
  RecordedCounts replay(long minute, double requests) {
    RecordedCounts recent = recentCounts(minute, requests);
    double scale = recent.requests() > 0 ? requests / recent.requests() : 0;
    double refused = throttles.round(recent.throttles() * scale, requests);
    double ran = requests - refused;
    List<Double> over = new ArrayList<>();
    double most = ran;
    for (int i = 0; i < above.size(); i++) {
      most =
          above.get(i).round(i < recent.above().size() ? recent.above().get(i) * scale : 0, most);
      over.add(most);
    }
    return new RecordedCounts(ran, refused, errors.round(recent.errors() * scale, ran), over);
  }

  /**
   * The latest recorded minutes that together have at least this number of requests, at most five.
   * One error among few requests would otherwise become a burst among many.
   */
  private RecordedCounts recentCounts(long minute, double requests) {
    RecordedCounts recent = RecordedCounts.NONE;
    int minutes = 0;
    for (RecordedCounts each : recorded.headMap(minute, true).descendingMap().values()) {
      if (minutes == MOST_MINUTES || (minutes > 0 && recent.requests() >= requests)) {
        break;
      }
      recent = recent.plus(each);
      minutes++;
    }
    return recent;
  }
}
