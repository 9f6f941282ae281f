package dev.coalmine.embedded.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Converts records to plain trees by the names of their components, and back. A component is a
 * text, a number, a truth value, an {@link Instant}, a {@link Duration}, an enum, a record, a plain
 * tree ({@code Object}), or an {@link Optional}, a list or a map by texts of these.
 */
public final class RecordTrees {
  private RecordTrees() {}

  /** The tree of a value. */
  public static Object write(Object value) {
    if (value instanceof Record each) {
      Map<String, Object> tree = new LinkedHashMap<>();
      for (RecordComponent component : each.getClass().getRecordComponents()) {
        tree.put(component.getName(), write(value(each, component)));
      }
      return tree;
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(RecordTrees::write).orElse(null);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> tree = new LinkedHashMap<>();
      map.forEach((name, each) -> tree.put(name.toString(), write(each)));
      return tree;
    }
    if (value instanceof Collection<?> all) {
      List<Object> list = new ArrayList<>(all.size());
      all.forEach(each -> list.add(write(each)));
      return list;
    }
    boolean isText =
        value instanceof Instant || value instanceof Duration || value instanceof Enum<?>;
    return isText ? value.toString() : value;
  }

  private static Object value(Record from, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true); // the record may be its package's own
      return component.getAccessor().invoke(from);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't read " + component, e);
    }
  }

  /**
   * Reads a record from a tree. Members that it does not have are passed over.
   *
   * @param where names the tree in messages
   * @throws IllegalArgumentException if the tree does not have what the record needs; the message
   *     has the place
   */
  public static <T extends Record> T read(Class<T> type, Object tree, String where) {
    return type.cast(readValue(type, tree, where));
  }

  /** Reads a list of records from a tree, in the same way. */
  public static <T extends Record> List<T> readAll(Class<T> type, Object tree, String where) {
    List<T> all = new ArrayList<>();
    for (Object each : elements(tree, where)) {
      all.add(read(type, each, where + "[" + all.size() + "]"));
    }
    return all;
  }

  private static Object readValue(Type type, Object tree, String where) {
    if (type instanceof ParameterizedType generic) {
      return readGeneric(generic, tree, where);
    }
    Class<?> simple = (Class<?>) type;
    if (simple == Object.class) {
      return tree;
    }
    if (simple.isRecord()) {
      return readRecord(simple, tree, where);
    }
    if (simple == Double.class) {
      return number(tree, where).doubleValue();
    }
    if (simple.isPrimitive()) {
      return readPrimitive(simple, tree, where);
    }
    return readText(simple, text(tree, where), where);
  }

  private static Object readPrimitive(Class<?> type, Object tree, String where) {
    if (type == boolean.class) {
      if (tree instanceof Boolean) {
        return tree;
      }
      throw wrong(where, "true or false", tree);
    }
    Number number = number(tree, where);
    if (type == int.class) {
      return number.intValue();
    }
    return type == long.class ? (Object) number.longValue() : (Object) number.doubleValue();
  }

  private static Object readText(Class<?> type, String text, String where) {
    try {
      if (type == Instant.class) {
        return Instant.parse(text);
      }
      if (type == Duration.class) {
        return Duration.parse(text);
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(where + ": not a time: \"" + text + '"', e);
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(each -> each.toString().equals(text))
          .findFirst()
          .orElseThrow(() -> wrong(where, "a " + type.getSimpleName(), text));
    }
    return text;
  }

  private static Object readGeneric(ParameterizedType type, Object tree, String where) {
    Type[] parts = type.getActualTypeArguments();
    Type element = parts[parts.length - 1];
    if (type.getRawType() == Optional.class) {
      return Optional.ofNullable(tree == null ? null : readValue(element, tree, where));
    }
    if (type.getRawType() == List.class) {
      List<Object> list = new ArrayList<>();
      for (Object each : elements(tree, where)) {
        list.add(readValue(element, each, where + "[" + list.size() + "]"));
      }
      return list;
    }
    Map<String, Object> map =
        type.getRawType() == SortedMap.class ? new TreeMap<>() : new LinkedHashMap<>();
    members(tree, where)
        .forEach((name, each) -> map.put(name, readValue(element, each, where + "." + name)));
    return map;
  }

  private static Object readRecord(Class<?> type, Object tree, String where) {
    Map<String, Object> members = members(tree, where);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      String name = components[i].getName();
      values[i] = readValue(components[i].getGenericType(), members.get(name), where + "." + name);
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(where + ": " + e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't make " + type, e);
    }
  }

  private static List<Object> elements(Object tree, String where) {
    if (tree instanceof List) {
      return new JsonView(tree).list();
    }
    throw wrong(where, "a list", tree);
  }

  private static Map<String, Object> members(Object tree, String where) {
    if (tree instanceof Map) {
      return new JsonView(tree).object();
    }
    throw wrong(where, "an object", tree);
  }

  private static Number number(Object tree, String where) {
    if (tree instanceof Number number) {
      return number;
    }
    throw wrong(where, "a number", tree);
  }

  private static String text(Object tree, String where) {
    if (tree instanceof String text) {
      return text;
    }
    throw wrong(where, "a text", tree);
  }

  private static IllegalArgumentException wrong(String where, String expected, Object found) {
    return new IllegalArgumentException(
        where + " must be " + expected + (found == null ? ", and is absent" : ", not " + found));
  }
}
