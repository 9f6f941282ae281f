package dev.coalmine.widget;

import dev.coalmine.document.Json;
import dev.coalmine.report.Theme;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What CloudWatch asks a custom widget's function for: the widget's parameters, or those of the
 * link that was clicked, and where it is shown.
 *
 * @param describe whether only the documentation is wanted
 * @param release which release to draw: an id, an execution's name or its ARN; empty for none
 * @param newest whether to draw the newest, if none is named
 * @param theme the dashboard's colours
 * @param range the time that it shows
 */
record WidgetRequest(
    boolean describe, String release, boolean newest, Theme theme, TimeRange range) {

  /**
   * A time.
   *
   * @param isUpToNow whether it ends with the moment of the call
   */
  record TimeRange(Instant from, Instant to, boolean isUpToNow) {
    static final TimeRange ALL = new TimeRange(Instant.EPOCH, Instant.MAX, false);

    /** Whether something that lasted so long was then. */
    boolean overlaps(Instant start, Instant end) {
      return !start.isAfter(to) && !end.isBefore(from);
    }

    @Override
    public String toString() {
      return "between %s and %s".formatted(from, to);
    }
  }

  /** Reads an event; whoever calls the function by hand may leave out everything. */
  static WidgetRequest of(String event) {
    Map<?, ?> call = object(tree(event));
    Map<?, ?> context = object(call.get("widgetContext"));
    return new WidgetRequest(
        isTrue(call.get("describe")),
        call.get("release") instanceof String release ? release.strip() : "",
        isTrue(call.get("newest")),
        theme(context.get("theme")),
        range(object(context.get("timeRange"))).orElse(TimeRange.ALL));
  }

  private static Object tree(String event) {
    try {
      return event.isBlank() ? "" : Json.readTree(event);
    } catch (JacksonException notJson) {
      return "";
    }
  }

  private static Map<?, ?> object(Object tree) {
    return tree instanceof Map<?, ?> map ? map : Map.of();
  }

  /** A parameter of YAML may be a text. */
  private static boolean isTrue(Object value) {
    return Boolean.parseBoolean(String.valueOf(value));
  }

  private static Theme theme(Object theme) {
    return switch (String.valueOf(theme)) {
      case "light" -> Theme.LIGHT;
      case "dark" -> Theme.DARK;
      default -> Theme.AUTO;
    };
  }

  /** Where somebody has zoomed into a graph, that is what is looked at. */
  private static Optional<TimeRange> range(Map<?, ?> whole) {
    Map<?, ?> zoom = object(whole.get("zoom"));
    Map<?, ?> times = zoom.isEmpty() ? whole : zoom;
    return times.get("start") instanceof Number start && times.get("end") instanceof Number end
        ? Optional.of(
            new TimeRange(
                Instant.ofEpochMilli(start.longValue()),
                Instant.ofEpochMilli(end.longValue()),
                zoom.isEmpty() && "relative".equals(whole.get("mode"))))
        : Optional.empty();
  }
}
