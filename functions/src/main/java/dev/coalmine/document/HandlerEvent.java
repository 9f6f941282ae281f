package dev.coalmine.document;

import dev.coalmine.aws.MetricSettings;
import dev.coalmine.release.Release;
import dev.coalmine.text.JsonView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A handler's event: what the workflow passes to it.
 *
 * @param release the release document
 * @param now when the state was entered; the same for each retry
 * @param message the message that woke the release or a hook's answer, for Steer only; otherwise
 *     null
 * @param token the task token, for CallHook only; otherwise null
 * @param failure Error and Cause of the state that failed before; empty if none did
 * @param settings how the stack measures, for CheckAlarms only; otherwise null
 * @param request the execution's input, any JSON value, for CheckAlarms only; otherwise null
 * @param dryRun whether a handler that writes only checks its permissions
 * @param retries how often the state was tried before this, for CheckAlarms and states that write;
 *     otherwise null
 */
public record HandlerEvent(
    Release release,
    Instant now,
    Object message,
    String token,
    Map<String, Object> failure,
    MetricSettings settings,
    Object request,
    boolean dryRun,
    Integer retries) {

  /** How often the state was tried before this attempt. */
  public int earlierAttempts() {
    return Objects.requireNonNullElse(retries, 0);
  }

  /** How the stack measures. */
  public MetricSettings metricSettings() {
    return Objects.requireNonNullElse(settings, MetricSettings.DEFAULT);
  }

  /**
   * Reads an event.
   *
   * @throws IllegalStateException if the schema of its document is not {@link Release#SCHEMA}
   */
  public static HandlerEvent read(InputStream in) throws IOException {
    String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    JsonView fields = Json.readView(event);
    ReleaseDocument.requireKnownSchema(fields.object("release").value("schema").orElse(null));
    return Json.readEvent(event, fields.map());
  }

  static HandlerEvent of(TreeFields from) {
    return new HandlerEvent(
        ReleaseCodec.readRelease(from.object("release")),
        from.instant("now"),
        from.any("message"),
        from.text("token"),
        from.map("failure"),
        settings(from.object("settings")),
        from.any("request"),
        from.flag("dryRun"),
        from.optionalWhole("retries"));
  }

  private static MetricSettings settings(TreeFields from) {
    return from == null
        ? null
        : new MetricSettings(
            from.text("exceedance"), from.text("canaryLog"), from.text("probedFunctions"));
  }
}
