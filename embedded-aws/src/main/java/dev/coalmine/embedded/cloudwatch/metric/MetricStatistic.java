package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One CloudWatch statistic, such as {@code Sum}, {@code p99.9}, {@code TM(10%:90%)} or {@code
 * PR(:300)}. Bounds in brackets are exclusive below and inclusive above, as in "CloudWatch
 * statistics definitions".
 *
 * @param name as the caller wrote it
 * @param percentile its percentile, or -1
 * @param function computes the statistic; empty where it has no value
 */
public record MetricStatistic(
    String name, double percentile, Function<MetricSamples, OptionalDouble> function) {
  private static final String NUMBER = "\\d{1,3}(?:\\.\\d{1,10})?";
  private static final Pattern PERCENTILE = Pattern.compile("p(" + NUMBER + ")");
  private static final Pattern SHORT = Pattern.compile("(tm|tc|ts|wm)(" + NUMBER + ")");
  private static final Pattern RANGE =
      Pattern.compile("(TM|TC|TS|WM|PR)\\((\\d*(?:\\.\\d+)?)(%?):(\\d*(?:\\.\\d+)?)(%?)\\)");

  /**
   * The statistic of this name.
   *
   * @throws AwsError ValidationError if CloudWatch has no such statistic
   */
  public static MetricStatistic named(String name) {
    return switch (name) {
      case "SampleCount" -> plain(name, MetricSamples::count);
      case "Sum" -> plain(name, MetricSamples::sum);
      case "Average" -> plain(name, samples -> samples.sum() / samples.count());
      case "Minimum" -> plain(name, MetricSamples::min);
      case "Maximum" -> plain(name, MetricSamples::max);
      case "IQM" -> trimmed(name, "TM", 25, 75);
      default -> extended(name);
    };
  }

  /** The statistic's value. Empty where CloudWatch would return no data point. */
  public OptionalDouble compute(MetricSamples samples) {
    return samples.isEmpty() ? OptionalDouble.empty() : function.apply(samples);
  }

  /**
   * Whether these are too few samples for this percentile: fewer than 10/(1-p) for p50 and above,
   * fewer than 10/p below it ("Percentile-based alarms and low data samples").
   */
  public boolean isTooFew(double samples) {
    double share = percentile / 100;
    return percentile >= 0 && samples < 10 / (share >= 0.5 ? 1 - share : share);
  }

  private static MetricStatistic plain(String name, Function<MetricSamples, Double> function) {
    return new MetricStatistic(name, -1, samples -> OptionalDouble.of(function.apply(samples)));
  }

  private static MetricStatistic extended(String name) {
    Matcher percentile = PERCENTILE.matcher(name);
    if (percentile.matches() && Double.parseDouble(percentile.group(1)) <= 100) {
      double percent = Double.parseDouble(percentile.group(1));
      return new MetricStatistic(name, percent, samples -> samples.percentile(percent));
    }
    Matcher small = SHORT.matcher(name);
    if (small.matches() && Double.parseDouble(small.group(2)) <= 100) {
      return trimmed(name, small.group(1).toUpperCase(Locale.ROOT), 0, percent(small));
    }
    Matcher range = RANGE.matcher(name);
    if (range.matches() && !(range.group(2).isEmpty() && range.group(4).isEmpty())) {
      return ranged(name, range);
    }
    throw unknown(name);
  }

  private static double percent(Matcher small) {
    return Double.parseDouble(small.group(2));
  }

  private static MetricStatistic ranged(String name, Matcher range) {
    boolean percents = !range.group(3).isEmpty() || !range.group(5).isEmpty();
    boolean mixed =
        (!range.group(2).isEmpty() && range.group(3).isEmpty() && percents)
            || (!range.group(4).isEmpty() && range.group(5).isEmpty() && percents);
    double low = range.group(2).isEmpty() ? 0 : Double.parseDouble(range.group(2));
    double high = range.group(4).isEmpty() ? 100 : Double.parseDouble(range.group(4));
    if (percents) {
      if (mixed || range.group(1).equals("PR") || low >= high || high > 100) {
        throw unknown(name);
      }
      return trimmed(name, range.group(1), low, high);
    }
    double least = range.group(2).isEmpty() ? Double.NEGATIVE_INFINITY : low;
    double most = range.group(4).isEmpty() ? Double.POSITIVE_INFINITY : high;
    return bounded(name, range.group(1), least, most);
  }

  private static MetricStatistic trimmed(String name, String kind, double low, double high) {
    return distribution(
        name,
        samples ->
            summary(
                kind,
                samples.ranked(low, high),
                samples.count() * low / 100,
                samples.percentile(low).orElse(0),
                samples.count() * (100 - high) / 100,
                samples.percentile(high).orElse(0)));
  }

  private static MetricStatistic bounded(String name, String kind, double low, double high) {
    return distribution(
        name,
        samples ->
            summary(
                kind,
                samples.between(low, high),
                samples.between(Double.NEGATIVE_INFINITY, low).count(),
                low,
                samples.between(high, Double.POSITIVE_INFINITY).count(),
                high));
  }

  private static MetricStatistic distribution(
      String name, Function<MetricSamples, OptionalDouble> function) {
    return new MetricStatistic(
        name,
        -1,
        samples -> samples.hasDistribution() ? function.apply(samples) : OptionalDouble.empty());
  }

  /**
   * The statistic of the kept samples.
   *
   * @param below the number of samples cut off at bound low
   * @param above the number of samples cut off at bound high
   */
  private static OptionalDouble summary(
      String kind, MetricSamples kept, double below, double low, double above, double high) {
    double all = kept.count() + below + above;
    return switch (kind) {
      case "TC" -> OptionalDouble.of(kept.count());
      case "TS" -> OptionalDouble.of(kept.sum());
      case "PR" -> OptionalDouble.of(100 * kept.count() / all);
      case "TM" ->
          kept.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(kept.sum() / kept.count());
      default -> OptionalDouble.of((kept.sum() + bound(below, low) + bound(above, high)) / all);
    };
  }

  /**
   * A winsorized mean counts the samples that it cuts off at the bound. An open bound cuts none
   * off.
   */
  private static double bound(double count, double value) {
    return count == 0 ? 0 : count * value;
  }

  private static AwsError unknown(String name) {
    return CloudWatchErrors.validation(
        "The value " + name + " for parameter Stat is not a statistic that is supported here.");
  }
}
