package dev.coalmine.local.remote;

import java.time.Duration;
import java.time.Instant;

/** How time passes for whoever waits for AWS. */
public interface Pace {
  /** The wall's. */
  Pace WALL =
      new Pace() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void pause(Duration time) {
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
  void pause(Duration time);
}
