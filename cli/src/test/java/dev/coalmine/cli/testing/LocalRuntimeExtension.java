package dev.coalmine.cli.testing;

import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The real handlers for the tests of one class, in a static field with {@code @RegisterExtension}.
 * Each test creates an account of its own in it. Classes share no runtime: clients read its address
 * from system properties, which a command that a test runs sets anew.
 */
public final class LocalRuntimeExtension implements BeforeAllCallback, AfterAllCallback {
  private final boolean listens;
  private LocalRuntime runtime;

  private LocalRuntimeExtension(boolean listens) {
    this.listens = listens;
  }

  /** A runtime within this process. */
  public static LocalRuntimeExtension inProcess() {
    return new LocalRuntimeExtension(false);
  }

  /** A runtime that listens on a free port of 127.0.0.1, too. */
  public static LocalRuntimeExtension listening() {
    return new LocalRuntimeExtension(true);
  }

  @Override
  public void beforeAll(ExtensionContext test) throws IOException {
    runtime = new LocalRuntime(ProjectFolder.ROOT);
    if (listens) {
      runtime.listen(0);
    }
  }

  @Override
  public void afterAll(ExtensionContext test) {
    runtime.close();
  }

  public LocalRuntime runtime() {
    return runtime;
  }

  /** A new account in this runtime; nothing listens to its executions. */
  public SimulatedAccount account(VirtualClock clock) {
    return account(clock, Map.of());
  }

  /** The same with other parameters of the stack. */
  public SimulatedAccount account(VirtualClock clock, Map<String, String> parameters) {
    return new SimulatedAccount(
        runtime,
        clock,
        TaskExecutor.withoutTimeouts(),
        false,
        1,
        (execution, happened) -> {},
        parameters);
  }
}
