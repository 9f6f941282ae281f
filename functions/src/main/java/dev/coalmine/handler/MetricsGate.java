package dev.coalmine.handler;

import dev.coalmine.aws.Counts;
import dev.coalmine.aws.Metrics;
import dev.coalmine.aws.Metrics.Minutes;
import dev.coalmine.judge.Above;
import dev.coalmine.judge.Grid;
import dev.coalmine.judge.History;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.Minute;
import dev.coalmine.judge.Observation;
import dev.coalmine.judge.Profile;
import dev.coalmine.judge.Ruling;
import dev.coalmine.judge.Scope;
import dev.coalmine.judge.Side;
import dev.coalmine.judge.State;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.MetricScope;
import dev.coalmine.release.Plan;
import dev.coalmine.release.Progress;
import dev.coalmine.release.Release;
import dev.coalmine.release.Split;
import dev.coalmine.release.Target;
import dev.coalmine.release.Trial;
import dev.coalmine.release.Verdict;
import dev.coalmine.release.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The gate on metrics: asks CloudWatch for the minutes that are new, and the judge what they mean.
 * Only whole minutes count, each once; what CloudWatch does not have yet is awaited.
 */
final class MetricsGate {
  private static final int HISTORY = 60;

  /** A minute is complete a minute after its end; Lambda reports once a minute. */
  private static final int COMPLETE = 2;

  /** After this many minutes a minute without any numbers had no callers. */
  private static final int SETTLED = 5;

  /** More minutes than this are not caught up with; the longest poll is a day. */
  private static final int LONGEST_GAP = 1_500;

  private static final double EXPECTED = 20;
  private static final int MOST_MISSING = 3;

  private final Metrics metrics;

