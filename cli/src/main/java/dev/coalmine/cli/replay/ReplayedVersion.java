package dev.coalmine.cli.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** One version in a replay: so many requests as it is given, at the rates that were recorded. */
final class ReplayedVersion {
  /** Older minutes than these would hide for too long that a version has changed. */
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

  /** What the version does in a minute with so many requests. */
  RecordedCounts replay(long minute, double requests) {
    RecordedCounts like = recentCounts(minute, requests);
    double scale = like.requests() > 0 ? requests / like.requests() : 0;
    double refused = throttles.round(like.throttles() * scale, requests);
    double ran = requests - refused;
    List<Double> over = new ArrayList<>();
    double most = ran;
    for (int i = 0; i < above.size(); i++) {
      most = above.get(i).round(i < like.above().size() ? like.above().get(i) * scale : 0, most);
      over.add(most);
    }
    return new RecordedCounts(ran, refused, errors.round(like.errors() * scale, ran), over);
  }

  /**
   * Its latest recorded minutes: one, if that had as many requests as are wanted, or else as many
   * as it takes. One error among few requests would otherwise become a burst among many.
   */
  private RecordedCounts recentCounts(long minute, double requests) {
    RecordedCounts like = RecordedCounts.NONE;
    int minutes = 0;
    for (RecordedCounts each : recorded.headMap(minute, true).descendingMap().values()) {
      if (minutes == MOST_MINUTES || (minutes > 0 && like.requests() >= requests)) {
        break;
      }
      like = like.plus(each);
      minutes++;
    }
    return like;
  }
}
