package dev.coalmine.cli;

import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A command line at an account of its own, which listens on a port of 127.0.0.1. */
abstract class CommandFixture {
  static final String STEPS =
      "'plan': {'steps': [{'weight': 10, 'bake': 'PT10M'}]}, 'watch': 'PT1M', 'gate': {'metrics':"
          + " false}";

  static final String ORDERS = "{'function': 'orders', " + STEPS + "}";

  static final String AT_ONCE =
      "{'function': 'orders', 'plan': 'AllAtOnce', 'watch': 'PT0S', 'gate': {'metrics': false}}";

  static final String ARN = "arn:aws:states:us-east-1:000000000000:execution:coalmine:";

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.listening();

  @TempDir private static Path folder;

  CliDriver cli;

  @BeforeEach
  void arrive() {
    arriveAt(Map.of());
  }

  /** Moves to another account, whose stack has these parameters. */
  void arriveAt(Map<String, String> parameters) {
    cli = new CliDriver(LOCAL.runtime(), folder, parameters);
  }

  Map<String, Object> status(String id) {
    return cli.run("status", id, "--json").json();
  }

  int running() {
    return ((List<?>) cli.run("list", "--json").json().get("releases")).size();
  }

  void set(String state) {
    cli.world
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of("AlarmName", "orders-errors", "StateValue", state, "StateReason", "by hand"));
  }
}
