package dev.coalmine.cli.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.progress.EngineHistory;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.workflow.ReleaseScenario;
import dev.coalmine.cli.workflow.ReleaseScenarios;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.report.ReportPage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reports of rehearsals have the numbers of their analyses. */
class RehearsalReportTest {
  private static final String NINETY_MINUTES =
      """
      {"function": "orders", "gate": {"alarms": ["orders-errors"]},
       "plan": {"steps": [{"weight": 5, "bake": "PT20M"}, {"weight": 20, "bake": "PT20M"},
                          {"weight": 50, "bake": "PT40M"}]}}
      """;

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "healthy-is-promoted",
        "failing-is-rolled-back",
        "slowness-is-rolled-back",
        "few-callers-are-enough",
        "an-incident-after-promotion-is-compared-again",
        "all-at-once",
        "on-time-alone",
        "ninety-nine-steps",
        "alarm-that-rose-and-cleared-between-two-looks",
        "rollback-that-fails-for-good-is-stuck",
        "refused-with-all-faults"
      })
  void thePictureHasTheFiguresOfTheLooks(String scenario) throws Exception {
    ReleaseScenario played = ReleaseScenarios.named(scenario);
    List<Execution> ran = new ArrayList<>();
    Rehearsal rehearsal = rehearsal(played.eventText(), played.traffic(), ran);
    played.interventions().accept(rehearsal);
    rehearsal.run();
    ReleaseHistory story = EngineHistory.read(ran.get(0)).history();

    Document page = parsed(ReportPage.document(story));

    assertThat(columns(page)).isEqualTo(measured(story));
    assertThat(page.getDocumentElement().getTextContent()).doesNotContain("NaN", "Infinity");
    assertThat(marks(page))
        .isGreaterThanOrEqualTo(
            story.stateOutputs().stream().filter(moment -> !moment.isAnalysis()).count());
  }

  @Test
  void aReportOfNinetyMinutesIsNoLargeFile() throws Exception {
    List<Execution> ran = new ArrayList<>();
    rehearsal(NINETY_MINUTES, "healthy", ran).run();
    ReleaseHistory story = EngineHistory.read(ran.get(0)).history();

    String page = ReportPage.document(story);

    assertThat(story.analyses()).hasSizeGreaterThanOrEqualTo(90);
    assertThat(page.getBytes(UTF_8).length).isLessThan(300_000);
    assertThat(columns(parsed(page))).isEqualTo(measured(story));
  }

  private static Rehearsal rehearsal(String event, String traffic, List<Execution> ran) {
    return new Rehearsal(
        LOCAL.runtime(),
        event,
        TrafficProfile.load(traffic),
        1,
        new ReleaseTimeline(line -> {}, look -> {}),
        (execution, happened) -> {
          if (ran.isEmpty() && execution.identity().stateMachineName().equals(StackName.NAME)) {
            ran.add(execution);
          }
        });
  }

  /** The analyses, one line for each with measurements. */
  private static List<String> measured(ReleaseHistory story) {
    List<String> lines = new ArrayList<>();
    for (ReleaseHistory.StateOutput look : story.analyses()) {
      long minute = Duration.between(story.startedAt(), look.at()).toMinutes();
      int weight = look.release().weight().percent();
      for (MetricSample measured : look.release().analysis().samples()) {
        if (measured.minutes() > 0) {
          lines.add(
              "%d %s %d %d | %s | %s"
                  .formatted(
                      minute,
                      measured.from(),
                      measured.minutes(),
                      weight,
                      side(measured.canary()),
                      side(measured.baseline())));
        }
      }
    }
    return lines.stream().sorted().toList();
  }

  private static String side(RequestCounts counts) {
    return "%s %s %s %s"
        .formatted(
            counts.requests(),
            counts.errors(),
            counts.durations(),
            counts.above().toList().stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  /** The same from the picture. */
  private static List<String> columns(Document page) {
    return elements(page, "rect", "column").stream()
        .map(
            column ->
                "%s %s %s %s | %s | %s"
                    .formatted(
                        column.getAttribute("data-minute"),
                        column.getAttribute("data-from"),
                        column.getAttribute("data-minutes"),
                        column.getAttribute("data-weight"),
                        side(column, "canary"),
                        side(column, "baseline")))
        .sorted()
        .toList();
  }

  private static String side(Element column, String side) {
    List<Double> above = new ArrayList<>();
    for (String each : column.getAttribute("data-" + side + "-above").split(",", -1)) {
      above.add(Double.valueOf(each));
    }
    return side(
        new RequestCounts(
            number(column, side + "-requests"),
            number(column, side + "-errors"),
            number(column, side + "-durations"),
            ThresholdCounts.of(above)));
  }

  private static double number(Element column, String name) {
    return Double.parseDouble(column.getAttribute("data-" + name));
  }

  private static long marks(Document page) {
    return elements(page, "g", "mark").size();
  }

  private static List<Element> elements(Document page, String tag, String style) {
    NodeList found = page.getElementsByTagName(tag);
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      Element element = (Element) found.item(i);
      if (element.getAttribute("class").equals(style)) {
        all.add(element);
      }
    }
    return all;
  }

  /** Parses strictly. */
  private static Document parsed(String html) throws Exception {
    String xml = html.replaceFirst("<!doctype html>", "").strip();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(UTF_8)));
  }
}
