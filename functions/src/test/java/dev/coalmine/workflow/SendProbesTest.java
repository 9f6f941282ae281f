package dev.coalmine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import dev.coalmine.aws.CannedLambda;
import dev.coalmine.document.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Both versions get the same requests, in turn, until their minutes are over. */
class SendProbesTest {
  private static final String ARN = "arn:aws:lambda:us-east-1:111122223333:function:orders:";
  private final CannedLambda lambda = new CannedLambda("orders:8"::equals);

  @Test
  void bothVersionsGetEachEventInTurn() throws IOException {
    String answer = send(order(3, "", List.of(Map.of("path", "/a"), Map.of("path", "/b"))), 1);

    assertThat(lambda.invoked())
        .containsExactly(
            "orders:7 {\"path\":\"/a\"}",
            "orders:8 {\"path\":\"/a\"}",
            "orders:8 {\"path\":\"/b\"}",
            "orders:7 {\"path\":\"/b\"}",
            "orders:7 {\"path\":\"/a\"}",
            "orders:8 {\"path\":\"/a\"}");
    assertThat(answer).isEqualTo("{\"failed\":3,\"sent\":3}");
  }

  /** Each look of the remaining time takes so long: the next order would come meanwhile. */
  @Test
  void whatItsMinutesHaveNoTimeForIsNotSent() throws IOException {
    send(order(60, "", List.of(Map.of())), 20_000);

    assertThat(lambda.invoked()).hasSize(4);
  }

  @Test
  void aFunctionOfTheUserIsToldWhatToSend() throws IOException {
    send(order(5, "orders-probe", List.of()), 1);

    assertThat(lambda.invoked())
        .singleElement()
        .asString()
        .startsWith("orders-probe {")
        .contains("\"baseline\":\"" + ARN + "7\"", "\"canary\":\"" + ARN + "8\"")
        .contains("\"perMinute\":5", "\"minutes\":1", "\"target\":\"orders:live\"")
        .doesNotContain("events");
  }

  private static SendProbes.ProbeOrder order(int perMinute, String function, List<Object> events) {
    return new SendProbes.ProbeOrder(
        "orders-8", "arn:run", "orders:live", ARN + "7", ARN + "8", perMinute, 1, function, events);
  }

  private String send(SendProbes.ProbeOrder order, int stepMillis) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SendProbes(lambda.hookFunctions())
        .handleRequest(
            new ByteArrayInputStream(Json.toJson(order).getBytes(StandardCharsets.UTF_8)),
            out,
            context(stepMillis));
    return out.toString(StandardCharsets.UTF_8);
  }

  /** A context whose remaining time falls by so much whenever it is asked. */
  private static Context context(int stepMillis) {
    AtomicInteger left = new AtomicInteger(900_000);
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                method.getName().equals("getRemainingTimeInMillis")
                    ? left.getAndAdd(-stepMillis)
                    : null);
  }
}
