package dev.coalmine.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.target.Weight;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What probes change about the verdict on callers. */
class ProbeReadingTest {
  private static final ProbeMemory MEMORY = new ProbeMemory(List.of(1.0), 7, List.of(), 8, 20);

  /** The callers' kind counts only where they are INCONCLUSIVE. */
  @ParameterizedTest(name = "callers {0} {1} of {2} minutes, probes {3}: {4} at {5} because {6}")
  @CsvSource({
    "FAIL,         TOO_FEW,  1, PASS,         FAIL,         4,  ERRORS",
    "FAIL,         TOO_FEW,  1, FAIL,         FAIL,         4,  ERRORS",
    "PASS,         TOO_FEW,  1, FAIL,         FAIL,         0,  PROBE",
    "PASS,         TOO_FEW,  1, PASS,         PASS,         4,  NONE",
    "PASS,         TOO_FEW,  1, INCONCLUSIVE, PASS,         4,  NONE",
    "INCONCLUSIVE, TOO_FEW,  1, PASS,         PASS,         16, NONE",
    "INCONCLUSIVE, TOO_FEW,  1, FAIL,         FAIL,         0,  PROBE",
    "INCONCLUSIVE, TOO_FEW,  1, INCONCLUSIVE, INCONCLUSIVE, 4,  NONE",
    "INCONCLUSIVE, TOO_FEW,  0, PASS,         INCONCLUSIVE, 4,  NONE",
    "INCONCLUSIVE, DOUBTFUL, 1, PASS,         INCONCLUSIVE, 4,  NONE",
    "INCONCLUSIVE, UNKNOWN,  1, PASS,         INCONCLUSIVE, 4,  NONE",
    "INCONCLUSIVE, UNKNOWN,  1, FAIL,         FAIL,         0,  PROBE",
  })
  void applies(
      Verdict callers,
      InconclusiveKind kind,
      int minutes,
      Verdict probes,
      Verdict verdict,
      int weight,
      RollbackCause cause) {
    MetricReading both = probes(probes, 16).applyTo(callers(callers, kind, minutes));

    assertThat(both.verdict()).isEqualTo(verdict);
    assertThat(both.allowedWeight()).isEqualTo(new Weight(weight));
    assertThat(both.cause()).isEqualTo(cause);
    assertThat(both.memory().probe()).isEqualTo(MEMORY);
    assertThat(both.probeSample()).isPresent();
  }

  @Test
  void aPassByProbesSaysSo() {
    MetricReading few = callers(Verdict.INCONCLUSIVE, InconclusiveKind.TOO_FEW, 1);

    assertThat(probes(Verdict.PASS, 16).applyTo(few).reason())
        .isEqualTo("by probes: 0 of 30; callers: 0 of 2");
    assertThat(probes(Verdict.FAIL, 16).applyTo(few).reason()).isEqualTo("probes: 0 of 30");
    assertThat(probes(Verdict.INCONCLUSIVE, 16).applyTo(few).reason())
        .isEqualTo("0 of 2; probes: 0 of 30");
  }

  @Test
  void probesNeverLowerTheWeightThatCallersAllow() {
    MetricReading good = callers(Verdict.PASS, InconclusiveKind.TOO_FEW, 1);

    assertThat(probes(Verdict.PASS, 2).applyTo(good).allowedWeight()).isEqualTo(new Weight(4));
  }

  private static ProbeReading probes(Verdict opinion, int allowed) {
    return new ProbeReading(
        opinion,
        "0 of 30",
        new Weight(allowed),
        MEMORY,
        MetricSample.awaiting(ReleaseFixtures.NOON));
  }

  private static MetricReading callers(Verdict verdict, InconclusiveKind kind, int minutes) {
    return new MetricReading(
        verdict,
        "0 of 2",
        new Weight(4),
        AnalysisMemory.NONE,
        new MetricSample(
            ReleaseFixtures.NOON, minutes, RequestCounts.NONE, RequestCounts.NONE, List.of()),
        verdict == Verdict.FAIL ? RollbackCause.ERRORS : RollbackCause.NONE,
        kind,
        Optional.empty());
  }
}
