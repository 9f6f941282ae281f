package dev.coalmine.text;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A lenient, read-only view of a JSON tree that a parser made of maps, lists, texts, numbers and
 * booleans. A field that is missing, null or of another type reads as absent; nothing throws.
 */
public final class JsonView {
  private final Optional<Object> tree;

  private JsonView(Object tree) {
    this.tree = Optional.ofNullable(tree);
  }

  /**
   * A view of a tree.
   *
   * @param tree may be null, and anything else that is not JSON: then all fields are absent
   */
  public static JsonView of(Object tree) {
    return new JsonView(tree);
  }

  /** Whether the tree is an object. */
  public boolean isObject() {
    return tree.filter(Map.class::isInstance).isPresent();
  }

  /** The fields in their order; none if the tree is not an object. The map can't be changed. */
  @SuppressWarnings("unchecked") // the keys of a JSON object are text
  public Map<String, Object> map() {
    return tree.filter(Map.class::isInstance)
        .map(object -> Collections.unmodifiableMap((Map<String, Object>) object))
        .orElse(Map.of());
  }

  /** The elements in their order; none if the tree is not a list. */
  public List<JsonView> elements() {
    return tree.filter(List.class::isInstance)
        .map(list -> ((List<?>) list).stream().map(JsonView::of).toList())
        .orElse(List.of());
  }

  /** The tree itself if it is a text. */
  public Optional<String> text() {
    return tree.filter(String.class::isInstance).map(String.class::cast);
  }

  /** The tree itself if it is a number. */
  public OptionalDouble number() {
    return tree.filter(Number.class::isInstance)
        .map(number -> OptionalDouble.of(((Number) number).doubleValue()))
        .orElse(OptionalDouble.empty());
  }

  /** Whether there is a field of this name that is not null. */
  public boolean has(String name) {
    return value(name).isPresent();
  }

  /** A field of any type. */
  public Optional<Object> value(String name) {
    return Optional.ofNullable(map().get(name));
  }

  private JsonView field(String name) {
    return of(map().get(name));
  }

  /** A field that is an object; otherwise a view without fields. */
  public JsonView object(String name) {
    JsonView field = field(name);
    return field.isObject() ? field : of(null);
  }

  /** The elements of a field that is a list; otherwise none. */
  public List<JsonView> list(String name) {
    return field(name).elements();
  }

  /** A field that is a text. */
  public Optional<String> text(String name) {
    return field(name).text();
  }

  /** A field that is a text; otherwise the given one. */
  public String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  /** A field that is a number. */
  public OptionalDouble number(String name) {
    return field(name).number();
  }

  /** Whether a field is the boolean true. */
  public boolean isTrue(String name) {
    return value(name).filter(Boolean.TRUE::equals).isPresent();
  }

  @Override
  public String toString() {
    return tree.map(Object::toString).orElse("null");
  }
}
