package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.asl.ExecutionStatus;
import dev.coalmine.embedded.protocol.AwsError;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stored execution. Until the engine returns a view it counts as running and has no history. */
final class ExecutionRecord {
  private static final ExecutionView STARTING =
      new ExecutionView() {
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

  private final ExecutionEngine.ExecutionStart start;
  private volatile ExecutionView view = STARTING;
  private volatile String redriveToken = "";

  ExecutionRecord(ExecutionEngine.ExecutionStart start) {
    this.start = start;
  }

  ExecutionEngine.ExecutionStart start() {
    return start;
  }

  /** Whether the last redrive was asked for with this token. */
  boolean isRedrivenWith(String token) {
    return redriveToken.equals(token);
  }

  void redriveToken(String token) {
    redriveToken = token;
  }

  ExecutionView view() {
    return view;
  }

  void view(ExecutionView newView) {
    view = newView;
  }
}
