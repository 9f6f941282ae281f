package dev.coalmine.cli.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.rehearsal.TrafficTargets;
import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.text.JsonView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the page is sent while releases run. */
@Timeout(300)
class PageStreamTest extends PageFixture {
  @Test
  void aBrowserIsToldAllThatThereIsAndThenWhatChanges() throws Exception {
    cli.startRelease(ORDERS, "--name", "friday");

    try (BrowserStream stream = new BrowserStream("/_coalmine/live")) {
      assertThat(stream.next().data()).containsEntry("speed", 60.0).containsKey("now");
      Map<String, Object> first = stream.next("releases", any -> true).data();
      assertThat(first).containsEntry("running", 1).containsEntry("endings", Map.of());
      assertThat(rows(first))
          .singleElement()
          .satisfies(
              row ->
                  assertThat(row)
                      .containsEntry("name", "friday")
                      .containsEntry("id", "orders-8")
                      .containsEntry("standing", "RUNNING")
                      .containsEntry("weight", 10)
                      .containsEntry("targets", List.of(List.of("orders:live", "7", "8")))
                      .containsEntry("reason", "canary 8 gets 10 %")
                      .containsEntry(
                          "next", (int) CliDriver.START.plusSeconds(60).getEpochSecond()));

      cli.run("rollback", "friday", "--by", "ann", "--why", "wrong totals");
      cli.advance(Duration.ofSeconds(1));

      Map<String, Object> last = stream.next("releases", data -> isRow(data, "ROLLED_BACK")).data();
      assertThat(last)
          .containsEntry("running", 0)
          .containsEntry("endings", Map.of("ROLLED_BACK", 1));
      assertThat(JsonView.of(last.get("newest")).map())
          .containsEntry("reason", "rolled back by ann: wrong totals, at weight 10");
    }
  }

  @Test
  void whereNothingHappensTheClockIsToldAllTheSame() throws Exception {
    try (BrowserStream stream = new BrowserStream("/_coalmine/live")) {
      stream.next("releases", any -> true);

      assertThat(stream.next("releases", any -> true).data())
          .containsEntry("rows", List.of())
          .containsEntry("now", CliDriver.START.toEpochMilli());
    }
  }

  @Test
  void trafficIsWhatLambdaAndCloudWatchSay() throws Exception {
    TrafficTargets.all().startTraffic(cli.world, TrafficProfile.load("healthy"), 1);
    cli.startRelease(ORDERS, "--name", "friday");
    cli.advance(Duration.ofMinutes(5));

    try (BrowserStream stream = new BrowserStream("/_coalmine/live")) {
      Map<String, Object> traffic = stream.next("traffic", any -> true).data();
      Map<String, Object> orders = JsonView.of(((List<?>) traffic.get("flows")).get(0)).map();

      assertThat(orders).containsEntry("name", "orders:live").containsEntry("release", "friday");
      assertThat(((List<?>) orders.get("ways")).stream().map(each -> JsonView.of(each).map()))
          .satisfiesExactly(
              way ->
                  assertThat(way)
                      .containsEntry("label", "version 7")
                      .containsEntry("role", "baseline")
                      .containsEntry("share", 90.0)
                      .containsEntry("requests", invocations(orders, "7")),
              way ->
                  assertThat(way)
                      .containsEntry("label", "version 8")
                      .containsEntry("role", "canary")
                      .containsEntry("share", 10.0)
                      .containsEntry("requests", invocations(orders, "8")));
    }
  }

  private int invocations(Map<String, Object> flow, String version) {
    Map<String, Object> metric =
        Map.of(
            "Namespace",
            "AWS/Lambda",
            "MetricName",
            "Invocations",
            "Statistics",
            List.of("Sum"),
            "Period",
            60,
            "StartTime",
            flow.get("minute"),
            "EndTime",
            (int) flow.get("minute") + 60,
            "Dimensions",
            List.of(
                Map.of("Name", "FunctionName", "Value", "orders"),
                Map.of("Name", "Resource", "Value", "orders:live"),
                Map.of("Name", "ExecutedVersion", "Value", version)));
    List<?> points =
        (List<?>) cli.world.cloudWatch().call("GetMetricStatistics", metric).get("Datapoints");
    return ((Number) JsonView.of(points.get(0)).map().get("Sum")).intValue();
  }

  @Test
  void aReleaseThatIsOpenShowsWhyAndWhatItCanBeTold() throws Exception {
    cli.startRelease(ORDERS, "--name", "friday");

    try (BrowserStream stream = new BrowserStream(FRIDAY + "/live")) {
      assertThat(stream.next("release", any -> true).data())
          .containsEntry("id", "orders-8")
          .containsEntry("standing", "RUNNING")
          .containsEntry("reason", "canary 8 gets 10 %")
          .containsEntry("state", "Bake")
          .containsEntry("commands", List.of("pause", "skip", "promote", "rollback"));
      assertThat(stream.next("picture", any -> true).data().get("html").toString())
          .contains("coalmine");

      cli.run("pause", "friday");
      stream.next(
          "release",
          data -> List.of("resume", "skip", "promote", "rollback").equals(data.get("commands")));
      cli.run("promote", "friday");
      cli.advance(Duration.ofMinutes(2));

      assertThat(stream.next("release", data -> data.containsKey("ended")).data())
          .containsEntry("standing", "PROMOTED")
          .containsEntry("commands", List.of("revert"));

      cli.run("revert", "friday");

      Map<String, Object> back = stream.next("release", data -> share(data, 0) == 100).data();
      assertThat(back).containsEntry("standing", "PROMOTED");
      assertThat(share(back, 1)).isZero();
    }
  }

  private static double share(Map<String, Object> release, int way) {
    Map<String, Object> flow = JsonView.of(((List<?>) release.get("flows")).get(0)).map();
    return ((Number) JsonView.of(((List<?>) flow.get("ways")).get(way)).map().get("share"))
        .doubleValue();
  }

  @Test
  void aReleaseThatIsNotThereIsSaidToBeGone() throws Exception {
    try (BrowserStream stream = new BrowserStream("/_coalmine/releases/nobody/live")) {
      assertThat(stream.next().data()).isEqualTo(Map.of("gone", true));
      assertThat(stream.next().event()).isEqualTo("over");
    }
    assertThat(get("/_coalmine/releases/nobody/report").statusCode()).isEqualTo(404);
    assertThat(post("/_coalmine/releases/nobody/pause", "{}").statusCode()).isEqualTo(404);
  }
}
