package dev.coalmine.aws;

import dev.coalmine.text.JsonView;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** JSON inside the texts of AWS's answers, whose shape no API model promises. */
final class LenientJson {
  private LenientJson() {}

  /** A view of the text; without any fields if it is not JSON. */
  static JsonView parse(String text) {
    try {
      return JsonView.of(JSON.std.anyFrom(text));
    } catch (JacksonException e) {
      return JsonView.of(null);
    }
  }
}
