package dev.coalmine.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.embedded.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An account goes on after a restart as its folder has it. */
class RestartTest {
  private static final String ALIAS = "/2015-03-31/functions/orders/aliases/live";
  private static final String STAGE = "/restapis/a1b2c3d4e5/stages/prod";

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  @TempDir Path folder;

  private void save(DataFixture account) throws DataFolderException {
    try (DataFolder data = DataFolder.open(folder)) {
      DataSaver saver = new DataSaver(account.world, data, line -> {});
      saver.save();
      saver.saveMetrics();
    }
  }

  private DataFixture restart() throws DataFolderException {
    try (DataFolder data = DataFolder.open(folder)) {
      SavedData saved = data.data().orElseThrow();
      DataFixture account = DataFixture.empty(LOCAL.runtime(), saved.account().at());
      account.world.restore(saved.account());
      account.world.cloudWatch().metrics().restore(saved.metrics().orElseThrow());
      return account;
    }
  }

  @Test
  void everythingBesideTheStackIsThereAgain() throws Exception {
    DataFixture before = DataFixture.rich(LOCAL.runtime());
    save(before);
    String resources = before.resources();
    String alias = Json.toText(before.get(ALIAS).tree());
    DataFixture after = restart();
    assertThat(after.resources()).isEqualTo(resources);
    assertThat(resources).contains("orders-errors", "StateUpdate", "hourly", "x9y8z7", "ö");
    assertThat(resources).doesNotContain("\"coalmine-");
    assertThat(Json.toText(after.get(ALIAS).tree())).as("revision included").isEqualTo(alias);
    assertThat(Json.toText(after.world.cloudWatch().metrics().save(Instant.EPOCH)))
        .isEqualTo(Json.toText(before.world.cloudWatch().metrics().save(Instant.EPOCH)));
  }

  @Test
  void anEndedExecutionReadsAsBefore() throws Exception {
    DataFixture before = DataFixture.rich(LOCAL.runtime());
    save(before);
    DataFixture after = restart();
    assertThat(before.events(DataFixture.ENDED)).hasSizeGreaterThan(20);
    assertThat(after.events(DataFixture.ENDED)).isEqualTo(before.events(DataFixture.ENDED));
    assertThat(after.execution(DataFixture.ENDED)).isEqualTo(before.execution(DataFixture.ENDED));
  }

  @Test
  void aReleaseThatRanIsStoppedAndItsTargetsAreRestored() throws Exception {
    DataFixture before = DataFixture.rich(LOCAL.runtime());
    assertThat(before.get(ALIAS).get("RoutingConfig").get("AdditionalVersionWeights").tree())
        .isEqualTo(Map.of("8", 0.1));
    assertThat(before.get(STAGE).get("canarySettings").get("percentTraffic").tree())
        .isEqualTo(10.0);
    save(before);
    DataFixture after = restart();
    assertThat(after.execution(DataFixture.RUNNING).get("status").text()).isEqualTo("ABORTED");
    assertThat(after.execution(DataFixture.RUNNING).get("error").text())
        .isEqualTo("Coalmine.Restarted");
    assertThat(after.events(DataFixture.RUNNING).get(after.events(DataFixture.RUNNING).size() - 1))
        .contains("ExecutionAborted", "up ended while this execution ran");
    after.advance(Duration.ofMinutes(3));
    assertThat(after.get(ALIAS).get("FunctionVersion").text()).isEqualTo("7");
    assertThat(after.get(ALIAS).get("RoutingConfig").get("AdditionalVersionWeights").object())
        .isEmpty();
    assertThat(after.get(STAGE).get("canarySettings").isObject()).isFalse();
    assertThat(after.get(STAGE).get("description").text()).isEmpty();
  }

  @Test
  void theRestoredAccountCanReleaseAndRestartAgain() throws Exception {
    save(DataFixture.rich(LOCAL.runtime()));
    DataFixture after = restart();
    after.advance(Duration.ofMinutes(3));
    after.start(
        "again",
        """
        {"function": "orders", "plan": "AllAtOnce", "watch": "PT1M", "gate": {"metrics": false}}\
        """);
    after.advance(Duration.ofMinutes(5));
    assertThat(after.execution("again").get("status").text()).isEqualTo("SUCCEEDED");
    save(after);
    DataFixture third = restart();
    assertThat(third.get(ALIAS).get("FunctionVersion").text()).isEqualTo("8");
    assertThat(
            List.of(DataFixture.ENDED, DataFixture.RUNNING, "again").stream()
                .map(name -> third.execution(name).get("status").text()))
        .containsExactly("SUCCEEDED", "ABORTED", "SUCCEEDED");
  }
}
