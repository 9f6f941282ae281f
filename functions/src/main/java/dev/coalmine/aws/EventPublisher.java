package dev.coalmine.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** Publishes state changes of releases on the account's default event bus. */
public final class EventPublisher {
  private static final String SOURCE = "coalmine";
  private static final String KIND = "Coalmine Release State Change";

  private final Supplier<EventBridgeClient> eventBridge;

  EventPublisher(Supplier<EventBridgeClient> eventBridge) {
    this.eventBridge = eventBridge;
  }

  /**
   * Creates the client from the environment, as in Lambda, when it is first used: most calls of the
   * handler publish no event.
   *
   * @param function the calling function, which CloudTrail shows in the user agent
   */
  public static EventPublisher fromEnvironment(String function) {
    return new EventPublisher(
        new Lazy<>(
            () ->
                AwsClients.build(EventBridgeClient.class, EventBridgeClient.builder(), function)));
  }

  /**
   * Publishes an event.
   *
   * @param execution ARN of the execution whose release changed
   * @param detail JSON object; with the rest of the event at most 256 KiB
   * @throws IllegalStateException if EventBridge accepted the call but not the event
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
