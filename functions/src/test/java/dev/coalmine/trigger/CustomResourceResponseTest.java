package dev.coalmine.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.request.CustomResourceRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomResourceResponseTest {
  private static CustomResourceRequest request(String physicalId) {
    return new CustomResourceRequest(
        CustomResourceRequest.RequestType.CREATE,
        "arn:aws:cloudformation:us-east-1:123456789012:stack/shop/1",
        "r-1",
        "Release",
        physicalId,
        Map.of("function", "orders", "version", "8"));
  }

  @Test
  void itRepeatsTheRequestAndNamesTheTarget() {
    assertThat(
            new CustomResourceResponse(true, "all is well", Map.of("version", "8"))
                .toJson(request("")))
        .isEqualTo(
            """
            {"Status":"SUCCESS","Reason":"all is well","PhysicalResourceId":"orders:live",\
            "StackId":"arn:aws:cloudformation:us-east-1:123456789012:stack/shop/1",\
            "RequestId":"r-1","LogicalResourceId":"Release","Data":{"version":"8"}}\
            """);
  }

  @Test
  void theNameOfAResourceNeverChanges() {
    assertThat(new CustomResourceResponse(true, "well", Map.of()).toJson(request("first:live")))
        .contains("\"PhysicalResourceId\":\"first:live\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ä", "\"", "\u0001", "火"})
  void aReasonOfAnyLengthFitsIntoTheBody(String letter) {
    String reason = letter.repeat(20_000);
    String body =
        new CustomResourceResponse(true, reason, Map.of("reason", reason, "id", "x".repeat(64)))
            .toJson(request("p".repeat(1_000)));

    assertThat(body.getBytes(UTF_8).length).isBetween(1_500, 4_096);
  }

  @Test
  void aFailureHasAReason() {
    assertThat(new CustomResourceResponse(false, "", Map.of()).toJson(request("")))
        .contains("\"Status\":\"FAILED\",\"Reason\":\"no reason given\"");
  }

  @Test
  void whatIsNoRequestIsRefusedWithoutAQuotation() {
    assertThatThrownBy(() -> CustomResourceEvent.of("{\"ResponseURL\": \"https://secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the event is not a CloudFormation request for a custom resource")
        .hasNoCause();
    assertThat(new CustomResourceEvent(request(""), "https://secret").toString())
        .doesNotContain("secret");
  }
}
