package dev.coalmine.cli.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.asl.TaskCall;
import dev.coalmine.embedded.asl.TaskCompletion;
import dev.coalmine.embedded.http.WireResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The error and cause that a function's failure gives to a Catch. */
class LambdaInvokeTaskTest {
  private static final String UNKNOWN =
      "Lambda.Unknown: The cause could not be determined because Lambda did not return an error"
          + " type. Returned payload: ";

  private final List<String> failures = new ArrayList<>();

  private final TaskCompletion answer =
      new TaskCompletion() {
        @Override
        public void succeed(Object result) {
          throw new AssertionError("the task did not fail: " + result);
        }

        @Override
        public void fail(String error, String cause) {
          failures.add(error + ": " + cause);
        }
      };

  /** A time-out has no errorType in some runtimes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"errorMessage":"no","errorType":"com.acme.NoException"} | com.acme.NoException: {"errorMessage":"no","errorType":"com.acme.NoException"}
          {"errorMessage":"2026-01-31T08:00:00.000Z 1 Task timed out after 60.16 seconds"} | unknown
          {"errorMessage":"no","errorType":null} | unknown
          {"errorMessage":"no","errorType":""} | unknown
          {} | unknown
          null | unknown
          no JSON | unknown
          """)
  void aFailedFunctionHasAnErrorName(String payload, String failure) {
    WireResponse failed =
        new WireResponse(
            200,
            Map.of("X-Amz-Function-Error", "Unhandled"),
            payload.getBytes(StandardCharsets.UTF_8));
    new LambdaInvokeTask(request -> failed, name -> name)
        .start(new TaskCall(LambdaInvokeTask.ARN, Map.of(), Map.of(), ""), answer);
    assertThat(failures).containsExactly(failure.equals("unknown") ? UNKNOWN + payload : failure);
  }
}
