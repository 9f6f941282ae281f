package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.embedded.Fault;
import dev.coalmine.text.JsonView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever releases run at the same time, exactly one of them moves a target. */
class ConcurrentReleasesTest {
  private static final String ALIAS = "{\"function\": \"orders\", \"version\": \"%d\"}";
  private static final String STAGE =
      "{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", \"deployment\": \"x9y8z7\"}";
  private static final String BILLING = "{\"function\": \"billing\"}";
  private static final String MAIL = "{\"function\": \"mail\"}";

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private static String request(String targets, String ifBusy, String more) {
    return """
    {"targets": [%s], "plan": {"steps": [{"weight": 10, "bake": "PT2M"}, {"weight": 50, "bake": "PT2M"}]},
     "watch": "PT5M", "gate": {"metrics": false}, "ifBusy": "%s"%s}\
    """
        .formatted(targets, ifBusy, more);
  }

  private static String request(String targets, String ifBusy) {
    return request(targets, ifBusy, "");
  }

  private static String orders(int version, String ifBusy) {
    return request(ALIAS.formatted(version), ifBusy);
  }

  /**
   * The version that orders:live serves without a split or a mark; otherwise the alias as it is.
   */
  private static String serves(ParallelReleases releases) {
    Map<String, Object> alias = JsonView.of(releases.targets.read().get("orders")).map();
    return alias.containsKey("RoutingConfig")
            || !alias.get("Description").equals("orders since 2019")
        ? alias.toString()
        : String.valueOf(alias.get("FunctionVersion"));
  }

