package dev.coalmine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a JSON tree whose shape is not known. */
class JsonViewTest {
  private static final JsonView RELEASE =
      JsonView.of(
          Map.of(
              "id",
              "orders-8",
              "weight",
              10,
              "people",
              Map.of("asked", 50.5, "granted", true),
              "parts",
              List.of(Map.of("target", "orders:live"), "a text")));

  @Test
  void fieldsAreReadByTheirTypes() {
    assertThat(RELEASE.text("id")).contains("orders-8");
    assertThat(RELEASE.number("weight")).hasValue(10);
    assertThat(RELEASE.object("people").number("asked")).hasValue(50.5);
    assertThat(RELEASE.object("people").isTrue("granted")).isTrue();
    assertThat(RELEASE.list("parts"))
        .extracting(part -> part.text("target", "none"))
        .containsExactly("orders:live", "none");
    assertThat(RELEASE.list("parts").get(1).text()).contains("a text");
    assertThat(RELEASE.value("weight")).contains(10);
  }

  @Test
  void aFieldOfAnotherTypeReadsAsAbsent() {
    assertThat(RELEASE.text("weight")).isEmpty();
    assertThat(RELEASE.text("weight", "none")).isEqualTo("none");
    assertThat(RELEASE.number("id")).isEmpty();
    assertThat(RELEASE.object("id").isObject()).isFalse();
    assertThat(RELEASE.object("parts").map()).isEmpty();
    assertThat(RELEASE.list("people")).isEmpty();
    assertThat(RELEASE.isTrue("id")).isFalse();
  }

  @Test
  void aFieldThatIsNullReadsAsAbsent() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("hook", null);

    JsonView view = JsonView.of(fields);

    assertThat(view.has("hook")).isFalse();
    assertThat(view.has("missing")).isFalse();
    assertThat(view.value("hook")).isEmpty();
    assertThat(view.object("hook").text("name")).isEmpty();
    assertThat(view.map()).containsKey("hook");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "text"})
  void whatIsNoObjectHasNoFields(Object tree) {
    JsonView view = JsonView.of(tree);

    assertThat(view.isObject()).isFalse();
    assertThat(view.map()).isEmpty();
    assertThat(view.elements()).isEmpty();
    assertThat(view.has("any")).isFalse();
    assertThat(view.object("any").list("more")).isEmpty();
  }

  @Test
  void elementsOfAListMayBeNull() {
    List<JsonView> elements = JsonView.of(Arrays.asList(1, null)).elements();

    assertThat(elements.get(0).number()).hasValue(1);
    assertThat(elements.get(1).isObject()).isFalse();
    assertThat(elements.get(1)).hasToString("null");
  }
}
