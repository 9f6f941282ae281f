package dev.coalmine.embedded.cloudwatch.alarm;

import dev.coalmine.embedded.cloudwatch.alarm.AlarmEvaluation.DatapointState;
import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The data of one evaluation of a metric alarm: the periods of its evaluation range that have
 * ended, as far as their data was visible.
 *
 * @param definition the alarm
 * @param at the moment of the evaluation
 * @param from start of the oldest period, epoch seconds
 * @param values by start of period; missing ones absent
 * @param samples of the watched metric by start of period; empty for math
 */
record EvaluationRange(
    AlarmDefinition definition,
    Instant at,
    long from,
    NavigableMap<Long, Double> values,
    NavigableMap<Long, MetricSamples> samples) {

  /**
   * Reads the data for an evaluation. The newest period ends at the evaluation. AWS waits some
   * seconds longer but does not document how many, so this class does not wait. Periods are aligned
   * to the evaluation, as the start dates in AWS's sample events are.
   */
  static EvaluationRange of(AlarmDefinition definition, MetricStore store, Instant at) {
    int period = definition.period();
    long to = at.getEpochSecond();
    long from = to - (long) period * definition.evaluation().range();
    NavigableMap<Long, Double> values =
        definition.queries().points(definition.watchedQueryId(), store, from, to, at);
    NavigableMap<Long, MetricSamples> samples =
        definition
            .stat()
            .map(stat -> store.samplesByPeriod(stat.key(), stat.unit(), from, to, period, at))
            .orElseGet(TreeMap::new);
    return new EvaluationRange(definition, at, from, values, samples);
  }

  /** The new state. */
  AlarmStateValue decide(AlarmStateValue current) {
    if (definition.ignoresFewSamples() && hasFewSamples()) {
      return current;
    }
    return definition.evaluation().decide(points(), current);
  }

  private boolean hasFewSamples() {
    return definition.stat().isPresent()
        && evaluated().stream()
            .anyMatch(
                period ->
                    samples.containsKey(period)
                        && definition
                            .stat()
                            .orElseThrow()
                            .statistic()
                            .isTooFew(samples.get(period).count()));
  }

  private List<DatapointState> points() {
    return periods().stream().map(this::point).toList();
  }

  private DatapointState point(Long period) {
    if (!values.containsKey(period)) {
      return DatapointState.MISSING;
    }
    return breaches(period) ? DatapointState.BREACHING : DatapointState.OK;
  }

  /** Whether a period with a value breaches the threshold. */
  boolean breaches(Long period) {
    return definition.comparison().breaches(values.get(period), definition.threshold());
  }

  /** The starts of all periods of the range, oldest first. */
  private List<Long> periods() {
    List<Long> periods = new ArrayList<>();
    for (int i = 0; i < definition.evaluation().range(); i++) {
      periods.add(from + (long) i * definition.period());
    }
    return periods;
  }

  /**
   * The periods that decide, newest first: the newest real ones, then missing ones up to
   * EvaluationPeriods.
   */
  List<Long> evaluated() {
    List<Long> newest = new ArrayList<>(periods());
    Collections.reverse(newest);
    int wanted = definition.evaluation().periods();
    List<Long> chosen =
        new ArrayList<>(newest.stream().filter(values::containsKey).limit(wanted).toList());
    newest.stream()
        .filter(period -> !values.containsKey(period))
        .limit(wanted - chosen.size())
        .forEach(chosen::add);
    chosen.sort(Collections.reverseOrder());
    return chosen;
  }
}
