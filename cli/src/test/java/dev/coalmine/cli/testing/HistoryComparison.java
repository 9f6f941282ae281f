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

/** Compares the engine's history of an execution with the one that the API returns. */
public final class HistoryComparison implements AutoCloseable {
  private final SfnClient sfn;

  /** For the account that the runtime is connected to. */
  public HistoryComparison(LocalRuntime runtime) {
    sfn =
        SfnClient.builder()
            .httpClient(new InProcessTransport().createHttpClientBuilder().build())
            .endpointOverride(runtime.inProcessAddress())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build();
  }

  /** Asserts that both give the same release history, and returns it. */
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
