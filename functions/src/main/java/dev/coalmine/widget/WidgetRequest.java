package dev.coalmine.widget;

import dev.coalmine.document.Json;
import dev.coalmine.report.Theme;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * The event of a custom widget: the parameters of the widget or of the clicked link, and the
 * settings of the dashboard.
 *
 * @param describe whether CloudWatch requests the documentation
 * @param release which release to draw: an id, an execution's name or its ARN; empty for none
 * @param newest whether to draw the newest release if none is named
 * @param theme the dashboard's colours
 * @param range the dashboard's time range
 */
record WidgetRequest(
    boolean describe, String release, boolean newest, Theme theme, TimeRange range) {

  /**
   * A time range.
   *
   * @param isUpToNow whether it ends at the moment of the call
   */
  record TimeRange(Instant from, Instant to, boolean isUpToNow) {
    static final TimeRange ALL = new TimeRange(Instant.EPOCH, Instant.MAX, false);

    /** Whether the range overlaps the time from start to end. */
    boolean overlaps(Instant start, Instant end) {
      return !start.isAfter(to) && !end.isBefore(from);
    }

    @Override
    public String toString() {
      return "between %s and %s".formatted(from, to);
    }
  }

  /** Reads an event. All fields are optional, for calls by hand. */
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

  /** Reads a flag; YAML parameters may be text. */
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

  /** The time range: that of a zoomed graph, or else of the dashboard. */
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
