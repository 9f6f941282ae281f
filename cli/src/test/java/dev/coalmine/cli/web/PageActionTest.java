package dev.coalmine.cli.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.TargetState;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the buttons of the page do. */
@Timeout(300)
class PageActionTest extends PageFixture {
  @Test
  void aButtonDoesWhatTheCommandLineDoes() throws Exception {
    cli.startRelease(ORDERS, "--name", "friday");

    HttpResponse<String> paused = post(FRIDAY + "/pause", "{\"why\": \"lunch\"}");
    HttpResponse<String> again = post(FRIDAY + "/pause", "{}");

    assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
    assertThat(says(paused)).isEqualTo("orders-8: paused by live page: lunch");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(says(again)).isEqualTo("orders-8 is paused");
    assertThat(cli.run("status", "friday").out()).startsWith("orders-8  PAUSED\n");
  }

  @Test
  void aPromotedReleaseIsTakenBack() throws Exception {
    Map<String, TargetState> before = cli.targetStates();
    cli.startRelease(AT_ONCE, "--name", "friday");
    assertThat(cli.targetStates()).isNotEqualTo(before);

    HttpResponse<String> back = post(FRIDAY + "/revert", "{\"why\": \"wrong totals\"}");

    assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
    assertThat(says(back)).isEqualTo("orders-8: ROLLED_BACK: reverted by live page: wrong totals");
    assertThat(cli.targetStates()).isEqualTo(before);
  }

  @Test
  void aReleaseIsStartedFromThePage() throws Exception {
    HttpResponse<String> started = post("/_coalmine/releases", ORDERS.replace('\'', '"'));
    HttpResponse<String> wrong =
        post("/_coalmine/releases", "{\"function\": \"orders\", \"wach\": 1}");

    assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
    String name = String.valueOf(JsonView.of(Json.parse(started.body())).map().get("name"));
    assertThat(cli.run("status", name).exit()).isZero();
    assertThat(wrong.statusCode()).isEqualTo(409);
    assertThat(says(wrong)).isEqualTo("unknown field wach (did you mean watch?)");
  }

  @ParameterizedTest
  @CsvSource({"pause, 'nonsense', 400", "explode, '{}', 400", "report, '{}', 400"})
  void whatIsNoCommandDoesNothing(String word, String body, int status) throws Exception {
    cli.startRelease(ORDERS, "--name", "friday");

    assertThat(post(FRIDAY + "/" + word, body).statusCode()).isEqualTo(status);
    assertThat(cli.run("status", "friday").out()).startsWith("orders-8  RUNNING\n");
  }
}
