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

/** One release per target: whatever a release finds under way, exactly one moves the target. */
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

  /** The version that orders:live serves, alone, without a mark; or the alias as it is. */
  private static String serves(ParallelReleases crowd) {
    Map<String, Object> alias = JsonView.of(crowd.targets.read().get("orders")).map();
    return alias.containsKey("RoutingConfig")
            || !alias.get("Description").equals("orders since 2019")
        ? alias.toString()
        : String.valueOf(alias.get("FunctionVersion"));
  }

  /** They are all prepared before the first of them writes. */
  private static ParallelReleases twoHundred(String ifBusy, boolean apart) {
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime()).publishUpTo(207);
    crowd.world.aws().faults().always("PutEvents", Fault.throttled());
    crowd.schedule(Duration.ofMillis(500), () -> crowd.world.aws().faults().clear());
    for (int i = 0; i < 200; i++) {
      String name = "r%03d".formatted(i);
      String request = orders(8 + i, ifBusy);
      crowd.schedule(Duration.ofMillis(apart ? i : 0), () -> crowd.start(name, request));
    }
    return crowd.advance(Duration.ofSeconds(2)).runUntilAllEnd();
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
    ParallelReleases crowd = twoHundred(ifBusy, apart);

    List<String> moved = List.of(movers.split(" "));
    assertThat(crowd.clashes).isEmpty();
    assertThat(crowd.movers.values()).containsExactly(moved);
    assertThat(crowd.executionNames()).hasSize(200);
    for (String name : crowd.executionNames()) {
      if (!moved.contains(name)) {
        assertThat(crowd.resultOf(name)).as(name).startsWith("Refused: ").contains(reason);
      }
    }
    assertThat(crowd.resultOf(moved.get(moved.size() - 1))).startsWith("PROMOTED");
    if (moved.size() == 2) {
      assertThat(crowd.resultOf("r000"))
          .startsWith(
              ifBusy.equals("queue")
                  ? "PROMOTED"
                  : "RolledBack: rolled back by "
                      + ParallelReleases.arn("r199")
                      + ": replaced by 207 of orders:live");
    }
    assertThat(serves(crowd)).isEqualTo(serves);
    int all = crowd.calls.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(all).as("%s", crowd.calls).isLessThan(200 * 30);
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
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(8, "refuse"));
    crowd.advance(Duration.ofSeconds(30)).start("two", orders(9, "queue"));
    crowd.advance(Duration.ofSeconds(30));
    assertThat(crowd.state("two")).isEqualTo("AwaitTarget");
    switch (how) {
      case "rolled back" ->
          crowd.answerTask("one", "{\"command\": \"ROLL_BACK\", \"by\": \"ann\"}");
      case "stopped" -> crowd.stop("one");
      case "stuck" -> {
        crowd.world.aws().faults().always("UpdateAlias", StoppableRelease.DENIED);
        crowd.answerTask("one", "{\"command\": \"ROLL_BACK\", \"by\": \"ann\"}");
      }
      default -> {}
    }
    crowd.runUntilAllEnd();

    assertThat(crowd.resultOf("one")).startsWith(first);
    assertThat(crowd.resultOf("two")).startsWith(second);
    assertThat(crowd.clashes).isEmpty();
    if (!how.equals("stuck")) {
      assertThat(serves(crowd)).isEqualTo(serves);
    }
  }

  @Test
  void aQueuedReleaseWaitsWhileAStoppedOneIsTakenBackLate() {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(8, "refuse"));
    crowd.advance(Duration.ofSeconds(30)).start("two", orders(9, "queue"));
    crowd.after.disableRules();
    crowd.stop("one");
    crowd.advance(Duration.ofMinutes(4));
    assertThat(crowd.state("two")).isEqualTo("AwaitTarget");
    crowd.after.enableRule("Sweep");

    assertThat(crowd.runUntilAllEnd().resultOf("two")).startsWith("PROMOTED");
    assertThat(serves(crowd)).isEqualTo("9");
  }

  @Test
  void aMarkThatNobodyTakesBackIsNotWaitedForForEver() {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(8, "refuse"));
    crowd.advance(Duration.ofSeconds(30)).start("two", orders(9, "queue"));
    crowd.after.disableRules();
    crowd.stop("one");
    crowd.advance(Duration.ofMinutes(16));

    assertThat(crowd.resultOf("two")).startsWith("Refused: alias orders:live is already split");
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
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("ended", "{}").runUntilAllEnd();
    crowd.targets.describeAlias(mark);

    crowd.start("two", orders(9, "queue")).runUntilAllEnd();
    assertThat(crowd.resultOf("two")).startsWith("PROMOTED");
  }

  @ParameterizedTest
  @CsvSource({
    "Bake, 30, ''",
    "Ask, 150, ', \"approve\": [50]'",
    "CallHook, 30, ', \"hooks\": {\"eachStep\": \"slow\"}'",
    "Bake, 150, ''"
  })
  void aReleaseIsReplacedWhereverItWaits(String state, int seconds, String more) {
    ParallelReleases crowd = withSlowHook().publishUpTo(9);
    crowd.start("one", request(ALIAS.formatted(8), "refuse", more));
    crowd.advance(Duration.ofSeconds(seconds));
    assertThat(crowd.state("one")).isEqualTo(state);
    crowd.start("two", orders(9, "replace")).runUntilAllEnd();

    assertThat(crowd.resultOf("one"))
        .startsWith(
            "RolledBack: rolled back by "
                + ParallelReleases.arn("two")
                + ": replaced by 9 of orders:live");
    assertThat(crowd.resultOf("two")).startsWith("PROMOTED");
    assertThat(crowd.clashes).isEmpty();
    assertThat(serves(crowd)).isEqualTo("9");
  }

  @Test
  void aPausedReleaseIsReplacedToo() {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(8, "refuse"));
    crowd
        .advance(Duration.ofSeconds(30))
        .answerTask("one", "{\"command\": \"PAUSE\", \"by\": \"ann\"}");
    crowd.advance(Duration.ofSeconds(30)).start("two", orders(9, "replace")).runUntilAllEnd();

    assertThat(crowd.resultOf("one"))
        .startsWith("RolledBack: rolled back by " + ParallelReleases.arn("two"));
    assertThat(crowd.resultOf("two")).startsWith("PROMOTED");
  }

  private static ParallelReleases withSlowHook() {
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime());
    crowd.createHook("slow", "\"Pending\"");
    return crowd;
  }

  @ParameterizedTest
  @CsvSource({"9, 9", "9, 8"})
  void aReleaseWhoseVersionIsNotOlderIsNotReplaced(int first, int second) {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(first, "refuse"));
    crowd.advance(Duration.ofSeconds(30)).start("two", orders(second, "replace")).runUntilAllEnd();

    assertThat(crowd.resultOf("two"))
        .isEqualTo(
            "Refused: orders:live is being released to version %d by %s, which is not older than %d"
                .formatted(first, ParallelReleases.arn("one"), second));
    assertThat(crowd.resultOf("one")).startsWith("PROMOTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuse", "queue", "replace"})
  void aReleaseThatIsOnlyWatchedIsSuperseded(String ifBusy) {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).publishUpTo(9).start("one", orders(8, "refuse"));
    crowd.advance(Duration.ofMinutes(5));
    assertThat(crowd.state("one")).isEqualTo("Watch");
    crowd.start("two", orders(9, ifBusy)).runUntilAllEnd();

    assertThat(crowd.resultOf("one")).contains("PROMOTED", "superseded");
    assertThat(crowd.resultOf("two")).startsWith("PROMOTED");
    assertThat(serves(crowd)).isEqualTo("9");
  }

  @ParameterizedTest
  @CsvSource({"queue, PROMOTED", "replace, RolledBack", "refuse, PROMOTED"})
  void aStageIsOneReleasesAtATimeToo(String ifBusy, String first) {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).start("one", request(STAGE, "refuse"));
    crowd.advance(Duration.ofSeconds(5));
    assertThat(crowd.state("one")).isEqualTo("AwaitClaim");
    String next = STAGE.replace("}", ", \"variables\": {\"lambdaAlias\": \"next\"}}");
    crowd.start("two", request(next, ifBusy)).runUntilAllEnd();

    assertThat(crowd.clashes).isEmpty();
    assertThat(crowd.resultOf("one")).startsWith(first);
    assertThat(crowd.resultOf("two")).startsWith(ifBusy.equals("refuse") ? "Refused" : "PROMOTED");
    assertThat(crowd.targets.read().get("stage's description")).isEqualTo("the shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuse", "queue", "replace"})
  void manyThatClaimAStageAtOneInstantGiveOneRelease(String ifBusy) {
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime());
    crowd.world.aws().faults().always("PutEvents", Fault.throttled());
    crowd.schedule(Duration.ofMillis(500), () -> crowd.world.aws().faults().clear());
    for (int i = 0; i < 20; i++) {
      String name = "r%03d".formatted(i);
      crowd.schedule(Duration.ofMillis(i), () -> crowd.start(name, request(STAGE, ifBusy)));
    }
    crowd.advance(Duration.ofSeconds(2)).runUntilAllEnd();

    assertThat(crowd.clashes).isEmpty();
    assertThat(
            crowd.executionNames().stream()
                .filter(one -> crowd.resultOf(one).startsWith("PROMOTED")))
        .hasSize(1);
    assertThat(
            crowd.executionNames().stream()
                .filter(one -> crowd.resultOf(one).startsWith("Refused")))
        .hasSize(ifBusy.equals("replace") ? 18 : 19); // one is told to go back
    assertThat(crowd.targets.read().get("stage's description")).isEqualTo("the shop");
    assertThat(String.valueOf(crowd.targets.read().get("stage"))).startsWith("x9y8z7");
  }

  @Test
  void releasesWhoseTargetsOverlapFollowEachOther() {
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime()).publishUpTo(9);
    crowd.start("one", request(ALIAS.formatted(8) + "," + BILLING, "refuse"));
    crowd.advance(Duration.ofSeconds(30));
    crowd.start("two", request(MAIL + "," + ALIAS.formatted(9), "queue"));
    crowd.advance(Duration.ofSeconds(30));
    crowd.start("three", request(MAIL, "queue"));
    crowd.advance(Duration.ofSeconds(30));

    // mail is free, and the newest of those that want it goes on.
    assertThat(crowd.state("three")).isEqualTo("Bake");
    assertThat(crowd.resultOf("two")).startsWith("Refused: a newer release");
    crowd.runUntilAllEnd();
    assertThat(crowd.resultOf("one")).startsWith("PROMOTED");
    assertThat(crowd.resultOf("three")).startsWith("PROMOTED");
    assertThat(crowd.clashes).isEmpty();
  }

  @Test
  void aReleaseOfTwoThatBothAreBusyReplacesBoth() {
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime()).publishUpTo(9);
    crowd.start("one", orders(8, "refuse")).start("two", request(STAGE, "refuse"));
    crowd.advance(Duration.ofSeconds(40));
    String next = STAGE.replace("}", ", \"variables\": {\"lambdaAlias\": \"next\"}}");
    crowd.start("three", request(ALIAS.formatted(9) + "," + next, "replace")).runUntilAllEnd();

    for (String replaced : new TreeSet<>(List.of("one", "two"))) {
      assertThat(crowd.resultOf(replaced)).startsWith("RolledBack: rolled back by");
    }
    assertThat(crowd.resultOf("three")).startsWith("PROMOTED");
    assertThat(crowd.clashes).isEmpty();
  }

  @Test
  void aReleaseKeepsTheVersionThatItSettledOnWhileItIsQueued() {
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime());
    crowd.world.aws().faults().always("PutEvents", Fault.throttled());
    crowd.schedule(Duration.ofMillis(500), () -> crowd.world.aws().faults().clear());
    crowd.start("one", orders(8, "refuse")).publishUpTo(9);
    crowd.start("two", request("{\"function\": \"orders\"}", "queue"));
    crowd.advance(Duration.ofSeconds(5));
    assertThat(crowd.state("two")).isEqualTo("AwaitTarget"); // it has lost the race
    crowd.publishUpTo(12).runUntilAllEnd();

    assertThat(crowd.resultOf("two")).startsWith("PROMOTED");
    assertThat(serves(crowd)).isEqualTo("9");
  }

  @Test
  void aReleaseThatIsStoppedInTheQueueLeavesTheOtherOneAlone() {
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime());
    crowd.world.aws().faults().always("PutEvents", Fault.throttled());
    crowd.schedule(Duration.ofMillis(500), () -> crowd.world.aws().faults().clear());
    crowd.start("one", orders(8, "refuse"));
    crowd.start(
        "two",
        "{\"function\": \"orders\", \"plan\": \"AllAtOnce\", \"gate\": {\"metrics\": false},"
            + " \"ifBusy\": \"queue\"}");
    crowd.advance(Duration.ofSeconds(5));
    assertThat(crowd.state("two")).isEqualTo("AwaitTarget");
    crowd.answerTask("one", "{\"command\": \"PROMOTE\", \"by\": \"ann\"}");
    crowd.advance(Duration.ofSeconds(1)).stop("two");
    crowd.runUntilAllEnd();

    assertThat(crowd.resultOf("one")).startsWith("PROMOTED");
    assertThat(serves(crowd)).isEqualTo("8");
  }

  @Test
  void aReleaseIsQueuedForFourHoursAtMost() {
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime()).publishUpTo(9);
    crowd.start("one", orders(8, "refuse").replace("PT2M", "PT6H"));
    crowd.advance(Duration.ofSeconds(30)).start("two", orders(9, "queue"));
    crowd.advance(Duration.ofHours(5));

    assertThat(crowd.resultOf("two"))
        .isEqualTo(
            "Refused: gave up after 240 minutes: orders:live is being released by "
                + ParallelReleases.arn("one"));
    assertThat(crowd.historySize("two")).isLessThan(6_500);
  }

  @Test
  void whatSettlesAfterTheOtherReleaseHasItsOwnTime() {
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime()).publishUpTo(9);
    crowd.world.lambda().putProvisionedConcurrency("orders", "live", 1);
    crowd.world.lambda().setProvisioningTime(Duration.ofMinutes(5));
    crowd.start("one", orders(8, "refuse").replace("PT2M", "PT1H"));
    crowd.advance(Duration.ofSeconds(30)).start("two", orders(9, "queue"));
    crowd.advance(Duration.ofHours(2).plusMinutes(4));
    assertThat(crowd.state("two")).isEqualTo("AwaitTarget");

    assertThat(crowd.runUntilAllEnd().resultOf("two")).startsWith("PROMOTED");
  }
}
