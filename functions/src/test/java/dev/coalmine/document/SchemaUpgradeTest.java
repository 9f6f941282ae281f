package dev.coalmine.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.release.Release;
import dev.coalmine.text.JsonView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that a build with schema 4 wrote, in many states of many releases. */
class SchemaUpgradeTest {
  /** The outputs of states, one on each line. */
  static List<String> recorded() throws IOException {
    try (InputStream in = SchemaUpgradeTest.class.getResourceAsStream("schema4.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static Map<String, Object> document(String output) {
    return Json.readView(output).object("latest").object("release").map();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void losesNoFieldOfARecordedDocument(String output) {
    Map<String, Object> upgraded = new TreeMap<>(SchemaUpgrade.upgrade(document(output)));
    Release release = StateAnswer.of(output).orElseThrow().release().orElseThrow();

    Map<String, Object> written = new TreeMap<>(Json.readView(Json.toJson(release)).map());
    upgraded.remove("event"); // once it is published, the workflow puts another value in its place
    written.remove("event");
    Object old = Json.readTree(Json.toJson(upgraded));
    assertThat(fieldsOf(old, Json.readTree(Json.toJson(written)))).isEqualTo(old);
  }

  /** A newer tree without the fields that an older one does not have. */
  private static Object fieldsOf(Object old, Object newer) {
    if (old instanceof Map<?, ?> fields && newer instanceof Map<?, ?> more) {
      Map<Object, Object> kept = new TreeMap<>(more);
      kept.keySet().retainAll(fields.keySet());
      kept.replaceAll((name, value) -> fieldsOf(fields.get(name), value));
      return kept;
    }
    if (old instanceof List<?> parts
        && newer instanceof List<?> more
        && parts.size() == more.size()) {
      return IntStream.range(0, parts.size())
          .mapToObj(i -> fieldsOf(parts.get(i), more.get(i)))
          .toList();
    }
    return newer;
  }

  @Test
  void keepsTheValues() throws IOException {
    for (String output : recorded()) {
      JsonView old = JsonView.of(document(output));
      Release release = StateAnswer.of(output).orElseThrow().release().orElseThrow();

      assertThat(release.schema()).isEqualTo(Release.SCHEMA);
      assertThat(release.targetNames()).isEqualTo(old.text("names").orElseThrow());
      assertThat(release.settings().watch()).hasToString(old.object("terms").text("watch", ""));
      assertThat(release.approvals().waitReason().name())
          .isEqualTo(old.object("people").text("waitsFor", ""));
      assertThat(release.approvals().entries()).hasSameSizeAs(old.object("people").list("said"));
      assertThat(release.progress().completedSteps())
          .hasSameSizeAs(old.object("progress").list("steps"));
      assertThat(release.analysis().samples())
          .hasSameSizeAs(old.object("judgement").list("measured"));
      assertThat(release.targetProgress().get(0).everWritten())
          .isEqualTo(old.list("parts").get(0).isTrue("touched"));
    }
  }

  @Test
  void handlersRefuseTheOlderSchema() throws IOException {
    String event = Json.toJson(Map.of("release", document(recorded().get(0))));

    assertThatThrownBy(
            () ->
                HandlerEvent.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8))))
        .hasMessage("cannot read the release document: its schema is 4, this version reads 5");
  }
}
