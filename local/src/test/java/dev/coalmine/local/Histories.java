package dev.coalmine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.handler.StoryReader;
import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.aws.InProcess;
import dev.coalmine.report.Story;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Histories of executions as Step Functions gives them to a client, and the stories in them. */
final class Histories implements AutoCloseable {
  private final SfnClient sfn;

  /** Of the world that a laptop has entered. */
  Histories(Laptop laptop) {
    sfn =
        SfnClient.builder()
            .httpClient(new InProcess().createHttpClientBuilder().build())
            .endpointOverride(laptop.address())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build();
  }

  /** What was heard of an execution is what its history says. */
  Story mustTell(Execution execution) {
    StoryReader heard = EmbeddedStory.of(execution);
    StoryReader read = read(execution.identity().arn());
    assertThat(heard.story()).isEqualTo(read.story());
    assertThat(heard.hasEnded()).isEqualTo(read.hasEnded());
    assertThat(heard.isRelease())
        .isEqualTo(read.isRelease())
        .isEqualTo(execution.identity().stateMachineName().equals(World.NAME));
    return read.story();
  }

  private StoryReader read(String arn) {
    StoryReader reader = new StoryReader(arn);
    sfn.getExecutionHistoryPaginator(
            get -> get.executionArn(arn).includeExecutionData(true).maxResults(1_000))
        .events()
        .forEach(reader::hear);
    return reader;
  }

  @Override
  public void close() {
    sfn.close();
  }
}
