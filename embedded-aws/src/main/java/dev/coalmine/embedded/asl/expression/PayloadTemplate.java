package dev.coalmine.embedded.asl.expression;

import dev.coalmine.embedded.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A payload template: Parameters or ResultSelector. Fields whose names end in .$ are computed. */
public sealed interface PayloadTemplate extends Expression {
  /**
   * Parses a template.
   *
   * @throws IllegalArgumentException with the reason
   */
  static Expression parse(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return object(map);
    }
    if (tree instanceof List<?> list) {
      return new ArrayTemplate(list.stream().map(PayloadTemplate::parse).toList());
    }
    return new Literal(tree, "");
  }

  private static PayloadTemplate object(Map<?, ?> map) {
    Map<String, Expression> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> addField((String) key, value, fields));
    return new ObjectTemplate(fields);
  }

  private static void addField(String key, Object value, Map<String, Expression> fields) {
    boolean computed = key.endsWith(".$");
    if (computed && !(value instanceof String)) {
      throw new IllegalArgumentException(
          "field \"%s\" must be a path or an intrinsic function, not %s"
              .formatted(key, Json.toText(value)));
    }
    String name = computed ? key.substring(0, key.length() - 2) : key;
    Expression content = computed ? Expression.parse((String) value) : parse(value);
    if (fields.put(name, content) != null) {
      throw new IllegalArgumentException("field \"" + name + "\" appears twice");
    }
  }

  /** An object; its fields may be computed. */
  record ObjectTemplate(Map<String, Expression> fields) implements PayloadTemplate {
    @Override
    public Object evaluate(EvaluationScope scope) {
      Map<String, Object> filled = new LinkedHashMap<>(fields.size() * 2);
      for (Map.Entry<String, Expression> field : fields.entrySet()) {
        filled.put(field.getKey(), fill(field.getKey(), field.getValue(), scope));
      }
      return Collections.unmodifiableMap(filled);
    }

    // AWS fails with States.Runtime here, although the guide says States.ParameterPathFailure
    // (recorded behaviour).
    private static Object fill(String name, Expression content, EvaluationScope scope) {
      return content.evaluate(
          scope,
          path ->
              "The JSONPath '%s' specified for the field '%s.$' could not be found in the input '%s'"
                  .formatted(path, name, Json.toText(scope.input())));
    }
  }

  /** An array; objects in it may have computed fields. */
  record ArrayTemplate(List<Expression> items) implements PayloadTemplate {
    @Override
    public Object evaluate(EvaluationScope scope) {
      List<Object> filled = new ArrayList<>(items.size());
      items.forEach(item -> filled.add(item.evaluate(scope)));
      return Collections.unmodifiableList(filled);
    }
  }
}
