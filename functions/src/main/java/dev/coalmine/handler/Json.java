package dev.coalmine.handler;

import dev.coalmine.release.Weight;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
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
    return JR.beanFrom(type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }

  /** Writes a handler's answer. */
  static void write(OutputStream out, Object value) throws IOException {
    out.write(JR.asBytes(value));
  }

  /** Any value as JSON on one line. */
  static String text(Object value) {
    return JR.asString(value);
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

  private static final class Provider extends ReaderWriterProvider {
    @Override
    public ValueReader findValueReader(JSONReader context, Class<?> type) {
      if (type == Duration.class) {
        return reader(type, parser -> Duration.parse(parser.getString()));
      }
      if (type == Instant.class) {
        return reader(type, parser -> Instant.parse(parser.getString()));
      }
      return type == Weight.class ? reader(type, parser -> new Weight(parser.getIntValue())) : null;
    }

    @Override
    public ValueWriter findValueWriter(JSONWriter context, Class<?> type) {
      return type == Duration.class || type == Instant.class || type == Weight.class
          ? new Writer(type)
          : null;
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
