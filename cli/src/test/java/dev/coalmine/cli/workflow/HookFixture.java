package dev.coalmine.cli.workflow;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.StoppableRelease;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests with a hook. */
@Timeout(300)
abstract class HookFixture {
  static final Duration SOON = Duration.ofSeconds(40); // a claim takes 20 s

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  static String request(StoppableRelease.SampleRequest kind, String hook) {
    return with(kind.request(false), "{\"%s\": \"check\"}".formatted(hook));
  }

  static String with(String request, String hooks) {
    return request.replaceFirst("\\{", "{\"hooks\": " + hooks + ", ");
  }
}