  MetricsGate(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * The start of a trial.
   *
   * @param trial what to remember
   * @param first the weight that the history allows to begin with
   */
  record Start(Trial trial, Weight first) {}

  /** Learns from the hours before the release what is usual. */
  Start start(Target target, Plan plan, MetricScope scope, Instant now) {
    if (scope.isOff()) {
      return new Start(Trial.NONE, Weight.NONE);
    }
    List<Double> thresholds = metrics.thresholds(target, now);
    long last = minute(now) - COMPLETE;
    Optional<Minutes> past =
        metrics.minutes(
            target,
            Map.of(Metrics.Side.ALIAS, ""),
            thresholds,
            start(last + 1 - HISTORY),
            start(last + 1));
    List<Minute> minutes = new ArrayList<>();
    for (long m = last + 1 - HISTORY; m <= last; m++) {
      long minute = m;
      minutes.add(
          past.flatMap(all -> side(all, Metrics.Side.ALIAS, minute))
              .map(of -> new Minute(of.requests(), of.errors(), of.durations(), of.above().p90()))
              .orElse(new Minute(0, 0, 0, 0)));
    }
    boolean known = minutes.stream().anyMatch(some -> some.requests() > 0);
    State state = judge(plan, scope).start(new History(known ? minutes : List.of()));
    return new Start(
        new Trial(thresholds, numbers(state), minute(now) - 1, 0, Split.NONE), state.weight());
  }

  /** What the metrics say now; empty for a release that is not judged by them. */
  Optional<MetricReading> read(Release release, Instant now) {
    if (release.scope().isOff()) {
      return Optional.empty();
    }
    Trial trial = release.progress().trial();
    long last = minute(now) - COMPLETE;
    long first = Math.max(trial.counted() + 1, last + 1 - LONGEST_GAP);
    Hearing hearing = new Hearing(release, judge(release.plan(), release.scope()), now);
    if (first <= last) {
      Optional<Minutes> minutes =
          metrics.minutes(
              release.target(), sides(release), trial.thresholds(), start(first), start(last + 1));
      if (minutes.isEmpty()) {
        return Optional.of(hearing.unknown("CloudWatch could not answer in full"));
      }
      for (long m = first; m <= last && hearing.goesOn(); m++) {
        hearing.hear(m, minutes.get());
      }
    }
    return Optional.of(hearing.reading());
  }

  private static Map<Metrics.Side, String> sides(Release release) {
    String canary = release.target().version();
    return release.weight().equals(Weight.ALL)
        ? Map.of(Metrics.Side.CANARY, canary, Metrics.Side.ALIAS, "")
        : Map.of(
            Metrics.Side.CANARY,
            canary,
            Metrics.Side.BASELINE,
            release.before().routing().version());
  }

  private static Judge judge(Plan plan, MetricScope scope) {
    return new Judge(
        plan.isThorough() ? Profile.THOROUGH : Profile.PACED,
        Grid.DEFAULT,
        new Scope(scope.errors(), scope.latency()));
  }

  private static long minute(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), 60L);
  }

  private static Instant start(long minute) {
    return Instant.ofEpochSecond(60 * minute);
  }

  private static List<Double> numbers(State state) {
    return DoubleStream.of(state.numbers()).boxed().toList();
  }

  private static Optional<Side> side(Minutes minutes, Metrics.Side side, long minute) {
    return minutes.find(side, start(minute)).map(MetricsGate::side);
  }

  private static Side side(Counts counts) {
    List<Double> over = counts.above();
    return over.isEmpty()
        ? new Side(counts.requests(), counts.errors(), 0, Above.NONE)
        : new Side(
            counts.requests(),
            counts.errors(),
            counts.durations(),
            new Above(over.get(0), over.get(1), over.get(2), over.get(3), over.get(4)));
  }

  /** One look's minutes, heard one after the other. */
  private static final class Hearing {
    private final Release release;
    private final Judge judge;
    private final long now;
    private State state;
    private long counted;
    private int missing;
    private Split split;
    private Optional<Ruling> ruling = Optional.empty();
    private Optional<String> waits = Optional.empty();

    Hearing(Release release, Judge judge, Instant now) {
      Trial trial = release.progress().trial();
      this.release = release;
      this.judge = judge;
      this.now = minute(now);
      this.counted = trial.counted();
      this.missing = trial.missing();
      this.split = trial.split();
      this.state =
          State.of(trial.judge().stream().mapToDouble(Double::doubleValue).toArray())
              .at(release.weight());
    }

    /** Not after a rollback or a step back: what follows was seen at another weight. */
    boolean goesOn() {
      return waits.isEmpty() && state.weight().compareTo(release.weight()) >= 0;
    }

    void hear(long m, Minutes minutes) {
      Optional<Side> canary = canary(minutes, m);
      Optional<Side> baseline = side(minutes, Metrics.Side.BASELINE, m);
      boolean settled = now - m >= SETTLED;
      boolean due = isHeld(m) && state.expectedRequests() >= EXPECTED;
      if (canary.isEmpty() && (baseline.isEmpty() || due) && !settled) {
        waits = Optional.of("minute " + start(m) + " is not in CloudWatch yet");
        return;
      }
      counted = m;
      if (canary.isEmpty() && baseline.isPresent() && due) {
        missing++;
        waits = Optional.of(missingWords());
        return;
      }
      missing = 0;
      weigh(m, canary.orElse(Side.NOTHING), baseline.orElse(Side.NOTHING));
    }

    /**
     * During the watch there is one version, and all that the alias got is the canary's. While
     * provisioned concurrency settles, the alias still goes to the old one.
     */
    private Optional<Side> canary(Minutes minutes, long m) {
      return release.progress().phase() == Progress.Phase.WATCHING && isHeld(m)
          ? side(minutes, Metrics.Side.ALIAS, m)
          : side(minutes, Metrics.Side.CANARY, m);
    }

    /** Whether the weight was in force for the whole minute. */
    private boolean isHeld(long m) {
      return !start(m).isBefore(release.progress().since());
    }

    private void weigh(long m, Side canary, Side baseline) {
      if (isHeld(m)) {
        split =
            split.plus(
                canary.requests(), canary.requests() + baseline.requests(), release.weight());
      }
      Observation seen = new Observation(m, canary, baseline);
      // The pace is set by the last minute: in those before it this weight was in force.
      State held = state.at(release.weight());
      Ruling next =
          release.plan().isPaced()
              ? judge.look(held, now, seen)
              : judge.test(held, now, seen, release.weight());
      state = next.state();
      ruling = Optional.of(next);
    }

    MetricReading unknown(String why) {
      return new MetricReading(Verdict.INCONCLUSIVE, why, release.weight(), trial());
    }

    MetricReading reading() {
      if (missing >= MOST_MISSING) {
        return new MetricReading(Verdict.FAIL, missingWords(), Weight.NONE, trial());
      }
      if (ruling.isEmpty()) {
        return unknown(waits.orElse("no new complete minute"));
      }
      Ruling last = ruling.get();
      Weight next = last.weight();
      String reason = last.reason().replaceFirst(", at weight \\d+", "");
      Optional<String> mismatch = split.mismatch();
      if (mismatch.isPresent() && last.verdict() != Verdict.FAIL) {
        next = next.compareTo(release.weight()) > 0 ? release.weight() : next;
        return new MetricReading(
            Verdict.INCONCLUSIVE, mismatch.get() + "; " + reason, next, trial());
      }
      return new MetricReading(last.verdict(), reason + needed(last), next, trial());
    }

    private String needed(Ruling last) {
      return last.verdict() == Verdict.INCONCLUSIVE && !release.plan().isPaced()
          ? "; " + state.needed()
          : "";
    }

    private String missingWords() {
      return "the canary should have had %.0f requests a minute and shows none for %d"
          .formatted(state.expectedRequests(), missing);
    }

    private Trial trial() {
      return new Trial(
          release.progress().trial().thresholds(), numbers(state), counted, missing, split);
    }
  }
}
