package dev.coalmine.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodePipelineJobTest {
  @Test
  void theSampleIsAJobWithoutAToken() throws IOException {
    CodePipelineJob job =
        CodePipelineJob.of(Files.readString(Path.of("../events/pipeline-job.json")));

    assertThat(job.id()).isEqualTo("11111111-abcd-1111-abcd-111111abcdef");
    assertThat(job.parameters()).startsWith("{\"function\": \"orders\"");
    assertThat(job.token()).isEmpty();
  }

  @Test
  void whatCodePipelineLeavesOutIsEmpty() {
    String id = "11111111-abcd-1111-abcd-111111abcdef";

    assertThat(CodePipelineJob.of("{\"CodePipeline.job\": {\"id\": \"" + id + "\"}}"))
        .isEqualTo(new CodePipelineJob(id, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[7]",
        "{\"CodePipeline.job\": 7}",
        "{\"CodePipeline.job\": {\"id\": \"../1\"}}",
        "{\"CodePipeline.job\": {\"data\": {\"artifactCredentials\": \"secret\"}}}",
        "{\"CodePipeline.job\": {\"secret",
        "secret"
      })
  void whatIsNoJobIsNotQuoted(String event) {
    assertThatThrownBy(() -> CodePipelineJob.of(event))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the event is not a CodePipeline job")
        .hasNoCause();
  }
}
