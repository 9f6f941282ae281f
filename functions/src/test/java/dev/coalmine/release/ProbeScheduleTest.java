package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.request.Request;
import dev.coalmine.request.RequestReader;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which looks order probes, and how many. */
class ProbeScheduleTest {
  /** A release at 10 % that sends five probes a minute to each version. */
  private static Release baking(String poll, String maxDuration) {
    Map<String, Object> steps =
        Map.of("steps", List.of(Map.of("weight", 10, "bake", "PT10M")), "poll", poll);
    Request request =
        RequestReader.read(
                Map.of(
                    "function",
                    "orders",
                    "plan",
                    steps,
                    "maxDuration",
                    maxDuration,
                    "probe",
                    Map.of("function", "orders-probe", "perMinute", 5)))
            .request();
    return Promotion.shifted(
        ReleaseStart.prepared(
            new Release.ReleaseIdentity("orders-8", "arn:run", ReleaseFixtures.NOON),
            request,
            List.of(ReleaseFixtures.ORDERS),
            List.of(),
            Weight.NONE,
            ReleaseFixtures.NOON),
        ReleaseFixtures.NOON);
  }

  private static int due(Release release, Instant now) {
    return ProbeSchedule.dueMinutes(release, release.targetProgress().get(0), now);
  }

  private static Release ordered(Release release, int minutes, Instant now) {
    return ProbeSchedule.withOrder(release, release.targetProgress().get(0), minutes, now);
  }

  /** Looks of any rhythm: each minute of the clock is ordered once, and none is left out. */
  @ParameterizedTest
  @CsvSource({"PT10S, 10", "PT61S, 61", "PT90S, 90", "PT119S, 119", "PT3M, 180", "PT2M, 40"})
  void everyMinuteIsOrderedOnce(String poll, int secondsBetweenLooks) {
    Release release = baking(poll, "PT2H");
    int ordered = 0;
    int now = 60;
    for (; now < 3000; now += secondsBetweenLooks) {
      Instant at = ReleaseFixtures.NOON.plusSeconds(now);
      int minutes = due(release, at);
      ordered += minutes;
      release = minutes > 0 ? ordered(release, minutes, at) : release;
    }
    int lastLook = now - secondsBetweenLooks;
    assertThat(ordered).isGreaterThanOrEqualTo(lastLook / 60);
    assertThat(ordered).isLessThanOrEqualTo(lastLook / 60 + 3);
  }

  @ParameterizedTest(name = "polled every {0}: {1} minutes")
  @CsvSource({
    "PT10S, 1",
    "PT1M, 1",
    "PT61S, 1",
    "PT119S, 1",
    "PT2M, 2",
    "PT5M, 5",
    "PT10M, 10",
    "PT1H, 14"
  })
  void aLookOrdersTheMinutesUpToTheNextOne(String poll, int minutes) {
    assertThat(due(baking(poll, "PT2H"), minute(1))).isEqualTo(minutes);
  }

  /** Alarms, commands and short polls make more looks than minutes. */
  @Test
  void aMinuteIsOrderedOnceHoweverManyLooksItHas() {
    Release release = baking("PT2M", "PT2H");
    List<Integer> orders = new ArrayList<>();
    for (int second = 60; second < 300; second += 20) {
      Instant now = ReleaseFixtures.NOON.plusSeconds(second);
      int minutes = due(release, now);
      orders.add(minutes);
      release = minutes > 0 ? ordered(release, minutes, now) : release;
    }

    assertThat(orders).containsExactly(2, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0);
    assertThat(release.targetProgress().get(0).memory().probe().sent()).isEqualTo(50);
  }

  @Test
  void allOrdersStayWithinWhatMaxDurationAllows() {
    Release release = baking("PT1M", "PT12M");
    for (int minute = 1; minute < 60; minute++) {
      int minutes = due(release, minute(minute));
      release = minutes > 0 ? ordered(release, minutes, minute(minute)) : release;
    }

    assertThat(release.targetProgress().get(0).memory().probe().sent())
        .isEqualTo(release.settings().probe().mostRequests(release.settings().maxDuration()))
        .isEqualTo(2 * 5 * 12);
  }

  @Test
  void nothingIsSentToAReleaseThatGoesBackOrIsPromotedOrWaitsForAPerson() {
    Release baking = baking("PT1M", "PT2H");
    Release back = ReleaseRollback.rollBack(baking, RollbackCause.ALARM, "fired");
    Release whole = baking.withPendingWeight(Weight.ALL, "passed");
    Release waiting =
        ApprovalWait.start(
            baking, Approvals.WaitReason.APPROVAL, new Weight(50), "asked", minute(1));

    assertThat(List.of(back, whole, waiting)).allMatch(release -> due(release, minute(1)) == 0);
    assertThat(due(ReleaseFixtures.prepared(10), minute(1))).isZero();
  }
}
