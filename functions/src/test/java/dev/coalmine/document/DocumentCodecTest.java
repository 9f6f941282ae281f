package dev.coalmine.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.Release;
import dev.coalmine.release.TargetProgress;
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
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick way to read and write JSON gives what jackson-jr gives. */
class DocumentCodecTest {
  private static final Map<Class<?>, List<Class<?>>> KINDS =
      Map.of(
          Target.class, List.of(AliasTarget.class, StageTarget.class),
          TargetChange.class, List.of(AliasChange.class, StageChange.class),
          Routing.class, List.of(AliasRouting.class, StageRouting.class));

  /** So many of the texts have no character that is left to jackson-jr. */
  private static final int USUAL = 5;

  private static final List<String> TEXTS =
      List.of("", "orders", "näme \"quoted\"", "a\\b/c\nd\te\rf", "€ ✓ \u007f\u2028", "\u0001\b😀");

  private final Random random = new Random(20261201);
  private int kind;

  @Test
  void allDocumentsAreWrittenAsBefore() {
    for (int i = 0; i < 200; i++) {
      Release release = (Release) random(Release.class);

      assertThat(JsonBuilder.toJson(release)).isEqualTo(Json.toJsonSlowly(release));
    }
  }

  @Test
  void allDocumentsAreReadAsBefore() {
    for (int i = 0; i < 200; i++) {
      String text = Json.toJsonSlowly(random(Release.class));
      Map<String, Object> tree = Json.readView(text).map();

      assertThat(ReleaseCodec.readRelease(TreeFields.of(tree)))
          .isEqualTo(Json.read(text, Release.class));
    }
  }

  @Test
  void allEventsAreReadAsBefore() {
    for (int i = 0; i < 200; i++) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (RecordComponent each : HandlerEvent.class.getRecordComponents()) {
        if (random.nextInt(4) > 0) {
          fields.put(each.getName(), random(each.getGenericType()));
        }
      }
      String text = Json.toJsonSlowly(fields);

      assertThat(HandlerEvent.of(TreeFields.of(Json.readView(text).map())))
          .isEqualTo(Json.read(text, HandlerEvent.class));
    }
  }

  @Test
  void absentFieldsAreReadAsBefore() {
    for (int i = 0; i < 300; i++) {
      Map<String, Object> tree =
          new LinkedHashMap<>(Json.readView(Json.toJsonSlowly(random(Release.class))).map());
      tree.keySet().removeIf(name -> random.nextInt(8) == 0);

      assertThat(outcome(() -> Json.readRelease(tree)))
          .isEqualTo(outcome(() -> Json.read(Json.toJsonSlowly(tree), Release.class)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        " [1, -2,3.5e-7 ,0.1,-0,-0.0,1E3,12345678901,123456789012345678]",
        "{}",
        "{\"a\":{\"b\":[]},\"c\":\"\\u00e9\\n\\/\\\"\"}",
        "{\"a\":1,\"a\":2}",
        "[1,]",
        "{\"a\":1,}",
        "01",
        "1.",
        ".5",
        "-",
        "+1",
        "1e",
        "1e400",
        "123456789012345678901234567890",
        "NaN",
        "tru",
        "\"a",
        "\"\u0001\"",
        "\"\\x\"",
        "\"\\u00g0\"",
        "[",
        "{\"a\" 1}",
        "{a:1}",
        "",
        " ",
        "1 2",
        "{} x",
        "'a'",
        "[1 2]",
        "0.1000000000000000055511151231257827021181583404541015625"
      })
  void everyTextIsReadAsBefore(String text) {
    assertThat(outcome(() -> Json.readTree(text)))
        .isEqualTo(outcome(() -> Json.readTreeSlowly(text)));
  }

  @Test
  void mangledTextIsReadAsBefore() {
    String text = Json.toJsonSlowly(random(Release.class));
    for (int i = 0; i < 1000; i++) {
      StringBuilder mangled = new StringBuilder(text);
      mangled.setCharAt(random.nextInt(text.length()), "\"\\{}[],:0-e.tn\u0002 ".charAt(i % 16));
      String one = mangled.toString();

      assertThat(outcome(() -> Json.readTree(one)))
          .isEqualTo(outcome(() -> Json.readTreeSlowly(one)));
    }
  }

  @Test
  void linesOfLogsAreWrittenAsBefore() {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("numbers", List.of(1, 2L, 3.0, 0.1, 1e-9, 5e20, -0.0, 1e300, 0x1p53, 100.25));
    line.put("texts", TEXTS.subList(0, USUAL));
    line.put("inner", Map.of("flag", true));
    line.put("none", null);
    line.put("record", new Weight(3));

    assertThat(Json.toJson(line)).isEqualTo(Json.toJsonSlowly(line));
    line.keySet().removeAll(List.of("none", "record"));
    assertThat(JsonBuilder.toJson(line)).isEqualTo(Json.toJsonSlowly(line));
    line.put("texts", TEXTS);
    assertThat(Json.toJson(line)).isEqualTo(Json.toJsonSlowly(line));
  }

  private interface Attempt {
    Object make();
  }

  private static String outcome(Attempt attempt) {
    try {
      return String.valueOf(attempt.make());
    } catch (RuntimeException failed) {
      return failed.getClass() + ": " + failed.getMessage();
    }
  }

  private Object random(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[generic.getRawType() == Map.class ? 1 : 0];
      List<Object> some =
          IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> random(element)).toList();
      return generic.getRawType() == List.class ? some : Map.of("key", some.get(0));
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      Object[] words = plain.getEnumConstants();
      return words[random.nextInt(words.length)];
    }
    if (KINDS.containsKey(plain)) {
      return random(KINDS.get(plain).get(kind));
    }
    return plain.isRecord() && plain != Weight.class ? record(plain) : simple(plain);
  }

  private Object simple(Class<?> type) {
    double number = random.nextBoolean() ? random.nextInt(1000) : random.nextGaussian();
    return switch (type.getSimpleName()) {
      case "String" -> TEXTS.get(random.nextInt(USUAL));
      case "int", "Integer" -> random.nextInt(1000) - 5;
      case "long", "Long" -> random.nextBoolean() ? random.nextLong() >> 8 : random.nextInt(100);
      case "double", "Double" -> number * Math.pow(10, random.nextInt(30) - 20);
      case "boolean" -> random.nextBoolean();
      case "Instant" -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1000) * 1_000_000L);
      case "Duration" -> Duration.ofMillis(random.nextInt());
      case "Weight" -> new Weight(1 + random.nextInt(100));
      case "BigDecimal" -> BigDecimal.valueOf(random.nextInt(1000), 1 + random.nextInt(2));
      case "Object" -> Map.of("any", List.of(1, "text", true));
      default -> throw new IllegalArgumentException("no random " + type);
    };
  }

  private Object record(Class<?> type) {
    if (type == TargetProgress.class) { // its target and routings are of one kind
      kind = random.nextInt(2);
    }
    try {
      RecordComponent[] components = type.getRecordComponents();
      Constructor<?> canonical =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return canonical.newInstance(
          Arrays.stream(components).map(each -> random(each.getGenericType())).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't make a " + type + ": " + e.getCause(), e);
    }
  }
}
