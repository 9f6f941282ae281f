package dev.coalmine.handler;

import dev.coalmine.release.AliasChange;
import dev.coalmine.release.AliasRouting;
import dev.coalmine.release.AliasTarget;
import dev.coalmine.release.Change;
import dev.coalmine.release.News;
import dev.coalmine.release.Routing;
import dev.coalmine.release.StageChange;
import dev.coalmine.release.StageRouting;
import dev.coalmine.release.StageTarget;
import dev.coalmine.release.Target;
import dev.coalmine.release.Weight;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.jr.ob.JSON;
import tools.jackson.jr.ob.JacksonJrExtension;
import tools.jackson.jr.ob.api.ExtensionContext;
import tools.jackson.jr.ob.api.ReaderWriterProvider;
import tools.jackson.jr.ob.api.ValueReader;
import tools.jackson.jr.ob.api.ValueWriter;
import tools.jackson.jr.ob.impl.JSONReader;
import tools.jackson.jr.ob.impl.JSONWriter;

/**
 * The handlers' one JSON mapper: records by their components, times and durations as ISO-8601 text,
 * weights as numbers. Unknown fields are ignored, so that a document of a later release still
 * reads.
 */
public final class Json {
  private static final JSON JR =
      JSON.builder().disable(JSON.Feature.USE_IS_GETTERS).register(new Values()).build();

  private Json() {}

  /** Reads a handler's event. */
  static <T> T read(InputStream in, Class<T> type) throws IOException {
    return read(new String(in.readAllBytes(), StandardCharsets.UTF_8), type);
  }

  /** Reads a value that was written as text. */
  static <T> T read(String text, Class<T> type) {
    return JR.beanFrom(type, text);
  }

  /** Reads plain maps, lists and values as a record. */
  static <T> T bean(Object tree, Class<T> type) {
    return JR.beanFrom(type, JR.asString(tree));
  }

  /** Writes a handler's answer. */
  static void write(OutputStream out, Object value) throws IOException {
    out.write(JR.asBytes(value));
  }

  /** Any value as JSON on one line. */
  static String text(Object value) {
    return JR.asString(value);
  }

  /** An object's fields; names in JSON are always text. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Map<?, ?> tree) {
    return (Map<String, Object>) tree;
  }

  /** Reads text as plain maps, lists and values. */
  static Object tree(String text) {
    return JR.anyFrom(text);
  }

  /** How values of our own and of java.time look. */
  private static final class Values extends JacksonJrExtension {
    @Override
    protected void register(ExtensionContext context) {
      context.insertProvider(new Provider());
    }
  }

  /** Values of several kinds, each known by a field that only it has. */
  private static final Map<Class<?>, Map<String, Class<?>>> KINDS =
      Map.of(
          Target.class, Map.of("alias", AliasTarget.class, "stage", StageTarget.class),
          Change.class, Map.of("alias", AliasChange.class, "stage", StageChange.class),
          Routing.class, Map.of("version", AliasRouting.class, "deployment", StageRouting.class));

  /** Reads a value as the kind that it is. */
  private static final class OneOf extends ValueReader {
    private final Map<String, Class<?>> kinds;

    OneOf(Class<?> type, Map<String, Class<?>> kinds) {
      super(type);
      this.kinds = kinds;
    }

    @Override
    public Object read(JSONReader reader, JsonParser parser) {
      Map<String, Object> tree = reader.readMap();
      for (Map.Entry<String, Class<?>> kind : kinds.entrySet()) {
        if (tree.containsKey(kind.getKey())) {
          return JR.beanFrom(kind.getValue(), JR.asString(tree));
        }
      }
      throw new IllegalArgumentException(
          "a %s has one of %s, not %s"
              .formatted(_valueType.getSimpleName(), kinds.keySet(), tree.keySet()));
    }
  }

  private static final class Provider extends ReaderWriterProvider {
    @Override
    public ValueReader findValueReader(JSONReader context, Class<?> type) {
      if (type == Duration.class) {
        return reader(type, parser -> Duration.parse(parser.getString()));
      }
      if (type == Instant.class) {
        return reader(type, parser -> Instant.parse(parser.getString()));
      }
      if (type == Weight.class) {
        return reader(type, parser -> new Weight(parser.getIntValue()));
      }
      if (type == News.class) {
        return reader(type, Provider::news);
      }
      return KINDS.containsKey(type) ? new OneOf(type, KINDS.get(type)) : null;
    }

    @Override
    public ValueWriter findValueWriter(JSONWriter context, Class<?> type) {
      return type == Duration.class || type == Instant.class || type == Weight.class
          ? new Writer(type)
          : null;
    }

    /** The workflow puts something else in its place once it was told. */
    private static News news(JsonParser parser) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return News.valueOf(parser.getString());
      }
      parser.skipChildren();
      return News.NONE;
    }

    private static ValueReader reader(Class<?> type, Function<JsonParser, Object> read) {
      return new ValueReader(type) {
        @Override
        public Object read(JSONReader reader, JsonParser parser) {
          return read.apply(parser);
        }
      };
    }
  }

  private record Writer(Class<?> valueType) implements ValueWriter {
    @Override
    public void writeValue(JSONWriter context, JsonGenerator generator, Object value) {
      if (value instanceof Weight weight) {
        generator.writeNumber(weight.percent());
      } else {
        generator.writeString(value.toString());
      }
    }
  }
}
