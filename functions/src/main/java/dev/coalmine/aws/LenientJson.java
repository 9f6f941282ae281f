package dev.coalmine.aws;

import dev.coalmine.text.JsonView;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** JSON inside the texts of AWS's answers and events, whose shape no API model promises. */
public final class LenientJson {
  private LenientJson() {}

  /** A view of the text; without any fields if it is not JSON. */
  public static JsonView parse(String text) {
    try {
      return JsonView.of(JSON.std.anyFrom(text));
    } catch (JacksonException e) {
      return JsonView.of(null);
    }
  }
}
