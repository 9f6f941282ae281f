package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** A value of metric math: a number, a time series, or an array of time series. */
sealed interface MetricValue {
  /** How many numbers it has. */
  int size();

  /** A constant. */
  record ScalarValue(double number) implements MetricValue {
    @Override
    public int size() {
      return 1;
    }
  }

  /** Values by the start of their period in epoch seconds. Periods without data are absent. */
  record TimeSeries(NavigableMap<Long, Double> points) implements MetricValue {
    public TimeSeries {
      points = Collections.unmodifiableNavigableMap(points);
    }

    @Override
    public int size() {
      return points.size();
    }
  }

  /** Several series, as in {@code SUM([m1, m2])}. */
  record SeriesArray(List<MetricValue> elements) implements MetricValue {
    /** The most series of an array, as of SEARCH and METRICS in AWS ("Using metric math"). */
    private static final int MOST = 500;

    /** An array; an array in an array counts with its series. */
    public SeriesArray {
      elements = List.copyOf(elements);
      if (elements.stream().mapToInt(MetricValue::seriesCount).sum() > MOST) {
        throw CloudWatchErrors.validation(
            "An array of a metric math expression must not have more than " + MOST + " series.");
      }
    }

    @Override
    public int size() {
      return elements.stream().mapToInt(MetricValue::size).sum();
    }

    SeriesArray map(UnaryOperator<MetricValue> function) {
      return new SeriesArray(elements.stream().map(function).toList());
    }
  }

  private static int seriesCount(MetricValue value) {
    return value instanceof SeriesArray array
        ? array.elements().stream().mapToInt(MetricValue::seriesCount).sum()
        : 1;
  }

  /** Applies the function to each number. */
  static MetricValue each(MetricValue value, DoubleUnaryOperator function) {
    return combine(value, new ScalarValue(0), (x, ignored) -> function.applyAsDouble(x));
  }

  /**
   * Applies the function pairwise. Two series have a data point only where both have one. A result
   * that is not finite, such as a division by zero, is no data point ("Using metric math").
   */
  static MetricValue combine(MetricValue left, MetricValue right, DoubleBinaryOperator function) {
    if (left instanceof SeriesArray list) {
      return list.map(x -> combine(x, right, function));
    }
    if (right instanceof SeriesArray list) {
      return list.map(x -> combine(left, x, function));
    }
    if (left instanceof ScalarValue x && right instanceof ScalarValue y) {
      return new ScalarValue(function.applyAsDouble(x.number(), y.number()));
    }
    NavigableMap<Long, Double> points = new TreeMap<>();
    for (Long at : (left instanceof TimeSeries series ? series : series(right)).points().keySet()) {
      Double x = at(left, at);
      Double y = at(right, at);
      if (x != null && y != null && Double.isFinite(function.applyAsDouble(x, y))) {
        points.put(at, function.applyAsDouble(x, y));
      }
    }
    return new TimeSeries(points);
  }

  /**
   * The value as one series.
   *
   * @throws AwsError ValidationError if it is an array or a number
   */
  static TimeSeries series(MetricValue value) {
    if (value instanceof TimeSeries series) {
      return series;
    }
    throw CloudWatchErrors.validation("An expression needs a time series here, not " + value + ".");
  }

  /** The value at a time; null where a series has none. */
  static Double at(MetricValue value, Long at) {
    return value instanceof ScalarValue scalar
        ? Double.valueOf(scalar.number())
        : series(value).points().get(at);
  }
}