  /** Two hundred releases that are all prepared before the first of them writes. */
  private static ParallelReleases twoHundred(String ifBusy, boolean apart) {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime()).publishUpTo(207);
    releases.world.aws().faults().always("PutEvents", Fault.throttled());
    releases.schedule(Duration.ofMillis(500), () -> releases.world.aws().faults().clear());
    for (int i = 0; i < 200; i++) {
      String name = "r%03d".formatted(i);
      String request = orders(8 + i, ifBusy);
      releases.schedule(Duration.ofMillis(apart ? i : 0), () -> releases.start(name, request));
    }
    return releases.advance(Duration.ofSeconds(2)).runUntilAllEnd();
  }

  @ParameterizedTest
  @CsvSource({
    "refuse, false, r000, 8, was moved by someone else before this release wrote to it",
    "refuse, true, r000, 8, was moved by someone else before this release wrote to it",
    "queue, false, r199, 207, a newer release of the same target is running: ",
    "queue, true, r000 r199, 207, a newer release is waiting for the same target: ",
    "replace, false, r199, 207, a newer release of the same target is running: ",
    "replace, true, r000 r199, 207, a newer release is waiting for the same target: "
  })
  void ofTwoHundredAtOneInstantOneMovesTheAliasAtATime(
      String ifBusy, boolean apart, String movers, String serves, String reason) {
    ParallelReleases releases = twoHundred(ifBusy, apart);

    List<String> moved = List.of(movers.split(" "));
    assertThat(releases.clashes).isEmpty();
    assertThat(releases.movers.values()).containsExactly(moved);
    assertThat(releases.executionNames()).hasSize(200);
    for (String name : releases.executionNames()) {
      if (!moved.contains(name)) {
        assertThat(releases.resultOf(name)).as(name).startsWith("Refused: ").contains(reason);
      }
    }
    assertThat(releases.resultOf(moved.get(moved.size() - 1))).startsWith("PROMOTED");
    if (moved.size() == 2) {
      assertThat(releases.resultOf("r000"))
          .startsWith(
              ifBusy.equals("queue")
                  ? "PROMOTED"
                  : "RolledBack: rolled back by "
                      + ParallelReleases.arn("r199")
                      + ": replaced by 207 of orders:live");
    }
    assertThat(serves(releases)).isEqualTo(serves);
    int all = releases.calls.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(all).as("%s", releases.calls).isLessThan(200 * 30);
  }

  @ParameterizedTest
  @CsvSource({
    "promoted, PROMOTED, PROMOTED, 9",
    "rolled back, RolledBack, PROMOTED, 9",
    "stopped, ABORTED, PROMOTED, 9",
    "stuck, Stuck, Refused: alias orders:live is already split, 7"
  })
  void aQueuedReleaseFollowsHoweverTheOtherOneEnds(
      String how, String first, String second, String serves) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(8, "refuse"));
    releases.advance(Duration.ofSeconds(30)).start("two", orders(9, "queue"));
    releases.advance(Duration.ofSeconds(30));
    assertThat(releases.state("two")).isEqualTo("AwaitTarget");
    switch (how) {
      case "rolled back" ->
          releases.answerTask("one", "{\"command\": \"ROLL_BACK\", \"by\": \"ann\"}");
      case "stopped" -> releases.stop("one");
      case "stuck" -> {
        releases.world.aws().faults().always("UpdateAlias", StoppableRelease.DENIED);
        releases.answerTask("one", "{\"command\": \"ROLL_BACK\", \"by\": \"ann\"}");
      }
      default -> {}
    }
    releases.runUntilAllEnd();

    assertThat(releases.resultOf("one")).startsWith(first);
    assertThat(releases.resultOf("two")).startsWith(second);
    assertThat(releases.clashes).isEmpty();
    if (!how.equals("stuck")) {
      assertThat(serves(releases)).isEqualTo(serves);
    }
  }

  @Test
  void aQueuedReleaseWaitsWhileAStoppedOneIsTakenBackLate() {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(8, "refuse"));
    releases.advance(Duration.ofSeconds(30)).start("two", orders(9, "queue"));
    releases.after.disableRules();
    releases.stop("one");
    releases.advance(Duration.ofMinutes(4));
    assertThat(releases.state("two")).isEqualTo("AwaitTarget");
    releases.after.enableRule("Sweep");

    assertThat(releases.runUntilAllEnd().resultOf("two")).startsWith("PROMOTED");
    assertThat(serves(releases)).isEqualTo("9");
  }

  @Test
  void aMarkThatNobodyTakesBackIsNotWaitedForForEver() {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(8, "refuse"));
    releases.advance(Duration.ofSeconds(30)).start("two", orders(9, "queue"));
    releases.after.disableRules();
    releases.stop("one");
    releases.advance(Duration.ofMinutes(16));

    assertThat(releases.resultOf("two")).startsWith("Refused: alias orders:live is already split");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coalmine ",
        "coalmine mine",
        "coalmine arn:aws:states:us-east-1:000000000000:execution:coalmine:gone",
        "coalmine arn:aws:states:us-east-1:000000000000:execution:coalmine:ended"
      })
  void aMarkOfNobodyIsNotWaitedFor(String mark) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("ended", "{}").runUntilAllEnd();
    releases.targets.describeAlias(mark);

    releases.start("two", orders(9, "queue")).runUntilAllEnd();
    assertThat(releases.resultOf("two")).startsWith("PROMOTED");
  }

  @ParameterizedTest
  @CsvSource({
    "Bake, 30, ''",
    "Ask, 150, ', \"approve\": [50]'",
    "CallHook, 30, ', \"hooks\": {\"eachStep\": \"slow\"}'",
    "Bake, 150, ''"
  })
  void aReleaseIsReplacedWhereverItWaits(String state, int seconds, String more) {
    ParallelReleases releases = withSlowHook().publishUpTo(9);
    releases.start("one", request(ALIAS.formatted(8), "refuse", more));
    releases.advance(Duration.ofSeconds(seconds));
    assertThat(releases.state("one")).isEqualTo(state);
    releases.start("two", orders(9, "replace")).runUntilAllEnd();

    assertThat(releases.resultOf("one"))
        .startsWith(
            "RolledBack: rolled back by "
                + ParallelReleases.arn("two")
                + ": replaced by 9 of orders:live");
    assertThat(releases.resultOf("two")).startsWith("PROMOTED");
    assertThat(releases.clashes).isEmpty();
    assertThat(serves(releases)).isEqualTo("9");
  }

  @Test
  void aPausedReleaseIsReplacedToo() {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(8, "refuse"));
    releases
        .advance(Duration.ofSeconds(30))
        .answerTask("one", "{\"command\": \"PAUSE\", \"by\": \"ann\"}");
    releases.advance(Duration.ofSeconds(30)).start("two", orders(9, "replace")).runUntilAllEnd();

    assertThat(releases.resultOf("one"))
        .startsWith("RolledBack: rolled back by " + ParallelReleases.arn("two"));
    assertThat(releases.resultOf("two")).startsWith("PROMOTED");
  }

  private static ParallelReleases withSlowHook() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.createHook("slow", "\"Pending\"");
    return releases;
  }

  @ParameterizedTest
  @CsvSource({"9, 9", "9, 8"})
  void aReleaseWhoseVersionIsNotOlderIsNotReplaced(int first, int second) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(first, "refuse"));
    releases
        .advance(Duration.ofSeconds(30))
        .start("two", orders(second, "replace"))
        .runUntilAllEnd();

    assertThat(releases.resultOf("two"))
        .isEqualTo(
            "Refused: orders:live is being released to version %d by %s, which is not older than %d"
                .formatted(first, ParallelReleases.arn("one"), second));
    assertThat(releases.resultOf("one")).startsWith("PROMOTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuse", "queue", "replace"})
  void aReleaseThatIsOnlyWatchedIsSuperseded(String ifBusy) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(8, "refuse"));
    releases.advance(Duration.ofMinutes(5));
    assertThat(releases.state("one")).isEqualTo("Watch");
    releases.start("two", orders(9, ifBusy)).runUntilAllEnd();

    assertThat(releases.resultOf("one")).contains("PROMOTED", "superseded");
    assertThat(releases.resultOf("two")).startsWith("PROMOTED");
    assertThat(serves(releases)).isEqualTo("9");
  }

  @ParameterizedTest
  @CsvSource({"queue, PROMOTED", "replace, RolledBack", "refuse, PROMOTED"})
  void aStageIsOneReleasesAtATimeToo(String ifBusy, String first) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).start("one", request(STAGE, "refuse"));
    releases.advance(Duration.ofSeconds(5));
    assertThat(releases.state("one")).isEqualTo("AwaitClaim");
    String next = STAGE.replace("}", ", \"variables\": {\"lambdaAlias\": \"next\"}}");
    releases.start("two", request(next, ifBusy)).runUntilAllEnd();

    assertThat(releases.clashes).isEmpty();
    assertThat(releases.resultOf("one")).startsWith(first);
    assertThat(releases.resultOf("two"))
        .startsWith(ifBusy.equals("refuse") ? "Refused" : "PROMOTED");
    assertThat(releases.targets.read().get("stage's description")).isEqualTo("the shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuse", "queue", "replace"})
  void manyThatClaimAStageAtOneInstantGiveOneRelease(String ifBusy) {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.world.aws().faults().always("PutEvents", Fault.throttled());
    releases.schedule(Duration.ofMillis(500), () -> releases.world.aws().faults().clear());
    for (int i = 0; i < 20; i++) {
      String name = "r%03d".formatted(i);
      releases.schedule(Duration.ofMillis(i), () -> releases.start(name, request(STAGE, ifBusy)));
    }
    releases.advance(Duration.ofSeconds(2)).runUntilAllEnd();

    assertThat(releases.clashes).isEmpty();
    List<String> results = releases.executionNames().stream().map(releases::resultOf).toList();
    assertThat(results)
        .filteredOn(one -> one.startsWith("PROMOTED") && !one.contains("nothing was moved"))
        .hasSize(1);
    // one is told to go back, or finds after its wait that there is nothing left to do
    assertThat(results)
        .filteredOn(one -> one.startsWith("Refused"))
        .hasSize(ifBusy.equals("refuse") ? 19 : 18);
    assertThat(releases.targets.read().get("stage's description")).isEqualTo("the shop");
    assertThat(String.valueOf(releases.targets.read().get("stage"))).startsWith("x9y8z7");
  }

  @Test
  void releasesWhoseTargetsOverlapFollowEachOther() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime()).publishUpTo(9);
    releases.start("one", request(ALIAS.formatted(8) + "," + BILLING, "refuse"));
    releases.advance(Duration.ofSeconds(30));
    releases.start("two", request(MAIL + "," + ALIAS.formatted(9), "queue"));
    releases.advance(Duration.ofSeconds(30));
    releases.start("three", request(MAIL, "queue"));
    releases.advance(Duration.ofSeconds(30));

    // mail is free, and the newest release that wants it continues.
    assertThat(releases.state("three")).isEqualTo("Bake");
    assertThat(releases.resultOf("two")).startsWith("Refused: a newer release");
    releases.runUntilAllEnd();
    assertThat(releases.resultOf("one")).startsWith("PROMOTED");
    assertThat(releases.resultOf("three")).startsWith("PROMOTED");
    assertThat(releases.clashes).isEmpty();
  }

  @Test
  void aReleaseOfTwoThatBothAreBusyReplacesBoth() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime()).publishUpTo(9);
    releases.start("one", orders(8, "refuse")).start("two", request(STAGE, "refuse"));
    releases.advance(Duration.ofSeconds(40));
    String next = STAGE.replace("}", ", \"variables\": {\"lambdaAlias\": \"next\"}}");
    releases.start("three", request(ALIAS.formatted(9) + "," + next, "replace")).runUntilAllEnd();

    for (String replaced : new TreeSet<>(List.of("one", "two"))) {
      assertThat(releases.resultOf(replaced)).startsWith("RolledBack: rolled back by");
    }
    assertThat(releases.resultOf("three")).startsWith("PROMOTED");
    assertThat(releases.clashes).isEmpty();
  }

  @Test
  void aReleaseKeepsTheVersionThatItSettledOnWhileItIsQueued() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.world.aws().faults().always("PutEvents", Fault.throttled());
    releases.schedule(Duration.ofMillis(500), () -> releases.world.aws().faults().clear());
    releases.start("one", orders(8, "refuse")).publishUpTo(9);
    releases.start("two", request("{\"function\": \"orders\"}", "queue"));
    releases.advance(Duration.ofSeconds(5));
    assertThat(releases.state("two")).isEqualTo("AwaitTarget"); // it has lost the race
    releases.publishUpTo(12).runUntilAllEnd();

    assertThat(releases.resultOf("two")).startsWith("PROMOTED");
    assertThat(serves(releases)).isEqualTo("9");
  }

  @Test
  void aReleaseThatIsStoppedInTheQueueLeavesTheOtherOneAlone() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.world.aws().faults().always("PutEvents", Fault.throttled());
    releases.schedule(Duration.ofMillis(500), () -> releases.world.aws().faults().clear());
    releases.start("one", orders(8, "refuse"));
    releases.start(
        "two",
        "{\"function\": \"orders\", \"plan\": \"AllAtOnce\", \"gate\": {\"metrics\": false},"
            + " \"ifBusy\": \"queue\"}");
    releases.advance(Duration.ofSeconds(5));
    assertThat(releases.state("two")).isEqualTo("AwaitTarget");
    releases.answerTask("one", "{\"command\": \"PROMOTE\", \"by\": \"ann\"}");
    releases.advance(Duration.ofSeconds(1)).stop("two");
    releases.runUntilAllEnd();

    assertThat(releases.resultOf("one")).startsWith("PROMOTED");
    assertThat(serves(releases)).isEqualTo("8");
  }

  @Test
  void aReleaseIsQueuedForFourHoursAtMost() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime()).publishUpTo(9);
    releases.start("one", orders(8, "refuse").replace("PT2M", "PT6H"));
    releases.advance(Duration.ofSeconds(30)).start("two", orders(9, "queue"));
    releases.advance(Duration.ofHours(5));

    assertThat(releases.resultOf("two"))
        .isEqualTo(
            "Refused: gave up after 240 minutes: orders:live is being released by "
                + ParallelReleases.arn("one"));
    assertThat(releases.historySize("two")).isLessThan(6_500);
  }

  @Test
  void whatSettlesAfterTheOtherReleaseHasItsOwnTime() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime()).publishUpTo(9);
    releases.world.lambda().putProvisionedConcurrency("orders", "live", 1);
    releases.world.lambda().setProvisioningTime(Duration.ofMinutes(5));
    releases.start("one", orders(8, "refuse").replace("PT2M", "PT1H"));
    releases.advance(Duration.ofSeconds(30)).start("two", orders(9, "queue"));
    releases.advance(Duration.ofHours(2).plusMinutes(4));
    assertThat(releases.state("two")).isEqualTo("AwaitTarget");

    assertThat(releases.runUntilAllEnd().resultOf("two")).startsWith("PROMOTED");
  }
}
