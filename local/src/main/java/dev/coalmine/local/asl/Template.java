package dev.coalmine.local.asl;

import dev.coalmine.local.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A payload template: Parameters or ResultSelector. Fields whose names end in .$ are computed. */
sealed interface Template extends Expression {
  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Expression parse(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return object(map);
    }
    if (tree instanceof List<?> list) {
      return new Items(list.stream().map(Template::parse).toList());
    }
    return new Literal(tree, "");
  }

  private static Template object(Map<?, ?> map) {
    Map<String, Expression> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> addField((String) key, value, fields));
    return new Fields(fields);
  }

  private static void addField(String key, Object value, Map<String, Expression> fields) {
    boolean computed = key.endsWith(".$");
    if (computed && !(value instanceof String)) {
      throw new IllegalArgumentException(
          "field \"%s\" must be a path or an intrinsic function, not %s"
              .formatted(key, Json.text(value)));
    }
    String name = computed ? key.substring(0, key.length() - 2) : key;
    Expression content = computed ? Expression.parse((String) value) : parse(value);
    if (fields.put(name, content) != null) {
      throw new IllegalArgumentException("field \"" + name + "\" stands twice");
    }
  }

  /** An object; its fields may be computed. */
  record Fields(Map<String, Expression> fields) implements Template {
    @Override
    public Object evaluate(Scope scope) {
      Map<String, Object> filled = new LinkedHashMap<>(fields.size() * 2);
      for (Map.Entry<String, Expression> field : fields.entrySet()) {
        filled.put(field.getKey(), fill(field.getKey(), field.getValue(), scope));
      }
      return Collections.unmodifiableMap(filled);
    }

    // AWS fails with States.Runtime here and not, as the guide has it, with
    // States.ParameterPathFailure (recorded behaviour).
    private static Object fill(String name, Expression content, Scope scope) {
      return content.evaluate(
          scope,
          path ->
              "The JSONPath '%s' specified for the field '%s.$' could not be found in the input '%s'"
                  .formatted(path, name, Json.text(scope.input())));
    }
  }

  /** An array; objects in it may have computed fields. */
  record Items(List<Expression> items) implements Template {
    @Override
    public Object evaluate(Scope scope) {
      List<Object> filled = new ArrayList<>(items.size());
      items.forEach(item -> filled.add(item.evaluate(scope)));
      return Collections.unmodifiableList(filled);
    }
  }
}
