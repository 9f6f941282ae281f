package dev.coalmine.cli.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.release.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Releases in one account with AWS's limits: few have room for their calls, many wait for it. */
class ScaleRunTest {
  private static final int RELEASES = 3;

  private final List<String> progress = new ArrayList<>();

  private ScaleResult play(ScaleStory story) throws IOException {
    return play(story, RELEASES);
  }

  private ScaleResult play(ScaleStory story, int releases) throws IOException {
    return ScaleRun.play(ProjectFolder.ROOT, story, releases, 1, progress::add);
  }

  @ParameterizedTest
  @EnumSource(names = {"HEALTHY", "STORM"})
  void healthyReleasesArePromoted(ScaleStory story) throws IOException {
    ScaleResult result = play(story);
    assertThat(result.outcome(Outcome.PROMOTED)).isEqualTo(RELEASES);
    assertThat(result.durations().count()).isEqualTo(RELEASES);
    assertThat(result.durations().max()).isLessThan(Duration.ofHours(1));
    assertThat(result.verdictToRestored().count()).isZero();
    assertThat(result.calls()).containsKeys("lambda:UpdateAlias", "states:StartExecution");
    assertThat(result.processor()).isPositive();
    assertThat(progress).first().asString().startsWith(story.word() + " 3: minute 0, ");
  }

  @Test
  void failingCanariesAreRestoredWithinSecondsOfTheirVerdictsWhateverHowOften() throws IOException {
    ScaleResult result = play(ScaleStory.FAILING);
    ScaleResult again = play(ScaleStory.FAILING);
    assertThat(again.calls()).isEqualTo(result.calls());
    assertThat(again.durations()).isEqualTo(result.durations());
    assertThat(again.verdictToRestored()).isEqualTo(result.verdictToRestored());
    assertThat(result.outcome(Outcome.ROLLED_BACK)).isEqualTo(RELEASES);
    assertThat(result.early()).isZero();
    assertThat(result.verdictToRestored().count()).isEqualTo(RELEASES);
    assertThat(result.verdictToRestored().max()).isBetween(Duration.ofMillis(1), seconds(5));
    assertThat(result.alarmToRestored().count()).isZero();
  }

  @Test
  void firingAlarmsAreFollowedAtOnce() throws IOException {
    ScaleResult result = play(ScaleStory.ALARMS);
    assertThat(result.outcome(Outcome.ROLLED_BACK)).isEqualTo(RELEASES);
    assertThat(result.alarmToRestored().count()).isEqualTo(RELEASES);
    assertThat(result.alarmToRestored().max()).isBetween(Duration.ofMillis(1), seconds(60));
  }

  /** Throttling is weather: six retries of a state were the most once, and 65 of 200 REFUSED. */
  @Test
  void ofSixtyThatStartInOneSecondNoneIsRefused() throws IOException {
    ScaleResult result = play(ScaleStory.STORM, 60);
    assertThat(result.throttled()).isGreaterThan(60);
    assertThat(result.outcome(Outcome.PROMOTED)).isEqualTo(60);
  }

  private static Duration seconds(int number) {
    return Duration.ofSeconds(number);
  }
}
