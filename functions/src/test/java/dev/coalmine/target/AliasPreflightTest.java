package dev.coalmine.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
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
