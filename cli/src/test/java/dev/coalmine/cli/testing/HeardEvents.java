package dev.coalmine.cli.testing;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.text.JsonView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The state changes of releases that a rule of EventBridge receives, in a queue. */
public record HeardEvents(StoppableRelease play) {
  private static final String QUEUE = Arns.queue("heard-outcomes");

  /** Creates the rule; it receives outcomes alone. */
  public static HeardEvents of(StoppableRelease play) {
    String pattern =
        "{\"source\": [\"coalmine\"], \"detail-type\": [\"Coalmine Release State Change\"],"
            + " \"detail\": {\"state\": [\"PROMOTED\", \"ROLLED_BACK\", \"REFUSED\", \"STUCK\"]}}";
    var events = play.rehearsal.world().events();
    events.call("PutRule", Map.of("Name", "heard-outcomes", "EventPattern", pattern));
    events.call(
        "PutTargets",
        Map.of("Rule", "heard-outcomes", "Targets", List.of(Map.of("Id", "queue", "Arn", QUEUE))));
    return new HeardEvents(play);
  }

  /** Their states and reasons so far. */
  public List<String> list() {
    play.advance(Duration.ofSeconds(1));
    return play.rehearsal.world().queues().messages(QUEUE).stream()
        .map(letter -> String.valueOf(letter.get("Body")).getBytes(StandardCharsets.UTF_8))
        .map(event -> JsonView.of(Json.parseObject(event).get("detail")).map())
        .map(detail -> detail.get("state") + " " + detail.get("reason"))
        .toList();
  }
}
