package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.cloudwatch.metric.MetricMath.MathNode;
import dev.coalmine.embedded.cloudwatch.metric.MetricMath.MathScope;
import dev.coalmine.embedded.cloudwatch.metric.MetricValue.ScalarValue;
import dev.coalmine.embedded.cloudwatch.metric.MetricValue.SeriesArray;
import dev.coalmine.embedded.cloudwatch.metric.MetricValue.TimeSeries;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The supported functions of metric math. */
final class MetricMathFunctions {
  private MetricMathFunctions() {}

  /**
   * A function call.
   *
   * @param error makes the error for an invalid call
   */
  static MathNode call(String name, List<MathNode> arguments, Function<String, AwsError> error) {
    return switch (name) {
      case "FILL" -> fill(pair(name, arguments, error));
      case "IF" -> choice(arguments, error);
      case "SUM" -> over(only(name, arguments, error), MetricMathFunctions::sum);
      case "MIN" -> over(only(name, arguments, error), all -> stream(all).min().orElse(0));
      case "MAX" -> over(only(name, arguments, error), all -> stream(all).max().orElse(0));
      case "AVG" -> over(only(name, arguments, error), all -> sum(all) / all.size());
      case "ABS" -> each(only(name, arguments, error), Math::abs);
      case "CEIL" -> each(only(name, arguments, error), Math::ceil);
      case "FLOOR" -> each(only(name, arguments, error), Math::floor);
      default -> throw error.apply("function " + name + " is not supported");
    };
  }

  private static MathNode only(
      String name, List<MathNode> arguments, Function<String, AwsError> error) {
    if (arguments.size() != 1) {
      throw error.apply(name + " takes one argument");
    }
    return arguments.get(0);
  }

  private static List<MathNode> pair(
      String name, List<MathNode> arguments, Function<String, AwsError> error) {
    if (arguments.size() != 2) {
      throw error.apply(name + " takes two arguments");
    }
    return arguments;
  }

  private static MathNode each(MathNode of, DoubleUnaryOperator function) {
    return scope -> MetricValue.each(of.value(scope), function);
  }

  private static MathNode fill(List<MathNode> arguments) {
    return scope -> filled(scope, arguments.get(0).value(scope), arguments.get(1).value(scope));
  }

  private static MetricValue filled(MathScope scope, MetricValue value, MetricValue filler) {
    if (value instanceof SeriesArray list) {
      return list.map(x -> filled(scope, x, filler));
    }
    if (!(value instanceof TimeSeries series)) {
      return value;
    }
    NavigableMap<Long, Double> points = new TreeMap<>(series.points());
    for (Long period : scope.periods()) {
      Double fill = MetricValue.at(filler, period);
      if (fill != null) {
        points.putIfAbsent(period, fill);
      }
    }
    return new TimeSeries(points);
  }

  /**
   * {@code IF(condition, value)} drops data points where the condition is false. A third argument
   * replaces them.
   */
  private static MathNode choice(List<MathNode> arguments, Function<String, AwsError> error) {
    if (arguments.size() != 2 && arguments.size() != 3) {
      throw error.apply("IF takes two or three arguments");
    }
    return scope -> {
      List<MetricValue> values = arguments.stream().map(each -> each.value(scope)).toList();
      MetricValue condition = values.get(0);
      MetricValue elseValue = values.size() == 3 ? values.get(2) : new TimeSeries(new TreeMap<>());
      if (condition instanceof ScalarValue scalar) {
        return scalar.number() != 0 ? values.get(1) : elseValue;
      }
      return chosen(MetricValue.series(condition).points(), values.get(1), elseValue);
    };
  }

  private static MetricValue chosen(
      NavigableMap<Long, Double> conditions, MetricValue thenValue, MetricValue elseValue) {
    NavigableMap<Long, Double> points = new TreeMap<>();
    conditions.forEach(
        (period, condition) -> {
          Double value = MetricValue.at(condition != 0 ? thenValue : elseValue, period);
          if (value != null) {
            points.put(period, value);
          }
        });
    return new TimeSeries(points);
  }

  /**
   * Aggregates one series to a number, and an array to a series. In an array each period aggregates
   * the elements that have a data point.
   */
  private static MathNode over(MathNode of, ToDoubleFunction<Collection<Double>> function) {
    return scope -> {
      MetricValue value = of.value(scope);
      if (value instanceof TimeSeries series) {
        return new ScalarValue(
            series.points().isEmpty() ? 0 : function.applyAsDouble(series.points().values()));
      }
      return value instanceof SeriesArray list ? across(list, function) : value;
    };
  }

  private static MetricValue across(
      SeriesArray list, ToDoubleFunction<Collection<Double>> function) {
    NavigableMap<Long, List<Double>> columns = new TreeMap<>();
    for (MetricValue element : list.elements()) {
      if (element instanceof TimeSeries series) {
        series
            .points()
            .forEach((at, x) -> columns.computeIfAbsent(at, a -> new ArrayList<>()).add(x));
      }
    }
    NavigableMap<Long, Double> points = new TreeMap<>();
    columns.forEach((at, column) -> points.put(at, function.applyAsDouble(column)));
    return new TimeSeries(points);
  }

  private static double sum(Collection<Double> all) {
    return stream(all).sum();
  }

  private static java.util.stream.DoubleStream stream(Collection<Double> all) {
    return all.stream().mapToDouble(Double::doubleValue);
  }
}
