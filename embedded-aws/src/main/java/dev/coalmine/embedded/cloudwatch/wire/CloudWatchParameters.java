package dev.coalmine.embedded.cloudwatch.wire;

import dev.coalmine.embedded.json.JsonView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Typed access to an operation's input. {@link CloudWatchInputReader} has read it by its shape, so
 * the casts below hold; a {@code JsonView} is for unchecked trees.
 *
 * @param fields by the API's member names; members that were not sent are absent
 */
public record CloudWatchParameters(Map<String, Object> fields) {
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  public String text(String name) {
    return (String) fields.getOrDefault(name, "");
  }

  public int integer(String name, int defaultValue) {
    return (Integer) fields.getOrDefault(name, defaultValue);
  }

  public double number(String name) {
    return (Double) fields.getOrDefault(name, 0.0);
  }

  public boolean flag(String name, boolean defaultValue) {
    return (Boolean) fields.getOrDefault(name, defaultValue);
  }

  public Instant moment(String name, Instant defaultValue) {
    return (Instant) fields.getOrDefault(name, defaultValue);
  }

  public List<String> texts(String name) {
    return list(name).stream().map(String.class::cast).toList();
  }

  public double[] numbers(String name) {
    return list(name).stream().mapToDouble(Double.class::cast).toArray();
  }

  public List<CloudWatchParameters> trees(String name) {
    return list(name).stream().map(CloudWatchParameters::of).toList();
  }

  public CloudWatchParameters tree(String name) {
    return of(fields.get(name));
  }

  private List<Object> list(String name) {
    return new JsonView(fields.get(name)).list();
  }

  private static CloudWatchParameters of(Object structure) {
    return new CloudWatchParameters(new JsonView(structure).object());
  }
}
