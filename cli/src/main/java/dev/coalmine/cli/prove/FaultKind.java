package dev.coalmine.cli.prove;

import dev.coalmine.embedded.Fault;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * One way in which a call goes wrong.
 *
 * @param name for the command line, with its parameter
 * @param meaning one line for {@code --list}
 * @param calls which calls it can happen to
 * @param reach which later calls get it too
 * @param fault makes the fault of a call in the run that it happens in
 */
record FaultKind(
    String name,
    String meaning,
    Predicate<AwsCall> calls,
    Reach reach,
    BiFunction<FaultScene, AwsCall, Fault> fault) {

  /**
   * Which calls after the first one get the fault too.
   *
   * @param times how many calls, the first included
   * @param lasts for how long, from the first one on
   * @param same whether a later call counts, by the first one and itself
   */
  record Reach(int times, Duration lasts, BiPredicate<AwsCall, AwsCall> same) {
    private static final Duration ALWAYS = Duration.ofDays(365);

    /** One call. */
    static final Reach ONCE = times(1);

    /** All later calls like it, for ever. */
    static final Reach FOR_EVER = times(Integer.MAX_VALUE);

    /** So many calls like it. */
    static Reach times(int calls) {
      return new Reach(calls, ALWAYS, AwsCall::isLike);
    }

    /** All calls of any kind for so long. */
    static Reach everything(Duration time) {
      return new Reach(Integer.MAX_VALUE, time, (first, later) -> true);
    }

    /** All later calls to the service, for ever. */
    static Reach service() {
      return new Reach(
          Integer.MAX_VALUE, ALWAYS, (first, later) -> later.service().equals(first.service()));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
