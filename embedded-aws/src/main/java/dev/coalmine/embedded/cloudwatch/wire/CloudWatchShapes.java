package dev.coalmine.embedded.cloudwatch.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** CloudWatch's operations and shapes, from the resource {@code cloudwatch.shapes}. */
public final class CloudWatchShapes {
  /** The kind of a shape. */
  enum ShapeKind {
    STRING,
    INTEGER,
    DOUBLE,
    BOOLEAN,
    TIMESTAMP,
    LIST,
    MAP,
    STRUCTURE
  }

  /** A member of a structure. */
  record ShapeMember(String shape, boolean required) {}

  /**
   * One shape.
   *
   * @param kind its kind
   * @param min minimum length, size or value
   * @param max maximum length, size or value
   * @param values a string's allowed values; empty for any
   * @param of the shape of a list's or map's elements
   * @param members of a structure
   */
  record CloudWatchShape(
      ShapeKind kind,
      long min,
      long max,
      List<String> values,
      String of,
      Map<String, ShapeMember> members) {}

  /**
   * An operation's input and output shapes. The output is empty for an operation without output.
   */
  public record OperationShapes(String input, String output) {}

  private final Map<String, CloudWatchShape> shapes = new HashMap<>();
  private final Map<String, OperationShapes> operations = new HashMap<>();

  /** Reads the resource. */
  public CloudWatchShapes() {
    lines().filter(line -> !line.startsWith("#")).forEach(this::read);
  }

  /** The shape of this name, which must exist. */
  CloudWatchShape shape(String name) {
    return Optional.ofNullable(shapes.get(name)).orElseThrow();
  }

  /** The operation of this name. Empty for an unknown one. */
  public Optional<OperationShapes> operation(String name) {
    return Optional.ofNullable(operations.get(name));
  }

  private static java.util.stream.Stream<String> lines() {
    try (InputStream in = CloudWatchShapes.class.getResourceAsStream("cloudwatch.shapes")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String line) {
    List<String> words = List.of(line.split(" ", -1));
    if (words.get(0).equals("operation")) {
      String output = words.size() > 3 ? words.get(3) : "";
      operations.put(words.get(1), new OperationShapes(words.get(2), output));
    } else {
      ShapeKind kind = ShapeKind.valueOf(words.get(0).toUpperCase(Locale.ROOT));
      shapes.put(words.get(1), shape(kind, words.subList(2, words.size())));
    }
  }

  private static CloudWatchShape shape(ShapeKind kind, List<String> words) {
    if (kind == ShapeKind.STRUCTURE) {
      return new CloudWatchShape(kind, 0, Long.MAX_VALUE, List.of(), "", members(words));
    }
    long[] range = {Long.MIN_VALUE, Long.MAX_VALUE};
    List<String> values = List.of();
    for (String word : words) {
      if (word.contains("..")) {
        range = range(word);
      } else if (word.contains("|") || (words.contains("=") && !word.equals("="))) {
        values = List.of(word.split("\\|", -1));
      }
    }
    String of = words.contains("of") ? words.get(words.indexOf("of") + 1) : "";
    return new CloudWatchShape(kind, range[0], range[1], values, of, Map.of());
  }

  private static long[] range(String word) {
    int dots = word.indexOf("..");
    String least = word.substring(0, dots);
    String most = word.substring(dots + 2);
    return new long[] {
      least.isEmpty() ? Long.MIN_VALUE : Long.parseLong(least),
      most.isEmpty() ? Long.MAX_VALUE : Long.parseLong(most)
    };
  }

  private static Map<String, ShapeMember> members(List<String> words) {
    Map<String, ShapeMember> members = new LinkedHashMap<>();
    for (String word : words) {
      int colon = word.indexOf(':');
      String name = word.substring(0, colon);
      boolean required = name.endsWith("!");
      members.put(
          required ? name.substring(0, name.length() - 1) : name,
          new ShapeMember(word.substring(colon + 1), required));
    }
    return members;
  }
}
