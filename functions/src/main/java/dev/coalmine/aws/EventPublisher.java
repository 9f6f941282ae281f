package dev.coalmine.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** What becomes of releases, told on the account's default event bus. */
public final class EventPublisher {
  private static final String SOURCE = "coalmine";
  private static final String KIND = "Coalmine Release State Change";

  private final Supplier<EventBridgeClient> eventBridge;

  EventPublisher(Supplier<EventBridgeClient> eventBridge) {
    this.eventBridge = eventBridge;
  }

  /**
   * Wired from the environment, as in Lambda; calls are made in the name of this function, which
   * seldom has any news.
   */
  public static EventPublisher fromEnvironment(String function) {
    return new EventPublisher(
        new Lazy<>(() -> AwsClients.build(EventBridgeClient.builder(), function)));
  }

  /**
   * Tells whoever has a rule for it.
   *
   * @param execution ARN of the execution that it is about
   * @param detail JSON object; with the rest of the event at most 256 KiB
   * @throws IllegalStateException if EventBridge took the call and not the event
   */
  public void publish(String execution, String detail) {
    PutEventsRequestEntry event =
        PutEventsRequestEntry.builder()
            .source(SOURCE)
            .detailType(KIND)
            .resources(execution)
            .detail(detail)
            .build();
    PutEventsResponse put = eventBridge.get().putEvents(events -> events.entries(event));
    put.entries().stream()
        .filter(result -> result.errorCode() != null)
        .findFirst()
        .ifPresent(EventPublisher::refuse);
  }

  private static void refuse(PutEventsResultEntry result) {
    throw new IllegalStateException(
        "EventBridge rejected the event: %s: %s"
            .formatted(result.errorCode(), result.errorMessage()));
  }
}
