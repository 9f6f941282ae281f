package dev.coalmine.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.cli.progress.EngineHistory;
import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.document.HistoryRecorder;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.http.InProcessTransport;
import dev.coalmine.report.ReleaseHistory;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Histories of executions as Step Functions gives them to a client, and the stories in them. */
public final class HistoryComparison implements AutoCloseable {
  private final SfnClient sfn;

  /** Of the world that a laptop has entered. */
  public HistoryComparison(LocalRuntime laptop) {
    sfn =
        SfnClient.builder()
            .httpClient(new InProcessTransport().createHttpClientBuilder().build())
            .endpointOverride(laptop.inProcessAddress())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build();
  }

  /** What was heard of an execution is what its history says. */
  public ReleaseHistory assertSameStory(Execution execution) {
    HistoryRecorder heard = EngineHistory.read(execution);
    HistoryRecorder read = read(execution.identity().arn());
    assertThat(heard.history()).isEqualTo(read.history());
    assertThat(heard.hasEnded()).isEqualTo(read.hasEnded());
    assertThat(heard.isRelease())
        .isEqualTo(read.isRelease())
        .isEqualTo(execution.identity().stateMachineName().equals(StackName.NAME));
    return read.history();
  }

  private HistoryRecorder read(String arn) {
    HistoryRecorder recorder = new HistoryRecorder(arn);
    sfn.getExecutionHistoryPaginator(
            get -> get.executionArn(arn).includeExecutionData(true).maxResults(1_000))
        .events()
        .forEach(event -> recorder.accept(HistoryEntry.of(event)));
    return recorder;
  }

  @Override
  public void close() {
    sfn.close();
  }
}
