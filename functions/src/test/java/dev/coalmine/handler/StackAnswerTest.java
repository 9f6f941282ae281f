package dev.coalmine.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.release.ResourceRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackAnswerTest {
  private static ResourceRequest request(String physicalId) {
    return new ResourceRequest(
        ResourceRequest.Kind.CREATE,
        "arn:aws:cloudformation:us-east-1:123456789012:stack/shop/1",
        "r-1",
        "Release",
        physicalId,
        Map.of("function", "orders", "version", "8"));
  }

  @Test
  void itRepeatsTheRequestAndNamesTheTarget() {
    assertThat(new StackAnswer(true, "all is well", Map.of("version", "8")).body(request("")))
        .isEqualTo(
            """
            {"Status":"SUCCESS","Reason":"all is well","PhysicalResourceId":"orders:live",\
            "StackId":"arn:aws:cloudformation:us-east-1:123456789012:stack/shop/1",\
            "RequestId":"r-1","LogicalResourceId":"Release","Data":{"version":"8"}}""");
  }

  @Test
  void theNameOfAResourceNeverChanges() {
    assertThat(new StackAnswer(true, "well", Map.of()).body(request("first:live")))
        .contains("\"PhysicalResourceId\":\"first:live\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ä", "\"", "\u0001", "火"})
  void aReasonOfAnyLengthFitsIntoTheBody(String letter) {
    String reason = letter.repeat(20_000);
    String body =
        new StackAnswer(true, reason, Map.of("reason", reason, "id", "x".repeat(64)))
            .body(request("p".repeat(1_000)));

    assertThat(body.getBytes(UTF_8).length).isBetween(1_500, 4_096);
  }

  @Test
  void aFailureHasAReason() {
    assertThat(new StackAnswer(false, "", Map.of()).body(request("")))
        .contains("\"Status\":\"FAILED\",\"Reason\":\"no reason is known\"");
  }

  @Test
  void whatIsNoRequestIsRefusedWithoutAQuotation() {
    assertThatThrownBy(() -> StackEvent.of("{\"ResponseURL\": \"https://secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the event is no request of CloudFormation on a custom resource")
        .hasNoCause();
    assertThat(new StackEvent(request(""), "https://secret").toString()).doesNotContain("secret");
  }
}
