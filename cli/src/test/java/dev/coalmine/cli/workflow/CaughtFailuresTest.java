package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each handler reads each {@code $.failure} that a Catch before it can have made. */
@Timeout(300)
class CaughtFailuresTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private final VirtualClock clock = new VirtualClock(Rehearsal.START);
  private final SimulatedAccount world = LOCAL.account(clock);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {} | ready
          {"Error": null, "Cause": null} | could not continue: a state failed without an error
          {"Error": "", "Cause": ""} | could not continue: a state failed without an error
          {"Error": "States.Timeout", "Cause": ""} | could not continue: States.Timeout
          {"Error": "Lambda.Unknown", "Cause": null} | could not continue: Lambda.Unknown
          {"Error": null, "Cause": "it burns"} | could not continue: it burns
          {"Error": "E", "Cause": "{\\"errorMessage\\": null}"} | could not continue: E: {"errorMessage": null}
          {"Error": "E", "Cause": "{\\"errorMess"} | could not continue: E: {"errorMess
          {"Error": "States.DataLimitExceeded", "Cause": "too large"} | could not continue: States.DataLimitExceeded: too large
          {"Error": "dev.coalmine.target.RefusedException", "Cause": null} | refused
          """)
  void noHandlerFailsForTheFailureBeforeIt(String failure, String reason) {
    SampleAccount.createIn(world);
    Map<String, Object> release = invoke("Prepare", request());
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("release", release);
    event.put("now", Rehearsal.START.toString());
    event.put("message", Map.of());
    event.put("failure", Json.parse(failure));

    for (String state : List.of("Steer", "Claim", "ShiftWeight")) {
      assertThat(invoke(state, event)).as(state).doesNotContainKey("errorType");
    }
    Map<String, Object> answer = invoke("Rollback", event);
    assertThat(answer).doesNotContainKey("errorType");
    if (reason.startsWith("could")) {
      assertThat(answer.get("reason").toString()).contains(reason);
    }
  }

  private static Map<String, Object> request() {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("request", Json.parse("{\"function\": \"orders\"}"));
    asked.put("release", Map.of());
    asked.put("execution", "arn:aws:states:us-east-1:000000000000:execution:coalmine:one");
    asked.put("startedAt", Rehearsal.START.toString());
    asked.put("now", Rehearsal.START.toString());
    return asked;
  }

  private Map<String, Object> invoke(String state, Map<String, Object> payload) {
    WireResponse answer =
        world
            .aws()
            .handle(
                new WireRequest(
                    "POST",
                    "/2015-03-31/functions/coalmine-" + state + "Function/invocations",
                    Map.of(),
                    Map.of("content-type", "application/json"),
                    Json.toText(payload).getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.status()).isEqualTo(200);
    return Json.parseObject(answer.body());
  }
}
