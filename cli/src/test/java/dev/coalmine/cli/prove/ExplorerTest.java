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
import java.util.Set;
import java.util.stream.Collectors;
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

  /** Faults and violations that an open issue names; the list is to become empty. */
  private static Set<String> openFindings() {
    try (var file = ExplorerTest.class.getResourceAsStream("open-findings.txt")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.replaceFirst("\\s*\\(.*", ""))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFixedSampleBreaksNoPromiseButThoseOfOpenFindings() throws Exception {
    List<Scenario> sample =
        proof(new Proof.Choice(STORIES, List.of(), STRIDE, 0, 1)).scenarios(EXPLORER);
    Set<String> open = openFindings();
    List<String> broken = new ArrayList<>();
    for (ScenarioResult result : EXPLORER.play(sample)) {
      for (Violation violation : result.violations()) {
        if (!open.contains(result.kind() + ": " + violation.kind())) {
          broken.add(result.scenario() + ": " + violation);
        }
      }
    }

    assertThat(sample).hasSizeGreaterThan(40);
    assertThat(broken).isEmpty();
  }

  /** What the explorer or an earlier one found; each line was red. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "quick-alias-bad|ShiftWeight.GetAlias#1|late-writer 12s",
        "two-targets-bad|Promote.GetStage#2|late-writer 28s",
        "quick-stage-bad|Claim.GetStage#3|late-writer 12s",
        "stage-healthy|Claim.GetStage#3|late-writer 1s",
        "two-targets-bad|Promote.UpdateAlias#1|deployment-after",
        "two-targets-bad|CheckAlarms.GetStage#1|edit",
        "approved|CheckAlarms.GetAlias#1|stale-read",
        "two-targets|Workflow.InvokeFunction#2|denied-for-ever",
        "two-targets-bad|Rollback.UpdateStage#1|edit-after",
        "stage-bad|Rollback.UpdateStage#1|edit-after"
      })
  void whatWasFoundStaysMended(String line) throws Exception {
    List<String> lines = new ArrayList<>();

    assertThat(Proof.replay(line, lines::add)).as(String.join("\n", lines)).isTrue();
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
