package dev.coalmine.cli.account;

import java.time.Duration;
import java.time.Instant;

/** The clock of commands that wait for AWS. */
public interface Sleeper {
  /** The wall clock. */
  Sleeper WALL =
      new Sleeper() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(Duration time) {
          try {
            Thread.sleep(time.toMillis());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
      };

  Instant now();

  void sleep(Duration time);
}
