package dev.coalmine.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.testing.StopEvents;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.cli.world.LocalRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Executions that fail without a Catch, because of the state machine itself. */
class UncaughtEndTest {
  private static final String REQUEST = StoppableRelease.SampleRequest.ALIAS.request(false);

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
    try (LocalRuntime runtime = runtime(definition -> definition.replace(text, instead))) {
      StoppableRelease play = StoppableRelease.stoppedAt(runtime, REQUEST, -1).run();
      assertThat(play.targets.read()).isNotEqualTo(play.before);
      StopEvents.RestoreAnswer restored = play.restore();

      assertThat(restored.body()).containsEntry("status", status).containsEntry("error", error);
      assertThat(restored.list("restored")).asString().isEqualTo("[orders:live is at version 7]");
      assertThat(play.targets.read()).isEqualTo(play.before);
    }
  }

  @Test
  void aDocumentOfAnotherShapeIsNotGuessedAt() throws IOException {
    try (LocalRuntime runtime =
        runtime(definition -> document("{\"schema\": 99, \"execution.$\": \"$$.Execution.Id\"}"))) {
      StoppableRelease play = StoppableRelease.stoppedIn(runtime, REQUEST, "Bake", 1).run();
      StopEvents.RestoreAnswer restored = play.restore();

      assertThat(restored.failed()).isTrue();
      assertThat(restored.body().get("errorMessage"))
          .asString()
          .contains("cannot read the release document: its schema is 99");
      assertThat(play.sweep(Duration.ofMinutes(5)).failed()).isTrue();
    }
  }

  @Test
  void aDocumentOfAnotherExecutionIsNotBelieved() throws IOException {
    try (LocalRuntime runtime =
        runtime(definition -> document("{\"schema\": 5, \"execution\": \"x\"}"))) {
      StoppableRelease play = StoppableRelease.stoppedIn(runtime, REQUEST, "Bake", 1).run();

      assertThat(play.restore().decision()).isEqualTo("NOTHING");
    }
  }

  /** A state machine whose first state returns this release document. */
  private static String document(String release) {
    return """
    {"StartAt": "Prepare", "States": {
      "Prepare": {"Type": "Pass", "Parameters": {"latest": {"release": %s}}, "Next": "Bake"},
      "Bake": {"Type": "Wait", "Seconds": 60, "End": true}}}
    """
        .formatted(release);
  }

  private LocalRuntime runtime(UnaryOperator<String> change) throws IOException {
    Path machine = Path.of("statemachine/canary.asl.json");
    Path other = Path.of("statemachine/stack.asl.json");
    String definition = Files.readString(ProjectFolder.ROOT.resolve(machine));
    Files.createDirectories(project.resolve(machine).getParent());
    Files.writeString(project.resolve(machine), change.apply(definition));
    Files.copy(ProjectFolder.ROOT.resolve(other), project.resolve(other));
    Files.copy(ProjectFolder.ROOT.resolve("template.yaml"), project.resolve("template.yaml"));
    return new LocalRuntime(project);
  }
}
