package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The baseline's counts beside the canary in the last 30 counted minutes. Immutable. */
final class RecentBaseline {
  private static final int ALL_MINUTES = 30;
  private static final int LAST_MINUTES = 2;
  private static final double USUAL_REQUESTS = 5; // requests at the usual rate that are added
  private static final double CAUTION = .05; // errors that are added
  private static final double LEAST_ERROR_LIMIT = .005;

  /** The limit of a version that nothing is known to compare with. */
  private static final double UNKNOWN_ERROR_LIMIT = .3;

  /** Requests of the baseline from which on it is known. */
  private static final double ENOUGH_REQUESTS = 20;

  private static final double LEAST_SLOW_LIMIT = .2;
  private static final double HIGHEST_LIMIT = .97;
  private static final double LEAST_INCIDENT = .05;

  static final RecentBaseline NOTHING = new RecentBaseline();

  private final RequestCounts[] minutes; // oldest first, at most 30
  private final MinuteSums all;
  private final MinuteSums last;

  private RecentBaseline(RequestCounts... minutes) {
    this.minutes = minutes;
    this.all = MinuteSums.of(minutes, ALL_MINUTES);
    this.last = MinuteSums.of(minutes, LAST_MINUTES);
  }

  RecentBaseline plus(RequestCounts minute) {
    int kept = Math.min(minutes.length, ALL_MINUTES - 1);
    RequestCounts[] longer = Arrays.copyOfRange(minutes, minutes.length - kept, minutes.length + 1);
    longer[kept] = minute;
    return new RecentBaseline(longer);
  }

  /** The same with counts that came later added to the last minute. */
  RecentBaseline plusLate(RequestCounts more) {
    if (minutes.length == 0) {
      return this;
    }
    RequestCounts[] revised = minutes.clone();
    revised[revised.length - 1] = revised[revised.length - 1].plus(more);
    return new RecentBaseline(revised);
  }

  /** Whether the baseline fails far more than usual, for which the canary is not the cause. */
  boolean isIncident(HistoricalRates usual) {
    double now = rate(last.errors, last.requests, usual.errorRate(), 0);
    return now > Math.max(LEAST_INCIDENT, 5 * usual.errorRate());
  }

  /** The highest error rate of a healthy version, whatever the rate of the other one. */
  double errorLimit(HistoricalRates usual) {
    if (!usual.areKnown() && all.requests < ENOUGH_REQUESTS) {
      return UNKNOWN_ERROR_LIMIT;
    }
    double rate = usual.errorRate();
    double now =
        Math.max(
            rate(last.errors, last.requests, rate, 0),
            rate(all.errors, all.requests, rate, CAUTION));
    return Math.max(LEAST_ERROR_LIMIT, 3 * now);
  }

  /** The highest share of slow requests of a healthy version, whatever that of the other one. */
  double slowLimit(HistoricalRates usual, ColdStartAllowance cold) {
    double rate = usual.slowRate();
    double now =
        Math.max(
            rate(last.slow, last.durations, rate, 0), rate(all.slow, all.durations, rate, CAUTION));
    return Math.min(Math.max(LEAST_SLOW_LIMIT, 2 * now) + cold.slowLimit(), HIGHEST_LIMIT);
  }

  /** The usual rates, raised to what the baseline showed while the canary was acquitted. */
  HistoricalRates raised(HistoricalRates usual, double errorsTogether) {
    return new HistoricalRates(
        Math.max(usual.errorRate(), rate(all.errors, all.requests, usual.errorRate(), 0)),
        Math.max(usual.slowRate(), rate(all.slow, all.durations, usual.slowRate(), 0)),
        ErrorClusters.sizeAfter(usual.cluster(), errorsTogether),
        usual.requests(),
        usual.busyShare());
  }

  /** A rate shrunk towards the usual one, which it equals without requests. */
  private static double rate(double parts, double wholes, double usual, double caution) {
    return (parts + USUAL_REQUESTS * usual + (wholes > 0 ? caution : 0))
        / (wholes + USUAL_REQUESTS);
  }

  void pack(StatePacker out) {
    out.add(minutes.length);
    for (RequestCounts minute : minutes) {
      out.add(minute.requests(), minute.errors(), minute.durations(), minute.above().p90());
    }
  }

  static RecentBaseline unpack(StateUnpacker in) {
    int size = (int) in.next();
    List<RequestCounts> minutes = new ArrayList<>(ALL_MINUTES);
    for (int i = 0; i < size; i++) {
      minutes.add(
          CountBounds.of(
              new RequestCounts(
                  in.next(), in.next(), in.next(), ThresholdCounts.ofP90(in.next()))));
    }
    return new RecentBaseline(minutes.toArray(RequestCounts[]::new));
  }

  /** Sums over the last minutes. */
  private record MinuteSums(double requests, double errors, double durations, double slow) {
    static MinuteSums of(RequestCounts[] minutes, int last) {
      double requests = 0;
      double errors = 0;
      double durations = 0;
      double slow = 0;
      for (int i = Math.max(0, minutes.length - last); i < minutes.length; i++) {
        requests += minutes[i].requests();
        errors += minutes[i].errors();
        durations += minutes[i].durations();
        slow += minutes[i].above().p90();
      }
      return new MinuteSums(requests, errors, durations, slow);
    }
  }
}
