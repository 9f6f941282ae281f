package dev.coalmine.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

class EventPublisherTest {
  /** An EventBridge client that gives the same answer to every call. */
  private static final class CannedEventBridge implements EventBridgeClient {
    private final PutEventsResultEntry answer;
    private final List<PutEventsRequestEntry> heard = new ArrayList<>();

    CannedEventBridge(PutEventsResultEntry answer) {
      this.answer = answer;
    }

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
      heard.addAll(request.entries());
      return PutEventsResponse.builder().entries(answer).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @Test
  void eventHasItsExecutionAndNoBus() {
    CannedEventBridge bridge =
        new CannedEventBridge(PutEventsResultEntry.builder().eventId("e-1").build());
    new EventPublisher(() -> bridge).publish("arn:run", "{\"id\":\"a\"}");

    assertThat(bridge.heard)
        .containsExactly(
            PutEventsRequestEntry.builder()
                .source("coalmine")
                .detailType("Coalmine Release State Change")
                .resources("arn:run")
                .detail("{\"id\":\"a\"}")
                .build());
  }

  @Test
  void refusedEventIsAFailure() {
    CannedEventBridge bridge =
        new CannedEventBridge(
            PutEventsResultEntry.builder()
                .errorCode("InternalFailure")
                .errorMessage("busy")
                .build());

    assertThatThrownBy(() -> new EventPublisher(() -> bridge).publish("arn:run", "{}"))
        .hasMessage("EventBridge rejected the event: InternalFailure: busy");
  }
}
