package dev.coalmine.cli.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.cloudformation.CustomResourceResponse;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which release a request of CloudFormation starts, ends or refuses. */
class StackReleaseTest extends StackFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Create | 8 | SUCCESS | 1 | 8
          Update | 8 | SUCCESS | 1 | 8
          Update | 7 | SUCCESS | 0 | 7
          Update | arn:aws:lambda:us-east-1:000000000000:function:orders:8 | SUCCESS | 1 | 8
          Update | 6 | SUCCESS | 1 | 6
          Update | 99 | FAILED: Refused: version 99 of function orders does not exist | 1 | 7
          Update | | FAILED: Refused: version must be a published version's number, not ""; version of orders:live is missing: name it in the resource's properties | 0 | 7
          Delete | 8 | SUCCESS | 0 | 7
          Delete | 99 | SUCCESS | 0 | 7
          """)
  void aRequestDoes(String type, String version, String expected, int releases, String then) {
    CustomResourceResponse answer =
        answer(ask(type, STEPS.formatted(version == null ? "" : version)));

    assertThat(answer).hasToString(expected);
    assertThat(answer.physicalId()).isEqualTo("orders:live");
    assertThat(releases()).hasSize(releases);
    assertThat(alias()).isEqualTo(then);
    assertThat(answers()).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "approve": ["50"] | approve is not supported in a stack, where a release takes at most an hour and cannot wait for approval or for another release: leave it out
          "whenInconclusive": "ask" | whenInconclusive "ask" is not supported in a stack, where a release takes at most an hour and cannot wait for approval or for another release: use rollBack or promote
          "ifBusy": "queue" | ifBusy "queue" is not supported in a stack, where a release takes at most an hour and cannot wait for approval or for another release: use refuse
          "watch": "PT21M" | maxDuration 30 min and watch 21 min can take up to 51 min, but CloudFormation waits 1 h for the resource, which leaves 50 min for the release: use a shorter maxDuration or watch
          "ServiceTimeout": "1800" | maxDuration 30 min and watch 1 min can take up to 31 min, but CloudFormation waits 30 min for the resource, which leaves 20 min for the release: use a shorter maxDuration or watch
          "wach": "PT1M" | unknown field wach (did you mean watch?)
          """)
  void whatCannotBeDoneWithinAnHourIsRefused(String field, String fault) {
    Map<String, Object> properties = properties(STEPS.formatted("8"));
    properties.putAll(properties("{" + field + "}"));
    CustomResourceResponse answer = answer(ask("Update", Json.toText(properties)));

    assertThat(answer).hasToString("FAILED: Refused: " + fault);
    assertThat(releases()).isEmpty();
  }

  @Test
  void theTemplateCanAskWhatCameOfIt() {
    assertThat(answer(ask("Update", STEPS.formatted("8"))).data())
        .containsEntry("outcome", "PROMOTED")
        .containsEntry("id", "orders-8")
        .containsEntry("version", "8")
        .containsKey("reason");
  }

  @Test
  void aStackThatGoesBackMovesAtOnce() {
    assertThat(answer(ask("Update", STEPS.formatted("8"))).status()).isEqualTo("SUCCESS");
    var before = clock.instant();
    assertThat(answer(ask("Update", STEPS.formatted("7"))).status()).isEqualTo("SUCCESS");

    assertThat(Duration.between(before, clock.instant())).isLessThan(Duration.ofMinutes(1));
    assertThat(alias()).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Update", "Delete"})
  void aReleaseThatStillRunsIsEndedBeforeTheStackGoesOn(String type) {
    CompletableFuture<CustomResourceResponse> update = ask("Update", STEPS.formatted("8"));
    clock.runTo(clock.instant().plusSeconds(120));
    assertThat(alias()).contains("8");
    CustomResourceResponse answer = answer(ask(type, STEPS.formatted("7")));

    assertThat(answer.status()).isEqualTo("SUCCESS");
    assertThat(alias()).isEqualTo("7");
    assertThat(answer(update).status()).isEqualTo("FAILED");
    assertThat(releases()).hasSize(1);
  }

  @Test
  void aReleaseUnderWatchIsEndedToo() {
    ask("Update", STEPS.formatted("8")).isDone();
    clock.runUntil(() -> alias().equals("8"));
    assertThat(answer(ask("Update", STEPS.formatted("7"))).status()).isEqualTo("SUCCESS");
    assertThat(alias()).isEqualTo("7");
  }

  @Test
  void aCreationThatFailsIsDeletedWithoutAMove() {
    CustomResourceResponse failed = answer(ask("Create", "{\"function\": \"orders\"}"));
    CustomResourceResponse deleted = answer(ask("Delete", "{\"function\": \"orders\"}"));

    assertThat(failed.status()).isEqualTo("FAILED");
    assertThat(deleted).hasToString("SUCCESS");
    assertThat(deleted.physicalId()).isEqualTo(failed.physicalId()).isEqualTo("orders:live");
  }

  /** An alias that depends on its release is created after it, and updated after it. */
  @Test
  void aStackMayCreateTheAliasAfterItsRelease() {
    String asked =
        STEPS.formatted("8").replace("{\"function\"", "{\"alias\": \"new\", \"function\"");
    Map<String, Object> skips = properties(asked);
    skips.put("ifMissing", "skip");

    CustomResourceResponse answer = answer(ask("Create", Json.toText(skips)));
    assertThat(answer).hasToString("SUCCESS");
    assertThat(answer.data())
        .containsEntry("outcome", "UNCHANGED")
        .containsEntry(
            "reason",
            "orders:new does not exist yet, so there is nothing to release: nothing was moved");
    assertThat(releases()).isEmpty();
    assertThat(answer(ask("Create", asked)).toString())
        .startsWith("FAILED: Refused: alias new of function orders does not exist");
  }

  @Test
  void whatIsNotMissingIsReleased() {
    Map<String, Object> skips = properties(STEPS.formatted("8"));
    skips.put("ifMissing", "skip");

    assertThat(answer(ask("Update", Json.toText(skips)))).hasToString("SUCCESS");
    assertThat(alias()).isEqualTo("8");
  }

  @Test
  void aResourceWhoseTargetCannotBeReadIsCalledByItsNameInTheTemplate() {
    assertThat(answer(ask("Create", "{}")).physicalId()).isEqualTo("Release");
  }

  @ParameterizedTest
  @CsvSource({"d1e2f3, 0", "x9y8z7, 1"})
  void aStageIsComparedByWhatItHas(String deployment, int releases) {
    assertThat(answer(ask("Update", stage(deployment))).status()).isEqualTo("SUCCESS");
    assertThat(releases()).hasSize(releases);
  }

  @Test
  void aStageGoesBackAtOnceToAnOlderDeployment() {
    clock.runTo(clock.instant().plusSeconds(60));
    WireRequest deploy =
        new WireRequest(
            "POST", "/restapis/a1b2c3d4e5/deployments", Map.of(), Map.of(), bytes("{}"));
    String newer = "" + Json.parseObject(world.aws().handle(deploy).body()).get("id");
    assertThat(answer(ask("Update", stage(newer))).status()).isEqualTo("SUCCESS");
    var before = clock.instant();
    assertThat(answer(ask("Update", stage("d1e2f3"))).status()).isEqualTo("SUCCESS");

    assertThat(Duration.between(before, clock.instant())).isLessThan(Duration.ofMinutes(2));
  }

  private static String stage(String deployment) {
    return STEPS
        .formatted("8")
        .replace(
            "\"function\": \"orders\", \"version\": \"8\"",
            "\"targets\": [{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", \"deployment\": \"%s\"}]"
                .formatted(deployment));
  }

  @Test
  void ofSeveralTargetsThoseThatAreThereAreLeftOut() {
    String two =
        STEPS
            .formatted("8")
            .replace(
                "\"function\": \"orders\", \"version\": \"8\"",
                "\"targets\": [{\"function\": \"orders\", \"version\": \"8\"}, {\"function\":"
                    + " \"mail\", \"version\": \"%s\"}]");

    assertThat(answer(ask("Update", two.formatted("11")))).hasToString("SUCCESS");
    assertThat(answer(ask("Update", two.formatted("12")))).hasToString("SUCCESS");
    assertThat(answer(ask("Update", two.formatted("11").replace("\"8\"", "\"9\""))))
        .hasToString(
            "FAILED: Refused: some targets would move forward and others back: orders:live to 9 is"
                + " FORWARD, mail:live to 11 is BACK; one release moves all targets in the same"
                + " direction");
  }
}
