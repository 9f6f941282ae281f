package dev.coalmine.embedded.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SteppedTaskExecutorTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final VirtualClock clock = new VirtualClock(START);
  private final SteppedTaskExecutor steps = new SteppedTaskExecutor(clock);
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void close() {
    steps.close();
  }

  private void note(String what) {
    seen.add(Duration.between(START, clock.instant()).toMillis() + " " + what);
  }

  @Test
  void callsUnderWayAtATimeTakeTurnsInVirtualTime() {
    for (String name : List.of("a", "b")) {
      steps.run(
          () -> {
            note(name + " begins");
            steps.pause(Duration.ofMillis(name.equals("a") ? 300 : 100));
            note(name + " ends");
          });
    }
    clock.run();
    assertThat(seen).containsExactly("0 a begins", "0 b begins", "100 b ends", "300 a ends");
  }

  @Test
  void aTimeOutCountsVirtualTimeUnlessItIsCancelled() {
    steps.runAfter(Duration.ofSeconds(30), () -> note("time-out"));
    steps.runAfter(Duration.ofSeconds(20), () -> note("cancelled")).cancel();
    clock.run();
    assertThat(seen).containsExactly("30000 time-out");
  }

  @Test
  void aCallThatWaitsTooLongEndsWhenItsTimeIsUp() {
    steps.run(
        () -> {
          try {
            Optional<String> inner =
                steps.within(
                    Duration.ofSeconds(2),
                    () -> {
                      steps.pause(Duration.ofSeconds(1));
                      steps.pause(Duration.ofSeconds(5));
                      return "never";
                    });
            note("inner " + inner.orElse("ended"));
            note("outer " + steps.within(Duration.ofSeconds(9), () -> "done").orElseThrow());
          } catch (Exception e) {
            note(e.toString());
          }
        });
    clock.run();
    assertThat(seen).containsExactly("2000 inner ended", "2000 outer done");
  }

  @Test
  void theShorterTimeOfACallWithinACallEndsBoth() {
    steps.run(
        () -> {
          try {
            Optional<Optional<String>> both =
                steps.within(
                    Duration.ofSeconds(1),
                    () ->
                        steps.within(
                            Duration.ofSeconds(9),
                            () -> {
                              steps.pause(Duration.ofSeconds(5));
                              return "never";
                            }));
            note(both.isEmpty() ? "both ended" : "only the inner one ended");
          } catch (Exception e) {
            note(e.toString());
          }
        });
    clock.run();
    assertThat(seen).containsExactly("1000 both ended");
  }

  @Test
  void outsideOfCallsNothingWaits() throws Exception {
    steps.pause(Duration.ofHours(1));
    assertThat(steps.within(Duration.ofSeconds(1), () -> "done")).contains("done");
    assertThat(clock.instant()).isEqualTo(START);
  }

  @Test
  void aThreadIsBoundUntilItsExecutorIsClosed() {
    assertThat(SteppedTaskExecutor.bound()).isEmpty();
    steps.bindThread();
    assertThat(SteppedTaskExecutor.bound()).contains(steps);
    steps.close();
    assertThat(SteppedTaskExecutor.bound()).isEmpty();
  }
}
