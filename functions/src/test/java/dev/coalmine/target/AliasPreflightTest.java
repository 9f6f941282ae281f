package dev.coalmine.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasPreflightTest {
  private static final AliasTarget TARGET = new AliasTarget("orders", "live", "9");
  private static final FunctionVersion ACTIVE =
      new FunctionVersion("Active", "", "java21", "role", "");

  @ParameterizedTest(name = "{0} with 7 at {1} %, concurrency {2}: {3}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          8, -,   NONE,        goes on
          9, -,   NONE,        serves: orders:live already serves version 9
          9, 100, IN_PROGRESS, 'waits: provisioned concurrency of orders:live is not ready: AWS still reports version 9 with 7 at 100 %'
          9, 30,  NONE,        'refused: alias orders:live is already split (version 9 with 7 at 30 %): finish or remove that split first'
          8, 100, IN_PROGRESS, 'waits: provisioned concurrency of orders:live is not ready: AWS still reports version 8 with 7 at 100 %'
          8, 100, READY,       'waits: provisioned concurrency of orders:live is ready: AWS still reports version 8 with 7 at 100 %'
          8, 100, RESTORING,   'waits: provisioned concurrency of orders:live is RESTORING: AWS still reports version 8 with 7 at 100 %'
          8, 100, FAILED,      'refused: provisioned concurrency of orders:live failed (no memory): AWS still reports version 8 with 7 at 100 % and keeps to it until the weights are cleared: to keep version 7, run aws lambda update-alias --function-name orders --name live --function-version 7 --routing-config AdditionalVersionWeights={}'
          8, 100, NONE,        'refused: alias orders:live is busy: it sends all requests to version 7, not to its version 8, and has no provisioned concurrency that explains it: to keep version 7, run aws lambda update-alias --function-name orders --name live --function-version 7 --routing-config AdditionalVersionWeights={}'
          8, 30,  NONE,        'refused: alias orders:live is already split (version 8 with 7 at 30 %): finish or remove that split first'
          8, 0,   NONE,        'refused: alias orders:live is already split (version 8 with 7 at 0 %): finish or remove that split first, with aws lambda update-alias --function-name orders --name live --routing-config AdditionalVersionWeights={}'
          $LATEST.PUBLISHED, -, NONE, 'refused: alias orders:live points to $LATEST.PUBLISHED, which AWS cannot split: point it to a version with a number first'
          """)
  void readsWhyAnAliasIsNotReady(String version, BigDecimal weight, String status, String answer) {
    AliasRouting routing =
        new AliasRouting(version, weight == null ? Map.of() : Map.of("7", weight));
    Snapshot found = new Snapshot(routing, "", "r1", Provisioning.of(status, "no memory"));
    Preflight checked =
        new AliasPreflight(
                TARGET,
                true,
                Optional.of(found),
                Optional.of(ACTIVE),
                Optional.of(ACTIVE),
                Optional.empty())
            .check();

    assertThat(text(checked)).isEqualTo(answer);
  }

  @ParameterizedTest(name = "version {0}, {1}, role {2}, dead letters to {3}: {4}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          9,  Active,   role,  '', goes on
          9,  Pending,  role,  '', 'waits: version 9 of orders is Pending (why)'
          9,  Failed,   role,  '', 'refused: version 9 of function orders is Failed (why) and cannot serve traffic'
          9,  Inactive, role,  '', 'refused: version 9 of function orders is Inactive (why) and cannot serve traffic: invoke it once to activate it, then start the release again'
          9,  Active,   other, '', 'refused: version 9 has role other, but the version that alias orders:live serves has role role: AWS splits only between versions with the same role'
          9,  Active,   role,  q,  'refused: version 9 and the version that alias orders:live serves have different dead-letter targets ("q", ""): AWS splits only between versions with the same dead-letter target'
          9,  Failed,   other, '', 'refused: version 9 of function orders is Failed (why) and cannot serve traffic; version 9 has role other, but the version that alias orders:live serves has role role: AWS splits only between versions with the same role'
          9,  -,        -,     -,  'refused: version 9 of function orders does not exist'
          '', -,        -,     -,  'refused: function orders has no published version'
          """)
  void readsWhyAVersionCannotShareAnAlias(
      String version, String state, String role, String deadLetters, String answer) {
    Snapshot found = new Snapshot(AliasRouting.allTo("8"), "", "r1");
    Optional<FunctionVersion> canary =
        Optional.ofNullable(state)
            .map(name -> new FunctionVersion(name, "why", "java21", role, deadLetters));
    Preflight checked =
        new AliasPreflight(
                new AliasTarget("orders", "live", version),
                true,
                Optional.of(found),
                canary,
                Optional.of(ACTIVE),
                Optional.empty())
            .check();

    assertThat(text(checked)).isEqualTo(answer);
  }

  @Test
  void whatIsMissingIsNamedWithAllElseThatIsWrong() {
    assertThat(text(missing(false))).isEqualTo("refused: function orders does not exist");
    assertThat(text(missing(true)))
        .isEqualTo(
            "refused: alias live of function orders does not exist; version 9 of function orders"
                + " does not exist");
  }

  private static Preflight missing(boolean functionExists) {
    return new AliasPreflight(
            TARGET,
            functionExists,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty())
        .check();
  }

  @Test
  void aReleaseThatMayWaitForTheOtherOneDoes() {
    Snapshot split = new Snapshot(AliasRouting.allTo("7").withCanary("8", new Weight(10)), "", "r");
    Preflight checked =
        new AliasPreflight(
                TARGET,
                true,
                Optional.of(split),
                Optional.of(ACTIVE),
                Optional.of(ACTIVE),
                Optional.of("arn:other"))
            .check();

    assertThat(text(checked)).isEqualTo("waits: orders:live is being released by arn:other");
  }

  private static String text(Preflight checked) {
    if (!checked.faults().isEmpty()) {
      return "refused: " + String.join("; ", checked.faults());
    }
    if (!checked.served().isEmpty()) {
      return "serves: " + Preflight.servedText(checked.served());
    }
    return checked.waits().isEmpty() ? "goes on" : "waits: " + String.join("; ", checked.waits());
  }
}
