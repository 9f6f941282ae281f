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
import dev.coalmine.release.Meter;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.MetricScope;
import dev.coalmine.release.Part;
import dev.coalmine.release.Plan;
import dev.coalmine.release.Progress;
import dev.coalmine.release.Release;
import dev.coalmine.release.Split;
import dev.coalmine.release.Trial;
import dev.coalmine.release.Verdict;
import dev.coalmine.release.Weight;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /** Two counts of the same requests differ by no more than this. */
  private static final double ALIKE = 0.1;

  private final Metrics metrics;

  MetricsGate(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * The start of a trial.
   *
   * @param part with what it is to remember
   * @param first the weight that the history allows to begin with; everything, where the part does
   *     not set the pace
   */
  record Start(Part part, Weight first) {}

  /** Learns from the hours before the release what is usual, and how sure the numbers are. */
  Start start(Part part, Plan plan, MetricScope scope, Instant now) {
    if (scope.isOff()) {
      return new Start(part, Weight.ALL);
    }
    List<Double> thresholds = metrics.thresholds(part, now);
    Instant end = start(minute(now) - COMPLETE + 1);
    Instant begin = end.minus(HISTORY, ChronoUnit.MINUTES);
    Optional<Minutes> past =
        metrics.minutes(part, Set.of(Metrics.Side.ALL), thresholds, false, begin, end);
    List<Minute> minutes = new ArrayList<>();
    for (long m = minute(begin); m < minute(end); m++) {
      long minute = m;
      minutes.add(
          past.flatMap(all -> side(all, Metrics.Side.ALL, minute))
              .map(of -> new Minute(of.requests(), of.errors(), of.durations(), of.above().p90()))
              .orElse(new Minute(0, 0, 0, 0)));
    }
    double requests = minutes.stream().mapToDouble(Minute::requests).sum();
    State state = judge(plan, scope).start(new History(requests > 0 ? minutes : List.of()));
    Trial trial = new Trial(thresholds, numbers(state), minute(now) - 1, 0, Split.NONE);
    Part ready = part.measured(trial, isWhole(part, requests, begin, end));
    return new Start(ready, part.meter().tellsApart() ? state.weight() : Weight.ALL);
  }

  /**
   * Whether all requests of a target, and nobody else's, run through what is counted: only then is
   * a share of them to be expected of the canary.
   */
  private boolean isWhole(Part part, double requests, Instant begin, Instant end) {
    if (part.meter().kind() != Meter.Kind.QUALIFIERS) {
      return part.meter().whole();
    }
    return metrics
        .requestsOfStage(part, begin, end)
        .filter(stage -> Math.abs(stage - requests) <= ALIKE * stage)
        .isPresent();
  }

  /** What the metrics say now of each part; none for a release that is not judged by them. */
  List<MetricReading> read(Release release, Instant now) {
    return release.scope().isOff()
        ? List.of()
        : release.parts().stream().map(part -> read(release, part, now)).toList();
  }

  private MetricReading read(Release release, Part part, Instant now) {
    Trial trial = part.trial();
    long last = minute(now) - COMPLETE;
    long first = Math.max(trial.counted() + 1, last + 1 - LONGEST_GAP);
    Hearing hearing = new Hearing(release, part, judge(release.plan(), release.scope()), now);
    if (first <= last) {
      Optional<Minutes> minutes = minutes(release, part, first, last + 1);
      if (minutes.isEmpty()) {
        return hearing.unknown("CloudWatch could not answer in full");
      }
      for (long m = first; m <= last && hearing.goesOn(); m++) {
        hearing.hear(m, minutes.get());
      }
    }
    return hearing.reading();
  }

  private Optional<Minutes> minutes(Release release, Part part, long first, long end) {
    boolean promoted = release.weight().equals(Weight.ALL);
    Set<Metrics.Side> sides =
        switch (part.meter().kind()) {
          case VERSIONS, QUALIFIERS ->
              Set.of(Metrics.Side.CANARY, promoted ? Metrics.Side.ALL : Metrics.Side.BASELINE);
          case CANARY_LOG ->
              promoted ? Set.of(Metrics.Side.ALL) : Set.of(Metrics.Side.CANARY, Metrics.Side.ALL);
          case NOTHING -> Set.of(Metrics.Side.ALL);
        };
    return metrics
        .minutes(part, sides, part.trial().thresholds(), promoted, start(first), start(end))
        .flatMap(
            found ->
                part.meter().tellsApart()
                    ? Optional.of(found)
                    : withThePast(found, release, part, first, end));
  }

  /** Where nothing tells the canary apart, the same minutes before the release are its baseline. */
  private Optional<Minutes> withThePast(
      Minutes found, Release release, Part part, long first, long end) {
    long back = 60 * hoursBack(release, start(end));
    return metrics
        .minutes(
            part,
            Set.of(Metrics.Side.ALL),
            part.trial().thresholds(),
            false,
            start(first - back),
            start(end - back))
        .map(
            past -> {
              SortedMap<Instant, Counts> baseline = new TreeMap<>();
              past.sides()
                  .get(Metrics.Side.ALL)
                  .forEach(
                      (minute, counts) ->
                          baseline.put(minute.plus(back, ChronoUnit.MINUTES), counts));
              return new Minutes(
                  Map.of(
                      Metrics.Side.CANARY,
                      found.sides().get(Metrics.Side.ALL),
                      Metrics.Side.BASELINE,
                      baseline));
            });
  }

  /** Whole hours to before the release. */
  private static long hoursBack(Release release, Instant end) {
    return Math.max(1, Duration.between(release.preparedAt(), end).toHours() + 1);
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
    private final Part part;
    private final Judge judge;
    private final long now;
    private State state;
    private long counted;
    private int missing;
    private Split split;
    private Optional<Ruling> ruling = Optional.empty();
    private Optional<String> waits = Optional.empty();

    Hearing(Release release, Part part, Judge judge, Instant now) {
      Trial trial = part.trial();
      this.release = release;
      this.part = part;
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
      Optional<Side> baseline = baseline(minutes, m);
      boolean settled = now - m >= SETTLED;
      boolean due =
          !part.meter().tellsApart() || (isHeld(m) && state.expectedRequests() >= EXPECTED);
      if (canary.isEmpty() && (baseline.isEmpty() || due) && !settled) {
        waits = Optional.of("minute " + start(m) + " is not in CloudWatch yet");
        return;
      }
      counted = m;
      if (canary.isEmpty() && baseline.isPresent() && due && part.meter().whole()) {
        missing++;
        waits = Optional.of(missingWords());
        return;
      }
      missing = 0;
      weigh(m, canary.orElse(Side.NOTHING), baseline.orElse(Side.NOTHING));
    }

    /**
     * During the watch there is one version, and all that the target got is the canary's. While
     * provisioned concurrency settles, the alias still goes to the old one.
     */
    private Optional<Side> canary(Minutes minutes, long m) {
      boolean all = release.progress().phase() == Progress.Phase.WATCHING && isHeld(m);
      boolean whole = all && minutes.sides().containsKey(Metrics.Side.ALL);
      return side(minutes, whole ? Metrics.Side.ALL : Metrics.Side.CANARY, m);
    }

    /** What the canary's log leaves of a stage's requests is the baseline's. */
    private Optional<Side> baseline(Minutes minutes, long m) {
      if (part.meter().kind() != Meter.Kind.CANARY_LOG) {
        return side(minutes, Metrics.Side.BASELINE, m);
      }
      Optional<Counts> canary = minutes.find(Metrics.Side.CANARY, start(m));
      return release.weight().equals(Weight.ALL)
          ? Optional.empty()
          : minutes
              .find(Metrics.Side.ALL, start(m))
              .map(all -> canary.map(all::without).orElse(all))
              .map(MetricsGate::side);
    }

    /** Whether the weight was in force for the whole minute. */
    private boolean isHeld(long m) {
      return !start(m).isBefore(release.progress().since());
    }

    private void weigh(long m, Side canary, Side baseline) {
      if (isHeld(m) && part.meter().whole()) {
        split =
            split.plus(
                canary.requests(), canary.requests() + baseline.requests(), release.weight());
      }
      Observation seen = new Observation(m, canary, baseline);
      // The pace is set by the last minute: in those before it this weight was in force.
      State held = state.at(release.weight());
      Ruling next =
          isPaced() ? judge.look(held, now, seen) : judge.test(held, now, seen, release.weight());
      state = next.state();
      ruling = Optional.of(next);
    }

    /** Whether the evidence of this part sets the weight. */
    private boolean isPaced() {
      return release.plan().isPaced() && part.meter().tellsApart();
    }

    MetricReading unknown(String why) {
      Weight held = isPaced() ? release.weight() : Weight.ALL;
      return new MetricReading(Verdict.INCONCLUSIVE, why, held, trial());
    }

    MetricReading reading() {
      if (missing >= MOST_MISSING) {
        return new MetricReading(Verdict.FAIL, missingWords(), Weight.NONE, trial());
      }
      if (ruling.isEmpty()) {
        return unknown(waits.orElse("no new complete minute"));
      }
      Ruling last = ruling.get();
      Weight next = isPaced() ? last.weight() : Weight.ALL;
      String reason = scope() + last.reason().replaceFirst(", at weight \\d+", "");
      Optional<String> mismatch = split.mismatch();
      if (mismatch.isPresent() && last.verdict() != Verdict.FAIL) {
        next = next.compareTo(release.weight()) > 0 ? release.weight() : next;
        return new MetricReading(
            Verdict.INCONCLUSIVE, mismatch.get() + "; " + reason, next, trial());
      }
      return new MetricReading(last.verdict(), reason + needed(last), next, trial());
    }

    /** What can't be told apart is said. */
    private String scope() {
      return part.meter().tellsApart()
          ? ""
          : "all requests of the stage, canary or not, beside those of hours before: ";
    }

    private String needed(Ruling last) {
      return last.verdict() == Verdict.INCONCLUSIVE && !isPaced() ? "; " + state.needed() : "";
    }

    private String missingWords() {
      return "the canary should have had %.0f requests a minute and shows none for %d"
          .formatted(state.expectedRequests(), missing);
    }

    private Trial trial() {
      return new Trial(part.trial().thresholds(), numbers(state), counted, missing, split);
    }
  }
}
