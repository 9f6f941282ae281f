package dev.coalmine.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.progress.RehearsalResult;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.cli.testing.StoppableRelease.SampleRequest;
import dev.coalmine.embedded.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A handler whose invocation Step Functions lost goes on, and its write lands when it likes: within
 * its time-out. Whatever came in between, a release that has ended has left its targets as it says.
 */
class LateWriteTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  /** What happens to a release after the invocation of one of its handlers was lost. */
  private enum NextTrouble {
    /** An alarm fires at once and wakes the release. */
    ALARM,
    /** No later write is permitted for a time, so that the state fails. */
    DENIED
  }

  /**
   * A lost invocation.
   *
   * @param write the number of the write before which or after which it is lost, from 0
   * @param after whether the write has been made by then
   * @param later how long the handler pauses
   * @param then what happens to the release
   */
  private record LostWrite(int write, boolean after, Duration later, NextTrouble then) {
    /** Plays a release with it. */
    StoppableRelease play(SampleRequest kind) {
      StoppableRelease play = StoppableRelease.stoppedAt(LOCAL.runtime(), kind.request(true), -1);
      play.after.enableRule("WakeFunction");
      play.putQuietAlarm();
      play.rehearsal.world().lambda().lostInvocations().allow();
      for (int i = 0; i < write; i++) {
        play.faults().next(kind.operation(), Fault.none());
      }
      play.faults().next(kind.operation(), fault(play, kind.operation()));
      return play;
    }

    private Fault fault(StoppableRelease play, String operation) {
      Runnable lose =
          () -> {
            follow(play, operation);
            play.rehearsal.world().lambda().lostInvocations().loseCaller(later);
          };
      return after ? Fault.after(lose) : Fault.before(lose);
    }

    private void follow(StoppableRelease play, String operation) {
      switch (then) {
        case ALARM -> play.runAfter(Duration.ofSeconds(4), () -> play.setAlarmState("ALARM"));
        case DENIED -> {
          play.faults()
              .next(
                  operation,
                  StoppableRelease.DENIED,
                  StoppableRelease.DENIED,
                  StoppableRelease.DENIED);
        }
      }
    }
  }

  private static List<LostWrite> lostWrites(SampleRequest kind) {
    int[] writes = new int[1];
    StoppableRelease whole = StoppableRelease.stoppedAt(LOCAL.runtime(), kind.request(true), -1);
    whole.putQuietAlarm();
    whole.faults().always(kind.operation(), Fault.before(() -> writes[0]++));
    whole.run();
    List<LostWrite> all = new ArrayList<>();
    for (int write = 0; write < writes[0]; write++) {
      for (Duration later : List.of(Duration.ofSeconds(12), Duration.ofSeconds(28))) {
        for (NextTrouble then : NextTrouble.values()) {
          all.add(new LostWrite(write, false, later, then));
          all.add(new LostWrite(write, true, later, then));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void aWriteAfterItsInvocationWasLostOutlastsNoRelease(SampleRequest kind) {
    List<String> violations = new ArrayList<>();
    for (LostWrite lost : lostWrites(kind)) {
      StoppableRelease play = lost.play(kind);
      RehearsalResult result = play.rehearsal.run();
      play.advance(Duration.ofMinutes(1));
      Map<String, Object> left = play.targets.read();
      boolean back = left.equals(play.before);
      switch (result.outcome()) {
        case ROLLED_BACK, REFUSED -> {
          if (!back) {
            violations.add(lost + " " + result.outcomeLine() + ": " + left);
          }
        }
        case STUCK -> violations.add(lost + " " + result.outcomeLine() + ": " + left);
        case PROMOTED -> {}
      }
    }
    assertThat(violations).isEmpty();
  }
}
