package dev.coalmine.embedded.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulingClockTest {
  private static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

  @Test
  void tasksRunByTimeThenByAddition() {
    VirtualClock clock = new VirtualClock(START);
    List<String> seen = new ArrayList<>();
    clock.runAt(START.plusSeconds(2), () -> seen.add("b " + clock.instant()));
    clock.runAt(START.plusSeconds(2), () -> seen.add("c " + clock.instant()));
    clock.runAt(START.plusSeconds(1), () -> seen.add("a " + clock.instant()));
    clock.run();
    assertThat(seen)
        .containsExactly(
            "a 2026-01-31T08:00:01Z", "b 2026-01-31T08:00:02Z", "c 2026-01-31T08:00:02Z");
  }

  @Test
  void aPastMomentRunsAtOnceButNeverInsideTheCall() {
    VirtualClock clock = new VirtualClock(START);
    List<String> seen = new ArrayList<>();
    clock.runAt(
        START,
        () -> {
          clock.runAt(START.minusSeconds(9), () -> seen.add("past at " + clock.instant()));
          seen.add("first");
        });
    clock.runAt(START, () -> seen.add("second"));
    clock.run();
    assertThat(seen).containsExactly("first", "second", "past at 2026-01-31T08:00:00Z");
  }

  @Test
  void runUntilStopsAtTheCondition() {
    VirtualClock clock = new VirtualClock(START);
    List<Integer> seen = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      int number = i;
      clock.runAt(START.plusSeconds(i), () -> seen.add(number));
    }
    assertThat(clock.runUntil(() -> seen.size() == 2)).isTrue();
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(2));
    assertThat(clock.runUntil(() -> seen.size() == 9)).isFalse();
    assertThat(seen).containsExactly(1, 2, 3);
  }

  @Test
  void runToLeavesLaterTasksAndSetsTheClock() {
    VirtualClock clock = new VirtualClock(START);
    List<String> seen = new ArrayList<>();
    clock.runAt(START.plusSeconds(5), () -> seen.add("on time"));
    clock.runAt(START.plusSeconds(7), () -> seen.add("late"));
    clock.runTo(START.plusSeconds(6));
    assertThat(seen).containsExactly("on time");
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(6));
  }

  @Test
  void aBurstOfTimersRunsInOrderInVirtualTime() {
    VirtualClock clock = new VirtualClock(START);
    List<Instant> seen = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      clock.runAt(START.plusMillis(random.nextInt(1000)), () -> seen.add(clock.instant()));
    }
    clock.run();
    assertThat(seen).hasSize(20_000).isSorted();
  }

  @Test
  void aBurstOfTimersRunsInOrderInScaledTime() throws InterruptedException {
    int count = 5_000;
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(count);
    try (ScaledClock clock = new ScaledClock(START, 60_000)) {
      for (int i = 0; i < count; i++) {
        int number = i;
        clock.runAt(
            START.plusSeconds(4_000 + i / 2),
            () -> {
              seen.add(number);
              done.countDown();
            });
      }
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(clock.instant()).isAfter(START.plusSeconds(4_000 + count / 2 - 1));
    }
    assertThat(seen).hasSize(count).isSorted();
  }

  @Test
  void scaledTimeRunsAtItsSpeed() {
    try (ScaledClock clock = new ScaledClock(START, 1_000_000)) {
      long outer = System.nanoTime();
      Instant first = clock.instant();
      long inner = System.nanoTime();
      while (System.nanoTime() - inner < 1_000_000) {
        Thread.onSpinWait();
      }
      long atLeast = System.nanoTime() - inner;
      Duration passed = Duration.between(first, clock.instant());
      long atMost = System.nanoTime() - outer;
      // A wall microsecond more or less, for the rounding of doubles.
      assertThat(passed)
          .isBetween(Duration.ofMillis(atLeast - 1_000), Duration.ofMillis(atMost + 1_000));
    }
  }

  @Test
  void sleepingTakesTheClocksOwnTime() {
    try (ScaledClock clock = new ScaledClock(START, 60_000)) {
      Instant before = clock.instant();
      clock.sleep(Duration.ofMinutes(1));
      assertThat(clock.instant()).isBetween(before.plusSeconds(60), before.plusSeconds(36_000));
    }
  }

  @Test
  void aFailingTaskDoesNotStopAScaledClock() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    try (ScaledClock clock = new ScaledClock(START, 1)) {
      clock.runAt(
          START,
          () -> {
            throw new IllegalStateException("as the test wants");
          });
      clock.runAt(START, done::countDown);
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aSpeedMustBeAboveZero(double speed) {
    assertThatThrownBy(() -> new ScaledClock(START, speed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("speed " + speed + " must be above 0");
  }
}
