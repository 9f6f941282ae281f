package dev.coalmine.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.StopEvents;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.text.JsonView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The events that are sent about releases whose executions were ended from outside. */
class RestoreEventsTest {
  private static final String QUEUE = Arns.queue("heard");
  private static final String TOPIC = Arns.topic("coalmine-News");
  private static final String ANN = "ann@example.com";

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  /** A release that is stopped in this state, with a rule for events of bad outcomes. */
  private static StoppableRelease stoppedIn(StoppableRelease.SampleRequest kind, String state) {
    StoppableRelease play =
        StoppableRelease.stoppedIn(LOCAL.runtime(), kind.request(false), state, 1);
    String pattern =
        "{\"source\": [\"coalmine\"], \"detail-type\": [\"Coalmine Release State Change\"],"
            + " \"detail\": {\"state\": [\"ROLLED_BACK\", \"STUCK\"],"
            + " \"targets\": {\"function\": [\"orders\"]}}}";
    call(play, "PutRule", Map.of("Name", "heard", "EventPattern", pattern));
    call(
        play,
        "PutTargets",
        Map.of("Rule", "heard", "Targets", List.of(Map.of("Id", "queue", "Arn", QUEUE))));
    return play.run();
  }

  private static void call(StoppableRelease play, String operation, Map<String, Object> input) {
    play.rehearsal.world().events().call(operation, input);
  }

  /** The events so far. */
  private static List<Map<String, Object>> events(StoppableRelease play) {
    play.advance(Duration.ofSeconds(1));
    return play.rehearsal.world().queues().messages(QUEUE).stream()
        .map(letter -> String.valueOf(letter.get("Body")).getBytes(StandardCharsets.UTF_8))
        .map(Json::parseObject)
        .toList();
  }

  /** Their states and reasons. */
  private static List<String> heard(StoppableRelease play) {
    List<String> heard = new ArrayList<>();
    for (Map<String, Object> event : events(play)) {
      Map<String, Object> detail = JsonView.of(event.get("detail")).map();
      heard.add(detail.get("state") + " " + detail.get("reason"));
    }
    return heard;
  }

