package dev.coalmine.local.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** One version in a replay: so many requests as it is given, at the rates that were recorded. */
final class Side {
  /** Older minutes than these would hide for too long that a version has changed. */
  private static final int MOST_MINUTES = 5;

  private final NavigableMap<Long, Tally> recorded;
  private final Carry throttles = new Carry();
  private final Carry errors = new Carry();
  private final List<Carry> above = new ArrayList<>();

  Side(NavigableMap<Long, Tally> recorded, int thresholds) {
    this.recorded = recorded;
    for (int i = 0; i < thresholds; i++) {
      above.add(new Carry());
    }
  }

  /** What the version does in a minute with so many requests. */
  Tally replay(long minute, double requests) {
    Tally like = like(minute, requests);
    double scale = like.requests() > 0 ? requests / like.requests() : 0;
    double refused = throttles.take(like.throttles() * scale, requests);
    double ran = requests - refused;
    List<Double> over = new ArrayList<>();
    double most = ran;
    for (int i = 0; i < above.size(); i++) {
      most = above.get(i).take(i < like.above().size() ? like.above().get(i) * scale : 0, most);
      over.add(most);
    }
    return new Tally(ran, refused, errors.take(like.errors() * scale, ran), over);
  }

  /**
   * Its latest recorded minutes: one, if that had as many requests as are wanted, or else as many
   * as it takes. One error among few requests would otherwise become a burst among many.
   */
  private Tally like(long minute, double requests) {
    Tally like = Tally.NONE;
    int minutes = 0;
    for (Tally each : recorded.headMap(minute, true).descendingMap().values()) {
      if (minutes == MOST_MINUTES || (minutes > 0 && like.requests() >= requests)) {
        break;
      }
      like = like.plus(each);
      minutes++;
    }
    return like;
  }
}
