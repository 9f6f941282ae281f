package dev.coalmine.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coalmine.cli.testing.ProjectFolderExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fixed part of what {@code coalmine prove} plays. */
@ExtendWith(ProjectFolderExtension.class)
@Timeout(300)
class ExplorerTest {
  private static final int THREADS = 4;

  /** Stories for each kind of target; the others are played by the command. */
  private static final List<String> STORIES =
      List.of("alias-bad", "quick-alias-bad", "stage-bad", "two-targets-bad", "stopped-alias");

  private static final int STRIDE = 67;

  private static final Explorer EXPLORER = new Explorer(THREADS, (all, violations) -> {});

  private static Proof proof(Proof.Choice choice) {
    return new Proof(choice, line -> {});
  }

  private static List<String> lines(String resource) {
    try (var file = ExplorerTest.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFixedSampleBreaksNoPromise() throws Exception {
    List<Scenario> sample =
        proof(new Proof.Choice(STORIES, List.of(), STRIDE, 0, 1)).scenarios(EXPLORER);
    List<String> broken =
        EXPLORER.play(sample).stream()
            .filter(result -> !result.violations().isEmpty())
            .map(result -> result.scenario() + ": " + result.violations())
            .toList();

    assertThat(sample).hasSizeGreaterThan(40);
    assertThat(broken).isEmpty();
  }

  /** What the explorer, an earlier one or a reader found; each line was red. */
  @Test
  void whatWasFoundStaysMended() throws Exception {
    List<Scenario> found = new ArrayList<>();
    for (String line : lines("found.txt")) {
      found.add(Scenario.parse(line.replaceFirst("\\s+#.*", "")));
    }
    List<String> again =
        EXPLORER.play(found).stream()
            .filter(result -> !result.violations().isEmpty() || !result.faulted())
            .map(result -> result.scenario() + ": " + result.violations())
            .toList();

    assertThat(found).hasSizeGreaterThan(20);
    assertThat(again).isEmpty();
  }

  /** What the story has before it begins is what the targets served before. */
  @Test
  void aRevertThatIsStoppedBeforeItLooksLeavesItsTargetAsItWas() throws Exception {
    List<String> lines = new ArrayList<>();

    assertThat(Proof.replay("revert|Prepare.GetAlias#1|stop", lines::add))
        .as(String.join("\n", lines))
        .isTrue();
  }

  @Test
  void theSameSeedGivesTheSamePairs() throws Exception {
    Proof.Choice choice = new Proof.Choice(List.of("alias-at-once"), List.of(), 1, 20, 7);
    List<Scenario> pairs = proof(choice).scenarios(EXPLORER);

    assertThat(pairs).hasSize(20).allMatch(pair -> pair.faults().size() == 2);
    assertThat(proof(choice).scenarios(EXPLORER)).hasToString(pairs.toString());
  }

  @Test
  void aReplayShowsEachCallAndWhatWasSaid() throws Exception {
    List<String> lines = new ArrayList<>();

    assertThat(Proof.replay("alias-bad|ShiftWeight.UpdateAlias#1|throttled", lines::add)).isTrue();
    assertThat(lines)
        .anyMatch(line -> line.endsWith("ShiftWeight.UpdateAlias#1 orders:live  <== throttled"))
        .anyMatch(line -> line.contains("7 -> 7 + {\"8\":0.1}"))
        .anyMatch(line -> line.contains("said ROLLED_BACK one: alarm shop-trouble"))
        .endsWith("orders:live serves 7", "1 runs, 0 violations");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alias-bad|UpdateAlias#2|late-writer 7s|Rollback.GetAlias#1|denied-for-ever",
        "stage-bad|Claim.UpdateStage#1|stop-outage 20m",
        "paced"
      })
  void aScenarioIsReadAsItIsWritten(String line) throws Exception {
    assertThat(Scenario.parse(line)).hasToString(line);
  }

  @Test
  void aScenarioMayHaveBlanksInstead() throws Exception {
    assertThat(Scenario.parse("alias-bad late-writer-7s UpdateAlias#2"))
        .hasToString("alias-bad|UpdateAlias#2|late-writer 7s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          alias-worse;                        no story is named "alias-worse"
          alias-bad|UpdateAlias#2;            a fault needs a call and a kind
          alias-bad|UpdateAlias|throttled;    a call is like UpdateAlias#2
          alias-bad|UpdateAlias#2|thrott;     no kind of fault is named "thrott"
          """)
  void whatIsNoScenarioIsNamed(String line, String message) {
    assertThatExceptionOfType(Proof.UnknownNameException.class)
        .isThrownBy(() -> Proof.replay(line, shown -> {}))
        .withMessageContaining(message);
  }
}