  @Test
  void aRestoredReleaseIsToldLikeOneThatRolledBack() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.ALIAS, "Bake");
    play.restore();

    assertThat(events(play))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.get("resources")).isEqualTo(List.of(play.execution));
              assertThat(event.get("detail"))
                  .isEqualTo(
                      Json.parse(
                          """
                          {"id": "orders-8", "state": "ROLLED_BACK",
                           "targets": [{"function": "orders", "alias": "live", "version": "8",
                                        "before": "7", "after": "8"}],
                           "weight": 10,
                           "reason": "execution was stopped (ABORTED: by hand): orders:live is at version 7 again",
                           "executionArn": "%s"}
                          """
                              .formatted(play.execution)));
            });
  }

  @Test
  void itIsToldOnceWhoeverLooksAgain() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.STAGE_AND_ALIAS, "Bake");
    play.restore();
    play.restore();
    play.sweep();
    play.sweep();

    assertThat(heard(play))
        .containsExactly(
            "ROLLED_BACK execution was stopped (ABORTED: by hand): a1b2c3d4e5/prod is at deployment"
                + " d1e2f3 (lambdaAlias=live) again; orders:live is at version 7 again");
  }

  @Test
  void theSweepTellsOfWhatItRestores() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.ALIAS, "Watch");
    play.sweep(Duration.ofHours(7));

    assertThat(heard(play))
        .containsExactly(
            "ROLLED_BACK execution was stopped (ABORTED: by hand): orders:live is at version 7"
                + " again");
  }

  @Test
  void whatNeedsAPersonIsToldAtOnceAndByOneSweep() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.ALIAS, "Bake");
    play.targets.moveAlias("6");
    play.restore();

    assertThat(heard(play))
        .singleElement()
        .asString()
        .startsWith(
            "STUCK execution was stopped (ABORTED: by hand): alias orders:live was moved by");
    for (int sweep = 0; sweep < 5; sweep++) {
      play.sweep();
    }
    assertThat(heard(play)).hasSize(2);
  }

  @Test
  void whatFailsIsToldOnceItsAttemptsAreOver() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.ALIAS, "Bake");
    play.deny("UpdateAlias");
    play.restore();
    play.restore();
    play.sweep(Duration.ofMinutes(2));
    assertThat(heard(play)).isEmpty();

    for (int sweep = 0; sweep < 5; sweep++) {
      play.sweep();
    }
    assertThat(heard(play))
        .singleElement()
        .asString()
        .startsWith("STUCK execution was stopped (ABORTED: by hand): orders:live: ")
        .contains("not authorized to perform this");

    play.faults().clear();
    play.sweep();
    assertThat(heard(play)).hasSize(2).last().asString().startsWith("ROLLED_BACK");
  }

  @Test
  void whatFailedAtFirstAndIsLeftThenIsToldOnce() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.ALIAS, "Bake");
    play.deny("UpdateAlias");
    play.restore();
    play.sweep(Duration.ofMinutes(6));
    play.faults().clear();
    play.targets.moveAlias("6");
    for (int sweep = 0; sweep < 5; sweep++) {
      play.sweep();
    }

    assertThat(heard(play))
        .singleElement()
        .asString()
        .startsWith("STUCK execution was stopped (ABORTED: by hand): alias orders:live was moved");
  }

  @Test
  void whatTheNextSweepRestoresIsNotStuck() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.ALIAS, "Bake");
    play.deny("UpdateAlias");
    play.restore();
    play.sweep(Duration.ofMinutes(6));
    assertThat(heard(play)).isEmpty();

    play.faults().clear();
    play.sweep();
    assertThat(heard(play)).singleElement().asString().startsWith("ROLLED_BACK");
  }

  @Test
  void whatNeverMovedIsNoNews() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.ALIAS, "Prepare");
    play.restore();
    play.sweep();

    assertThat(heard(play)).isEmpty();
  }

  @Test
  void newsThatCannotBeToldDoesNotKeepItFromRestoring() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.ALIAS, "Bake");
    play.deny("PutEvents");
    List<StopEvents.RestoreAnswer> answers = new ArrayList<>();
    String printed = printed(() -> answers.add(play.restore()));

    assertThat(answers)
        .singleElement()
        .extracting(StopEvents.RestoreAnswer::decision)
        .isEqualTo("RESTORED");
    assertThat(play.targets.read()).isEqualTo(play.before);
    assertThat(printed)
        .contains("\"level\":\"ERROR\",\"untold\":\"ROLLED_BACK\"")
        .contains("not authorized to perform this");
  }

  @Test
  void aStuckReleaseIsCountedOnce() {
    StoppableRelease play =
        StoppableRelease.stoppedAt(
                LOCAL.runtime(), StoppableRelease.SampleRequest.ALIAS.request(true), -1)
            .scheduleAlarm(true, StoppableRelease.SampleRequest.ALIAS);
    play.rehearsal.clock().runAt(Rehearsal.START.plusSeconds(90), () -> play.deny("UpdateAlias"));
    play.run();
    play.faults().clear();

    assertThat(printed(play::restore)).contains("\"Function\":\"orders\"").contains("\"Stuck\":1");
    assertThat(printed(play::sweep)).doesNotContain("\"Stuck\"");
  }

  /** What handlers write to standard output meanwhile. */
  private static String printed(Runnable meanwhile) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      meanwhile.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static SimulatedAccount world(VirtualClock clock, Map<String, String> parameters) {
    return LOCAL.account(clock, parameters).enableTriggers();
  }

  private static final String RUN = "arn:aws:states:us-east-1:000000000000:execution:coalmine:run";

  private static List<Map<String, Object>> published(String state) {
    return published(state, RUN);
  }

  private static List<Map<String, Object>> published(String state, String execution) {
    VirtualClock clock = new VirtualClock(Rehearsal.START);
    SimulatedAccount world = world(clock, Map.of("NewsEmail", ANN));
    String detail =
        "{\"id\": \"orders-8\", \"state\": \"%s\", \"reason\": \"by hand\", \"executionArn\": \"%s\"}"
            .formatted(state, execution);
    Map<String, Object> entry =
        Map.of(
            "Source", "coalmine", "DetailType", "Coalmine Release State Change", "Detail", detail);
    world.events().call("PutEvents", Map.of("Entries", List.of(entry)));
    clock.runTo(Rehearsal.START.plusSeconds(1));
    return world.topics().messagesByArn().get(TOPIC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAITING_FOR_APPROVAL", "PROMOTED", "ROLLED_BACK", "REFUSED", "STUCK"})
  void peopleAreToldInThreeLines(String state) {
    assertThat(published(state))
        .singleElement()
        .extracting(message -> message.get("Message"))
        .isEqualTo("\"Coalmine: " + state + " orders-8\"\n\"by hand\"\n\"" + RUN + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"STARTED", "SHIFTED", "WATCHING"})
  void peopleAreNotToldOfProgress(String state) {
    assertThat(published(state)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:run",
        "arn:aws:states:us-east-1:000000000000:execution:other:run",
        "arn:aws:states:us-east-1:000000000000:execution:coalmine-stacks:run",
        "arn:aws:states:us-east-1:111111111111:execution:coalmine:run",
        "arn:aws:states:eu-west-1:000000000000:execution:coalmine:run"
      })
  void peopleAreNotToldOfOtherStateMachines(String execution) {
    assertThat(published("WAITING_FOR_APPROVAL", execution)).isEmpty();
  }

  @Test
  void withoutAnAddressThereIsNoTopicAndNoRule() {
    SimulatedAccount world = world(new VirtualClock(Rehearsal.START), Map.of());

    assertThat(world.topics().messagesByArn()).isEmpty();
    assertThat(Json.toText(world.events().call("ListRules", Map.of())))
        .doesNotContain("TellPeople");
  }

  @Test
  void anyRuleMayPublishSinceTopicsKnowNoConditionsOfRules() {
    JsonView document =
        JsonView.of(LOCAL.runtime().template().properties("NewsPolicy").get("PolicyDocument"));

    assertThat(document.list("Statement"))
        .filteredOn(one -> one.object("Principal").text("Service", "").startsWith("events."))
        .singleElement()
        .satisfies(one -> assertThat(one.map()).doesNotContainKey("Condition"));
    // Without a key of the user's, since EventBridge may not use the one that SNS has.
    assertThat(Json.toText(LOCAL.runtime().template().properties("News").get("KmsMasterKeyId")))
        .isEqualTo("{\"Fn::If\":[\"HasKey\",{\"Ref\":\"KmsKey\"},{\"Ref\":\"AWS::NoValue\"}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "ann@example.com, true",
    "ann+news@mail.example.co.uk, true",
    "ann, false",
    "ann@example, false",
    "'ann@example.com, bob@example.com', false",
    "Ann <ann@example.com>, false",
    "ann@example.com., false",
  })
  void oneAddressOrNone(String address, boolean taken) {
    if (taken) {
      LOCAL.runtime().template().checkParameters(Map.of("NewsEmail", address));
    } else {
      assertThatThrownBy(
              () -> LOCAL.runtime().template().checkParameters(Map.of("NewsEmail", address)))
          .hasMessageStartingWith(
              "template, Parameters.NewsEmail: " + address + " does not match (");
    }
  }

  @Test
  void aParameterThatTheTemplateDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> world(new VirtualClock(Rehearsal.START), Map.of("NewsMail", ANN)))
        .hasMessageStartingWith(
            "template, Parameters: there is no parameter NewsMail; the parameters are Functions, ");
  }
}
