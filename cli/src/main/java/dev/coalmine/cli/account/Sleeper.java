package dev.coalmine.cli.account;

import java.time.Duration;
import java.time.Instant;

/** How time passes for whoever waits for AWS. */
public interface Sleeper {
  /** The wall's. */
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

  /** What time it is. */
  Instant now();

  /** Lets so much of it pass. */
  void sleep(Duration time);
}
