package dev.coalmine.report;

import static dev.coalmine.report.HistoryBuilder.alarm;
import static dev.coalmine.report.HistoryBuilder.measured;
import static dev.coalmine.report.HistoryBuilder.minute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.AlarmState;
import dev.coalmine.release.Decision;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.SteeringCommand;
import dev.coalmine.request.SteeringEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ReportPageTest {
  private static final String HOSTILE =
      "\"><script>alert('1')</script><img src=x onerror=alert(1)>&lt;\u0000\u202E\uD800]]>";

  @Test
  void whatWasMeasuredStandsInThePictureAsItIs() {
    ParsedPage page =
        ParsedPage.of(failing().ended(3, "FAILED", "RolledBack", "errors: canary 4 of 4"));

    Element column = page.all("rect", "column").get(0);
    assertThat(column.getAttribute("data-minute")).isEqualTo("3");
    assertThat(column.getAttribute("data-from")).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(column.getAttribute("data-minutes")).isEqualTo("1");
    assertThat(column.getAttribute("data-weight")).isEqualTo("1");
    assertThat(column.getAttribute("data-canary-requests")).isEqualTo("4");
    assertThat(column.getAttribute("data-canary-errors")).isEqualTo("4");
    assertThat(column.getAttribute("data-canary-above")).isEqualTo("2.8,2,1,0.4,0");
    assertThat(column.getAttribute("data-baseline-requests")).isEqualTo("40");
    assertThat(column.getAttribute("data-evidence")).isEqualTo("errors=63400;latency limit=0.5");
    assertThat(column.getAttribute("x")).isEqualTo("0%");
    assertThat(column.getAttribute("width")).isEqualTo("33.33%");
  }

  @Test
  void outcomeAndReasonComeFirst() {
    String text =
        ParsedPage.of(failing().ended(3, "FAILED", "RolledBack", "errors: canary 4 of 4; and more"))
            .text();

    assertThat(text)
        .startsWith(
            "ROLLED BACK orders-8 orders:live: version 7 → version 8errors: canary 4 of 4; and"
                + " more");
  }

  @Test
  void everyDecisionIsMarkedAtItsOwnMoment() {
    ParsedPage page =
        ParsedPage.of(
            failing()
                .says(
                    2,
                    new SteeringEntry(SteeringCommand.PAUSE, "ann", "", minute(2)),
                    Decision.KEEP_BAKING)
                .failure(2.5, "CheckAlarms", "Lambda.TooManyRequestsException", "slow down")
                .ended(3, "FAILED", "RolledBack", "errors"));

    assertThat(page.all("g", "mark"))
        .extracting(
            marker -> marker.getAttribute("data-mark") + " " + marker.getAttribute("data-at"))
        .containsExactly(
            "START 2026-01-01T12:00:00Z",
            "ADVANCE 2026-01-01T12:00:00Z",
            "PAUSE 2026-01-01T12:02:00Z",
            "FAULT 2026-01-01T12:02:30Z",
            "ROLL_BACK 2026-01-01T12:03:00Z");
    assertThat(page.all("g", "look"))
        .extracting(look -> look.getAttribute("data-verdict"))
        .containsExactly("INCONCLUSIVE", "FAIL");
  }

  @Test
  void namesAndReasonsStayText() {
    HistoryBuilder hostile =
        HistoryBuilder.ofOrders()
            .named(HOSTILE)
            .asked("{\"id\": \"" + HOSTILE.replace("\"", "\\\"") + "\"}")
            .state(0, "Prepare", 0, Decision.ADVANCE, HOSTILE)
            .state(0, "ShiftWeight", 5, Decision.KEEP_BAKING, HOSTILE)
            .says(
                1,
                new SteeringEntry(SteeringCommand.PAUSE, HOSTILE, HOSTILE, minute(1)),
                Decision.KEEP_BAKING)
            .failure(1.5, HOSTILE, HOSTILE, HOSTILE)
            .look(
                2,
                Verdict.PASS,
                Decision.KEEP_BAKING,
                Optional.of(
                    new MetricSample(
                        minute(0),
                        1,
                        RequestCounts.NONE,
                        RequestCounts.NONE,
                        List.of(new MetricSample.TestProgress(HOSTILE, 1, 333)))),
                List.of(alarm(HOSTILE, AlarmState.ALARM, 1)));

    for (ReleaseHistory history :
        List.of(hostile.until(3), hostile.ended(3, "FAILED", "Stuck", HOSTILE))) {
      ParsedPage page = ParsedPage.of(history);
      assertThat(page.names()).doesNotContain("script", "img", "iframe", "use", "object", "a");
      assertThat(page.html()).doesNotContain("<script", "<img", "\u202E", "\u0000");
      assertThat(page.attributes()).noneMatch(name -> name.startsWith("on"));
      assertThat(page.text()).contains("<script>alert('1')</script>");
    }
  }

  @Test
  void aDocumentAsksNobodyForAnything() {
    String html = ReportPage.document(failing().until(3));

    assertThat(html)
        .startsWith("<!doctype html>\n<html lang=\"en\">")
        .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
        .doesNotContain("url(", "@import", "href=", "src=\"");
    assertThat(html.replaceAll("http://www\\.w3\\.org/2000/svg", ""))
        .doesNotContain("http:", "https:");
  }

  @Test
  void whatWasRefusedHasOnlyItsReasonAndItsRequest() {
    ParsedPage page =
        ParsedPage.of(
            HistoryBuilder.ofOrders()
                .asked("{\"wach\": 1}")
                .ended(0, "FAILED", "Refused", "2 faults: unknown field wach; and another"));

    assertThat(page.all("svg", "picture")).isEmpty();
    assertThat(page.all("g", "mark")).isEmpty();
    assertThat(page.text())
        .startsWith("REFUSED run2 faults: unknown field wach; and another")
        .contains("{\n  \"wach\": 1\n}");
  }

  @Test
  void whatHasJustBegunIsAPageToo() {
    assertThat(ParsedPage.of(HistoryBuilder.ofOrders().until(0)).text())
        .startsWith("RUNNING runnot started yetno information yet");
  }

  @Test
  void aReleaseThatGoesOnSaysWhenItLooksNext() {
    HistoryBuilder running =
        HistoryBuilder.ofOrders()
            .state(0, "Prepare", 0, Decision.ADVANCE, "ready")
            .state(0, "ShiftWeight", 5, Decision.KEEP_BAKING, "canary 8 gets 5 %");

    assertThat(ParsedPage.of(running.until(.5)).text())
        .contains("holds 5 %; next look at 12:01 UTC, 01:00 after the start");
  }

  @Test
  void nothingMeasuredIsAGapAndNotZero() {
    ParsedPage page =
        ParsedPage.of(
            HistoryBuilder.ofOrders()
                .state(0, "ShiftWeight", 5, Decision.KEEP_BAKING, "canary 8 gets 5 %")
                .look(3, Verdict.PASS, Decision.KEEP_BAKING, measured(0, 10, 1, 1))
                .look(4, Verdict.INCONCLUSIVE, Decision.KEEP_BAKING, Optional.empty())
                .look(5, Verdict.PASS, Decision.KEEP_BAKING, measured(2, 10, 1, 1))
                .ended(6, "ABORTED", "", ""));

    List<String> lines =
        page.all("path", "canary line").stream().map(path -> path.getAttribute("d")).toList();
    assertThat(lines).anyMatch(line -> line.matches("M0 \\S+H1667M3333 \\S+H5000"));
  }

  @Test
  void afterThePromotionThereIsNoBaselineToBeZero() {
    MetricSample alone =
        new MetricSample(
            minute(1),
            1,
            new RequestCounts(50, 1, 0, new ThresholdCounts(0.0, 0.0, 0.0, 0.0, 0.0)),
            RequestCounts.NONE,
            List.of());
    ParsedPage page =
        ParsedPage.of(
            HistoryBuilder.ofOrders()
                .state(0, "ShiftWeight", 5, Decision.KEEP_BAKING, "canary 8 gets 5 %")
                .look(2, Verdict.PASS, Decision.PROMOTE, measured(0, 10, 1, 1))
                .state(2, "Promote", 100, Decision.KEEP_WATCHING, "canary 8 serves all traffic")
                .look(3, Verdict.PASS, Decision.KEEP_WATCHING, Optional.of(alone))
                .ended(4, "SUCCEEDED", "", "{}"));

    assertThat(page.all("path", "edge"))
        .extracting(path -> path.getAttribute("d"))
        .filteredOn(line -> line.startsWith("M0 "))
        .isNotEmpty()
        .allMatch(line -> line.endsWith("H2500"));
  }

  @Test
  void aLongReleaseIsThinnedOutAndKeepsWhatWasWorst() {
    HistoryBuilder days =
        HistoryBuilder.ofOrders().state(0, "ShiftWeight", 5, Decision.KEEP_BAKING, "5 %");
    IntStream.range(0, 1_900)
        .forEach(
            i ->
                days.look(
                    i + 2,
                    Verdict.PASS,
                    Decision.KEEP_BAKING,
                    measured(i, 100, i == 777 ? 93 : i == 1_234 ? 0 : 2, 1)));
    ParsedPage page =
        ParsedPage.of(
            days.state(1_902, "Promote", 100, Decision.KEEP_WATCHING, "all").until(1_903));

    assertThat(page.html().getBytes(UTF_8).length).isLessThan(300_000);
    assertThat(sum(page, "data-canary-requests")).isEqualTo(190_000);
    assertThat(sum(page, "data-looks")).isEqualTo(1_900);
    assertThat(page.all("rect", "column"))
        .extracting(column -> column.getAttribute("data-canary-worst"))
        .contains("0.93");
    assertThat(page.all("rect", "column"))
        .extracting(column -> column.getAttribute("data-canary-best"))
        .contains("0");
    assertThat(page.all("g", "mark")).hasSize(2);
    assertThat(page.all("path", "range")).hasSize(1);
  }

  private static long sum(ParsedPage page, String name) {
    return page.all("rect", "column").stream()
        .mapToLong(column -> Long.parseLong(column.getAttribute(name)))
        .sum();
  }

  @Test
  void tenTargetsForNinetyMinutesAreNoLargePage() {
    HistoryBuilder ten =
        HistoryBuilder.of(10).state(0, "ShiftWeight", 5, Decision.KEEP_BAKING, "5 %");
    IntStream.range(0, 90)
        .forEach(
            i -> ten.look(i + 2, Verdict.PASS, Decision.KEEP_BAKING, measured(i, 1_000, 2, 1)));

    ParsedPage page = ParsedPage.of(ten.until(93));

    assertThat(page.all("svg", "picture")).hasSize(11);
    assertThat(page.html().getBytes(UTF_8).length).isLessThan(600_000);
  }

  @Test
  void aHundredAlarmsLeaveRoomForTheOnesThatSaySomething() {
    List<dev.coalmine.release.AnalysisResult.AlarmFinding> alarms = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      alarms.add(alarm("alarm-" + i, i == 50 ? AlarmState.ALARM : AlarmState.OK, i == 50 ? 1 : -9));
    }
    ParsedPage page =
        ParsedPage.of(
            HistoryBuilder.ofOrders()
                .state(0, "ShiftWeight", 5, Decision.KEEP_BAKING, "canary 8 gets 5 %")
                .look(2, Verdict.FAIL, Decision.ROLL_BACK, Optional.empty(), alarms)
                .ended(2, "FAILED", "RolledBack", "alarm"));

    assertThat(page.all("rect", "alarm-alarm"))
        .extracting(bar -> bar.getAttribute("data-alarm"))
        .containsExactly("alarm-50");
    assertThat(page.text()).contains("99 more, always OK").contains("alarm-99");
  }

  @Test
  void whatWasStoppedFromOutsideSaysSo() {
    assertThat(ParsedPage.of(failing().ended(3, "ABORTED", "Enough", "by ann")).text())
        .startsWith("STOPPED orders-8");
    assertThat(ParsedPage.of(failing().ended(3, "TIMED_OUT", "", "")).text())
        .startsWith("TIMED OUT orders-8")
        .contains("no reason given");
  }

  @Test
  void aLongReasonIsFoldedAndWhole() {
    String reason = "a reason that goes on; ".repeat(400) + "and ends";

    assertThat(ParsedPage.of(failing().ended(3, "FAILED", "RolledBack", reason)).text())
        .contains(reason);
  }

  @Test
  void aThemeIsTheReadersUnlessItIsTold() {
    ReleaseHistory history = failing().until(3);

    assertThat(ReportPage.fragment(history)).startsWith("<div class=\"coalmine\">");
    assertThat(ReportPage.fragment(history, Theme.LIGHT))
        .startsWith("<div class=\"coalmine light\">");
    assertThat(ReportPage.fragment(history, Theme.DARK))
        .startsWith("<div class=\"coalmine dark\">");
  }

  @Test
  void thePictureTellsItsStoryInWords() {
    ParsedPage page = ParsedPage.of(failing().ended(3, "FAILED", "RolledBack", "errors"));

    Element picture = page.all("svg", "picture").get(0);
    assertThat(picture.getAttribute("role")).isEqualTo("img");
    assertThat(picture.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo(
            "00:00 start, weight 0 %. 00:00 weight raised, weight 1 %. 03:00 rolled back,"
                + " weight 0 %. orders:live: errors of the canary 4 of 4 (100 %), of the baseline 1"
                + " of 40 (2.5 %); strongest evidence errors 63,400:1 of 333:1. The tables below"
                + " list all figures.");
  }

  @Test
  void whatHappenedIsToldInItsOrderEvenWithinOneMoment() {
    String told =
        ParsedPage.of(
                HistoryBuilder.ofOrders()
                    .state(0, "ShiftWeight", 5, Decision.KEEP_BAKING, "canary 8 gets 5 %")
                    .state(3, "Steer", 5, Decision.CHECK, "alarm a: changed to ALARM")
                    .look(3, Verdict.FAIL, Decision.ROLL_BACK, Optional.empty())
                    .failure(3, "Rollback", "States.Timeout", "")
                    .state(3, "Rollback", 0, Decision.RESTORED, "errors")
                    .ended(3, "FAILED", "RolledBack", "errors"))
            .text();

    assertThat(told.substring(told.indexOf("Timeline")))
        .containsSubsequence(
            "alarm a: changed to ALARM",
            "FAIL: numbers of 3.0",
            "Rollback failed: States.Timeout",
            "version 7 serves all traffic again");
  }

  @Test
  void anAlarmThatWasOtherwiseBetweenTwoLooksShowsIt() {
    ParsedPage page =
        ParsedPage.of(
            HistoryBuilder.ofOrders()
                .state(0, "ShiftWeight", 5, Decision.KEEP_BAKING, "canary 8 gets 5 %")
                .look(
                    2,
                    Verdict.PASS,
                    Decision.KEEP_BAKING,
                    Optional.empty(),
                    List.of(alarm("a", AlarmState.OK, -5)))
                .look(
                    4,
                    Verdict.FAIL,
                    Decision.ROLL_BACK,
                    Optional.empty(),
                    List.of(alarm("a", AlarmState.OK, 3)))
                .until(4));

    assertThat(page.all("rect", "alarm-changed"))
        .extracting(bar -> bar.getAttribute("x") + " " + bar.getAttribute("width"))
        .hasSize(1);
    assertThat(page.text()).contains("OK, then left this state and returned to it, then OK");
  }

  private static HistoryBuilder failing() {
    return HistoryBuilder.ofOrders()
        .state(0, "Prepare", 0, Decision.ADVANCE, "orders:live serves version 7; ready")
        .state(0, "ShiftWeight", 1, Decision.KEEP_BAKING, "canary 8 gets 1 %")
        .look(1, Verdict.INCONCLUSIVE, Decision.KEEP_BAKING, Optional.empty())
        .look(3, Verdict.FAIL, Decision.ROLL_BACK, measured(0, 4, 4, 63_400))
        .state(3, "Rollback", 0, Decision.RESTORED, "errors");
  }
}
