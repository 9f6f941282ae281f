package dev.coalmine.cli.sam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.embedded.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates are read as SAM reads them. */
class SamTemplateTest {
  private static final String MACHINE =
      """
      Resources:
        Workflow:
          Type: AWS::Serverless::StateMachine
          Properties:
            %s
      """;

  @TempDir private Path folder;

  /** As a packaged template has them, which is a single file. */
  @Test
  void aDefinitionInTheTemplateIsTheSameAsInAFile() throws IOException {
    String text = Files.readString(ProjectFolder.ROOT.resolve("statemachine/canary.asl.json"));
    SamTemplate template = template("Definition:\n" + text.indent(8));

    assertThat(Json.parse(template.definition("Workflow"))).isEqualTo(Json.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Name: coalmine | a state machine needs Definition or DefinitionUri",
        "{Definition: {}, DefinitionUri: a.json} | a state machine has Definition or"
            + " DefinitionUri, not both",
      })
  void aStateMachineHasOneDefinition(String properties, String fault) throws IOException {
    SamTemplate template = template(properties);

    assertThatThrownBy(() -> template.definition("Workflow"))
        .isInstanceOf(TemplateException.class)
        .hasMessage("template, Resources.Workflow.Properties: " + fault);
  }

  private SamTemplate template(String properties) throws IOException {
    return SamTemplate.read(
        Files.writeString(folder.resolve("template.yaml"), MACHINE.formatted(properties)));
  }
}
