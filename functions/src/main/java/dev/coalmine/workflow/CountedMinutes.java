package dev.coalmine.workflow;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The last counted minutes of a target, with the counts that were judged. Lambda reports an
 * invocation when it ends, under the minute in which it began, so the counts of a minute can grow
 * until its longest invocation has ended.
 *
 * @param minutes consecutive minutes, oldest first, at most {@value #KEPT}
 */
record CountedMinutes(List<CountedMinute> minutes) {
  /**
   * Minutes that are read again: an invocation ends at most 15 minutes after it began ("Lambda
   * quotas": function timeout), and its counts appear up to two minutes later.
   */
  static final int KEPT = 17;

  private static final CountedMinutes NONE = new CountedMinutes(List.of());

  /**
   * One counted minute.
   *
   * @param minute since the epoch
   * @param weight percent of the requests that the canary got in the whole minute; 0 if the weight
   *     changed within it
   * @param source which metrics were read
   */
  record CountedMinute(
      long minute, int weight, CountSource source, RequestCounts canary, RequestCounts baseline) {
    /** Whether the canary got all requests. */
    boolean isWhole() {
      return weight == 100;
    }

    /** The same with other counts, which CloudWatch has shown. */
    CountedMinute with(RequestCounts newCanary, RequestCounts newBaseline) {
      return new CountedMinute(minute, weight, source.seen(), newCanary, newBaseline);
    }
  }

  /** The metrics that a minute was counted by. */
  enum CountSource {
    /** Those of canary and baseline. */
    SPLIT(0),
    /** Those of a promoted canary. */
    PROMOTED(1),
    /** Those of canary and baseline, which should have shown requests and did not. */
    SPLIT_UNKNOWN(2),
    /** Those of a promoted canary, which should have shown requests and did not. */
    PROMOTED_UNKNOWN(3);

    private final int number;

    CountSource(int number) {
      this.number = number;
    }

    private static CountSource numbered(double number) {
      return Arrays.stream(values())
          .filter(each -> each.number == number)
          .findFirst()
          .orElseThrow();
    }

    static CountSource of(boolean promoted, boolean unknown) {
      if (promoted) {
        return unknown ? PROMOTED_UNKNOWN : PROMOTED;
      }
      return unknown ? SPLIT_UNKNOWN : SPLIT;
    }

    boolean isPromoted() {
      return this == PROMOTED || this == PROMOTED_UNKNOWN;
    }

    boolean isUnknown() {
      return this == SPLIT_UNKNOWN || this == PROMOTED_UNKNOWN;
    }

    private CountSource seen() {
      return of(isPromoted(), false);
    }
  }

  CountedMinutes {
    minutes = List.copyOf(minutes);
  }

  /**
   * Reads what {@link #numbers} wrote.
   *
   * @param last the last counted minute
   */
  static CountedMinutes of(List<Double> numbers, long last) {
    List<CountedMinute> minutes = new ArrayList<>();
    Iterator<Double> in = numbers.iterator();
    while (in.hasNext()) {
      int weight = in.next().intValue();
      CountSource source = CountSource.numbered(in.next());
      minutes.add(new CountedMinute(0, weight, source, nextCounts(in), nextCounts(in)));
    }
    CountedMinutes counted = NONE;
    long minute = last - minutes.size();
    for (CountedMinute each : minutes) {
      minute++;
      counted =
          counted.plus(
              new CountedMinute(
                  minute, each.weight(), each.source(), each.canary(), each.baseline()));
    }
    return counted;
  }

  /** Weight, source and counts of each minute, as numbers. */
  List<Double> numbers() {
    return minutes.stream()
        .flatMap(
            minute ->
                Stream.concat(
                    Stream.of((double) minute.weight(), (double) minute.source().number),
                    Stream.concat(numbers(minute.canary()), numbers(minute.baseline()))))
        .toList();
  }

  private static Stream<Double> numbers(RequestCounts counts) {
    return Stream.concat(
        Stream.of(counts.requests(), counts.errors(), counts.durations()),
        counts.above().toList().stream());
  }

  private static RequestCounts nextCounts(Iterator<Double> in) {
    return new RequestCounts(
        in.next(),
        in.next(),
        in.next(),
        new ThresholdCounts(in.next(), in.next(), in.next(), in.next(), in.next()));
  }

  /**
   * With one more minute; minutes before a gap are forgotten, and so are those that are too old.
   */
  CountedMinutes plus(CountedMinute next) {
    List<CountedMinute> more = new ArrayList<>(minutes);
    if (!more.isEmpty() && more.get(more.size() - 1).minute() != next.minute() - 1) {
      more.clear();
    }
    more.add(next);
    return new CountedMinutes(more.subList(Math.max(0, more.size() - KEPT), more.size()));
  }

  /** With other counts of one of the minutes. */
  CountedMinutes with(CountedMinute changed) {
    return new CountedMinutes(
        minutes.stream().map(each -> each.minute() == changed.minute() ? changed : each).toList());
  }

  /** Whether one of the minutes should have had requests that CloudWatch did not show. */
  boolean hasUnknown() {
    return minutes.stream().anyMatch(minute -> minute.source().isUnknown());
  }
}
