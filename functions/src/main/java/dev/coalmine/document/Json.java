package dev.coalmine.document;

import dev.coalmine.aws.LenientJson;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseEvent;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.target.AliasChange;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.Routing;
import dev.coalmine.target.StageChange;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Target;
import dev.coalmine.target.TargetChange;
import dev.coalmine.target.Weight;
import dev.coalmine.text.JsonView;
import dev.coalmine.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.jr.ob.JSON;
import tools.jackson.jr.ob.JacksonJrExtension;
import tools.jackson.jr.ob.api.ExtensionContext;
import tools.jackson.jr.ob.api.ReaderWriterProvider;
import tools.jackson.jr.ob.api.ValueReader;
import tools.jackson.jr.ob.api.ValueWriter;
import tools.jackson.jr.ob.impl.JSONReader;
import tools.jackson.jr.ob.impl.JSONWriter;

/**
 * The JSON mapper of all handlers: records by their components, times and durations as ISO-8601
 * text, weights as numbers. Unknown fields are ignored, so that a document of a later version can
 * be read. The release document, and what consists of maps, lists and values, is read and written
 * without jackson-jr, as long as nothing in it is unusual: a cold start has no time for reflection.
 */
public final class Json {
  private Json() {}

  /** Made when it is first needed: a usual document never needs it. */
  private static final class Slow {
    private static final JSON JR =
        JSON.builder(
                JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build())
            .disable(JSON.Feature.USE_IS_GETTERS)
            .register(new ValueExtension())
            .build();
  }

  /** Reads a handler's event. */
  public static <T> T read(InputStream in, Class<T> type) throws IOException {
    return read(new String(in.readAllBytes(), StandardCharsets.UTF_8), type);
  }

  /** Reads JSON text. */
  public static <T> T read(String text, Class<T> type) {
    return Slow.JR.beanFrom(type, text);
  }

  /** Reads a release document from its tree. */
  static Release readRelease(Map<String, Object> tree) {
    try {
      return ReleaseCodec.readRelease(TreeFields.of(tree));
    } catch (RuntimeException unusual) { // it may only look so: jackson-jr is lenient
      return Slow.JR.beanFrom(Release.class, Slow.JR.asString(tree));
    }
  }

  /**
   * Reads the event of a handler.
   *
   * @param text JSON
   * @param tree the same as a tree
   */
  static HandlerEvent readEvent(String text, Map<String, Object> tree) {
    try {
      return HandlerEvent.of(TreeFields.of(tree));
    } catch (RuntimeException unusual) { // it may only look so: jackson-jr is lenient
      return read(text, HandlerEvent.class);
    }
  }

  /** Writes a handler's answer. */
  public static void write(OutputStream out, Object value) throws IOException {
    out.write(toJson(value).getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a value as JSON on one line. */
  public static String toJson(Object value) {
    try {
      return JsonBuilder.toJson(value);
    } catch (UnusualJsonException unusual) {
      return toJsonSlowly(value);
    }
  }

  static String toJsonSlowly(Object value) {
    return Slow.JR.asString(value);
  }

  /**
   * Writes a value as JSON for a log. It is the same JSON, without characters that would act on the
   * terminal of whoever reads the log.
   */
  public static String toLogLine(Object value) {
    return VisibleText.of(toJson(value));
  }

  /** Reads text as a view; a text that is not JSON gives a view without fields. */
  public static JsonView readView(String text) {
    try {
      return JsonView.of(TreeParser.parse(text));
    } catch (UnusualJsonException unusual) {
      return LenientJson.parse(text);
    }
  }

  /** Reads JSON as a tree of maps, lists and values. */
  public static Object readTree(String text) {
    try {
      return TreeParser.parse(text);
    } catch (UnusualJsonException unusual) {
      return readTreeSlowly(text);
    }
  }

  static Object readTreeSlowly(String text) {
    return Slow.JR.anyFrom(text);
  }

  /** Readers and writers for our own types and for java.time. */
  private static final class ValueExtension extends JacksonJrExtension {
    @Override
    protected void register(ExtensionContext context) {
      context.insertProvider(new ValueProvider());
    }
  }

  /** The types of a sealed interface, each with a field that only it has. */
  private static final Map<Class<?>, Map<String, Class<?>>> KINDS =
      Map.of(
          Target.class, Map.of("alias", AliasTarget.class, "stage", StageTarget.class),
          TargetChange.class, Map.of("alias", AliasChange.class, "stage", StageChange.class),
          Routing.class, Map.of("version", AliasRouting.class, "deployment", StageRouting.class));

  /** Reads a value of a sealed interface. */
  private static final class VariantReader extends ValueReader {
    private final Map<String, Class<?>> kinds;

    VariantReader(Class<?> type, Map<String, Class<?>> kinds) {
      super(type);
      this.kinds = kinds;
    }

    @Override
    public Object read(JSONReader reader, JsonParser parser) {
      Map<String, Object> tree = reader.readMap();
      for (Map.Entry<String, Class<?>> kind : kinds.entrySet()) {
        if (tree.containsKey(kind.getKey())) {
          return Slow.JR.beanFrom(kind.getValue(), Slow.JR.asString(tree));
        }
      }
      throw new IllegalArgumentException(
          "a %s needs one of the fields %s, found %s"
              .formatted(_valueType.getSimpleName(), kinds.keySet(), tree.keySet()));
    }
  }

  private static final class ValueProvider extends ReaderWriterProvider {
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
      if (type == ThresholdCounts.class) {
        return reader(type, ValueProvider::thresholdCounts);
      }
      if (type == ReleaseEvent.class) {
        return reader(type, ValueProvider::event);
      }
      return KINDS.containsKey(type) ? new VariantReader(type, KINDS.get(type)) : null;
    }

    @Override
    public ValueWriter findValueWriter(JSONWriter context, Class<?> type) {
      if (type == ThresholdCounts.class) {
        return new ThresholdCountsWriter(type);
      }
      if (type == Double.class) {
        return new ShortNumberWriter(type);
      }
      return type == Duration.class || type == Instant.class || type == Weight.class
          ? new ScalarWriter(type)
          : null;
    }

    private static ThresholdCounts thresholdCounts(JsonParser parser) {
      List<Double> counts = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        counts.add(parser.getDoubleValue());
      }
      return ThresholdCounts.of(counts);
    }

    /**
     * Reads the event to publish. After the workflow has published it, the field has another value.
     */
    private static ReleaseEvent event(JsonParser parser) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return ReleaseEvent.valueOf(parser.getString());
      }
      parser.skipChildren();
      return ReleaseEvent.NONE;
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

  private record ThresholdCountsWriter(Class<?> valueType) implements ValueWriter {
    @Override
    public void writeValue(JSONWriter context, JsonGenerator generator, Object value) {
      generator.writeStartArray();
      ((ThresholdCounts) value).toList().forEach(generator::writeNumber);
      generator.writeEndArray();
    }
  }

  /** Writes whole numbers without a fraction: the judge's lists have hundreds of them. */
  private record ShortNumberWriter(Class<?> valueType) implements ValueWriter {
    private static final double MOST = 0x1p53;

    @Override
    public void writeValue(JSONWriter context, JsonGenerator generator, Object value) {
      double number = (Double) value;
      if (number == Math.rint(number) && Math.abs(number) < MOST) {
        generator.writeNumber((long) number);
      } else {
        generator.writeNumber(number);
      }
    }
  }

  private record ScalarWriter(Class<?> valueType) implements ValueWriter {
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
