package dev.coalmine.cli.scale;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens to all releases of a run. */
public enum ScaleStory {
  /** All canaries are healthy. */
  HEALTHY("healthy releases, started over ten minutes", Duration.ofMinutes(10)),
  /** All canaries begin to fail two minutes after the last start. */
  FAILING("all canaries fail within one minute", Duration.ofMinutes(10)),
  /** The alarms of all canaries fire at once, two minutes after the last start. */
  ALARMS("the alarms of all canaries fire at one minute", Duration.ofMinutes(10)),
  /** All healthy, started at once. */
  STORM("healthy releases, started in one second", Duration.ofSeconds(1));

  /** From the first start to when canaries break. */
  static final Duration BREAK = Duration.ofMinutes(12);

  private final String text;
  private final Duration starts;

  ScaleStory(String text, Duration starts) {
    this.text = text;
    this.starts = starts;
  }

  /** The story by its name on the command line; empty if there is none. */
  public static Optional<ScaleStory> named(String name) {
    return Arrays.stream(values()).filter(story -> story.word().equals(name)).findFirst();
  }

  /** Its name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What happens, for people. */
  String text() {
    return text;
  }

  /** The time over which releases start, evenly. */
  Duration starts() {
    return starts;
  }

  /** Whether canaries break, so that they are to be rolled back. */
  public boolean breaks() {
    return this == FAILING || this == ALARMS;
  }
}
