package dev.coalmine.local.aws;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An execution in the books. Between its entry and the engine's answer it runs without history. */
final class Execution {
  private static final Running STARTING =
      new Running() {
        @Override
        public ExecutionStatus status() {
          return ExecutionStatus.RUNNING;
        }

        @Override
        public Optional<String> output() {
          return Optional.empty();
        }

        @Override
        public Optional<String> error() {
          return Optional.empty();
        }

        @Override
        public Optional<String> cause() {
          return Optional.empty();
        }

        @Override
        public Optional<Instant> stopDate() {
          return Optional.empty();
        }

        @Override
        public List<Map<String, Object>> history() {
          return List.of();
        }

        @Override
        public void stop(String error, String cause) {
          throw new AwsError(400, "ValidationException", "the execution is just being started");
        }
      };

  private final Engine.Start start;
  private volatile Running running = STARTING;

  Execution(Engine.Start start) {
    this.start = start;
  }

  Engine.Start start() {
    return start;
  }

  Running running() {
    return running;
  }

  void running(Running started) {
    running = started;
  }
}
