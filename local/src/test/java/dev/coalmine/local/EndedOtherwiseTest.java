package dev.coalmine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Executions that end without any Catch, by the state machine's own doing. */
class EndedOtherwiseTest {
  private static final String REQUEST = Play.Kind.ALIAS.request(false);

  @TempDir private Path project;

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '"StartAt"', '"TimeoutSeconds": 90, "StartAt"', TIMED_OUT, ''
          '"TimeoutSecondsPath": "$.latest', '"TimeoutSecondsPath": "$.nowhere', FAILED, States.Runtime
          """)
  void whatItLeftIsTakenBack(String text, String instead, String status, String error)
      throws IOException {
    try (Laptop laptop = laptop(definition -> definition.replace(text, instead))) {
      Play play = Play.stoppedAt(laptop, REQUEST, -1).run();
      assertThat(play.targets.standing()).isNotEqualTo(play.before);
      Aftermath.Answer restored = play.restore();

      assertThat(restored.body()).containsEntry("status", status).containsEntry("error", error);
      assertThat(restored.list("restored")).asString().isEqualTo("[orders:live is at version 7]");
      assertThat(play.targets.standing()).isEqualTo(play.before);
    }
  }

  @Test
  void aDocumentOfAnotherShapeIsNotGuessedAt() throws IOException {
    try (Laptop laptop =
        laptop(definition -> document("{\"schema\": 99, \"execution.$\": \"$$.Execution.Id\"}"))) {
      Play play = Play.stoppedIn(laptop, REQUEST, "Bake", 1).run();
      Aftermath.Answer restored = play.restore();

      assertThat(restored.failed()).isTrue();
      assertThat(restored.body().get("errorMessage"))
          .asString()
          .contains("release document has schema 99");
      assertThat(play.sweep(Duration.ofMinutes(5)).failed()).isTrue();
    }
  }

  @Test
  void aDocumentOfAnotherExecutionIsNotBelieved() throws IOException {
    try (Laptop laptop = laptop(definition -> document("{\"schema\": 4, \"execution\": \"x\"}"))) {
      Play play = Play.stoppedIn(laptop, REQUEST, "Bake", 1).run();

      assertThat(play.restore().decision()).isEqualTo("NOTHING");
    }
  }

  /** A state machine whose first state answers this release document. */
  private static String document(String release) {
    return """
        {"StartAt": "Prepare", "States": {
          "Prepare": {"Type": "Pass", "Parameters": {"latest": {"release": %s}}, "Next": "Bake"},
          "Bake": {"Type": "Wait", "Seconds": 60, "End": true}}}
        """
        .formatted(release);
  }

  private Laptop laptop(UnaryOperator<String> change) throws IOException {
    Path machine = Path.of("statemachine/canary.asl.json");
    Path other = Path.of("statemachine/stack.asl.json");
    String definition = Files.readString(Scenario.ROOT.resolve(machine));
    Files.createDirectories(project.resolve(machine).getParent());
    Files.writeString(project.resolve(machine), change.apply(definition));
    Files.copy(Scenario.ROOT.resolve(other), project.resolve(other));
    Files.copy(Scenario.ROOT.resolve("template.yaml"), project.resolve("template.yaml"));
    return new Laptop(project);
  }
}
