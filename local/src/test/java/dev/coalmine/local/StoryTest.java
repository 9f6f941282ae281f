package dev.coalmine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.handler.StoryReader;
import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.aws.InProcess;
import dev.coalmine.local.traffic.Traffic;
import dev.coalmine.report.Story;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;

/** A release that was rehearsed tells the same story as its history, read as AWS gives it. */
class StoryTest {
  private static Laptop laptop;
  private static SfnClient sfn;

  @BeforeAll
  static void open() throws IOException {
    laptop = new Laptop(Scenario.ROOT);
    sfn =
        SfnClient.builder()
            .httpClient(new InProcess().createHttpClientBuilder().build())
            .endpointOverride(laptop.address())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build();
  }

  @AfterAll
  static void close() {
    sfn.close();
    laptop.close();
  }

  static List<Scenario> scenarios() {
    return Scenarios.all();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whatWasHeardIsWhatTheHistorySays(Scenario scenario) {
    List<Execution> ran = new ArrayList<>();
    Rehearsal rehearsal =
        new Rehearsal(
            laptop,
            scenario.text(),
            Traffic.load(scenario.traffic()),
            1,
            new Timeline(line -> {}, look -> {}),
            (execution, event) -> {
              if (!ran.contains(execution)) {
                ran.add(execution);
              }
            });
    scenario.meanwhile().accept(rehearsal);

    rehearsal.play();

    rehearsal.world().aws().faults().clear();
    for (Execution execution : ran) {
      StoryReader heard = EmbeddedStory.of(execution);
      StoryReader read = read(execution.identity().arn());
      assertThat(heard.story()).isEqualTo(read.story());
      assertThat(heard.isRelease()).isEqualTo(read.isRelease());
      assertThat(read.isRelease())
          .isEqualTo(execution.identity().stateMachineName().equals(World.NAME));
      assertIsWhole(read.story());
    }
  }

  private static StoryReader read(String arn) {
    StoryReader reader = new StoryReader(arn);
    sfn.getExecutionHistoryPaginator(
            get -> get.executionArn(arn).includeExecutionData(true).maxResults(1_000))
        .events()
        .forEach(reader::hear);
    return reader;
  }

  private static void assertIsWhole(Story story) {
    assertThat(story.effort().transitions()).isPositive();
    assertThat(story.effort().ran()).isEqualTo(Duration.ZERO);
    assertThat(story.until()).isAfterOrEqualTo(story.startedAt());
    story
        .moments()
        .forEach(moment -> assertThat(moment.at()).isBetween(story.startedAt(), story.until()));
  }
}
