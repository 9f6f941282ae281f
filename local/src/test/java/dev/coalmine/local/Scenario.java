package dev.coalmine.local;

import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.asl.HistoryEvent;
import dev.coalmine.local.asl.HistoryEventType;
import dev.coalmine.local.aws.AliasRouting;
import dev.coalmine.local.aws.WireRequest;
import dev.coalmine.local.json.Json;
import dev.coalmine.local.traffic.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A release and what happens around it.
 *
 * @param name what it shows; its timeline stands in a file of this name
 * @param event an event file's name, or the event itself
 * @param traffic who calls
 * @param meanwhile what is arranged before the start, at once or for a later moment
 */
record Scenario(String name, String event, String traffic, Consumer<Rehearsal> meanwhile) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /**
   * A scenario that was played.
   *
   * @param timeline its lines, the outcome last
   * @param ending how it ended
   * @param states the states it went through
   * @param calls the operations that were called, by caller
   * @param alias how orders:live was left
   * @param largestDocument characters of the largest release document that a handler answered
   */
  record Played(
      String timeline,
      Ending ending,
      Set<String> states,
      Map<String, Set<String>> calls,
      Alias alias,
      int largestDocument) {}

  /** The alias as it stands; a mark of Coalmine's is called just that. */
  record Alias(String version, Map<String, Double> weights, String description) {}

  /** Plays it; each time is the same. */
  Played play(Laptop laptop) {
    List<String> lines = new ArrayList<>();
    Set<String> states = new TreeSet<>();
    AtomicInteger largest = new AtomicInteger();
    Timeline timeline = new Timeline(lines::add, look -> {});
    Rehearsal rehearsal =
        new Rehearsal(
            laptop,
            text(),
            Traffic.load(traffic),
            1,
            timeline,
            (Execution execution, HistoryEvent happened) -> {
              if (!happened.stateName().isEmpty()) {
                states.add(happened.stateName());
              }
              if (happened.type() == HistoryEventType.TASK_SUCCEEDED) {
                Object answer = Template.map(happened.facts().get("output")).get("Payload");
                largest.accumulateAndGet(Json.text(answer).length(), Math::max);
              }
            });
    meanwhile.accept(rehearsal);
    Ending ending = rehearsal.play();
    lines.add(ending.line());
    return new Played(
        String.join("\n", lines) + "\n",
        ending,
        states,
        rehearsal.world().aws().seen(),
        alias(rehearsal.world()),
        largest.get());
  }

  private static Alias alias(World world) {
    AliasRouting routing = world.lambda().routing("orders", "live").orElseThrow();
    world.aws().faults().clear();
    WireRequest get =
        new WireRequest(
            "GET", "/2015-03-31/functions/orders/aliases/live", Map.of(), Map.of(), new byte[0]);
    String description =
        String.valueOf(Json.object(world.aws().answer(get).body()).get("Description"));
    return new Alias(
        routing.primary(),
        routing.weights(),
        description.startsWith("coalmine arn:aws:states:")
            ? "the mark of the release"
            : description);
  }

  private String text() {
    return event.endsWith(".json") ? read(ROOT.resolve("events").resolve(event)) : event;
  }

  /** The timeline that is expected. */
  String expected() {
    return read(Path.of("src/test/resources/dev/coalmine/local/timelines").resolve(name + ".txt"));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
