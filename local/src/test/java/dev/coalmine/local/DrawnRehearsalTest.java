package dev.coalmine.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.local.asl.Execution;
import dev.coalmine.local.traffic.Traffic;
import dev.coalmine.release.Measured;
import dev.coalmine.report.Page;
import dev.coalmine.report.Story;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The pages of releases that were rehearsed say what their looks measured. */
class DrawnRehearsalTest {
  private static final String NINETY_MINUTES =
      """
      {"function": "orders", "gate": {"alarms": ["orders-errors"]},
       "plan": {"steps": [{"weight": 5, "bake": "PT20M"}, {"weight": 20, "bake": "PT20M"},
                          {"weight": 50, "bake": "PT40M"}]}}
      """;

  private static Laptop laptop;

  @BeforeAll
  static void open() throws IOException {
    laptop = new Laptop(Scenario.ROOT);
  }

  @AfterAll
  static void close() {
    laptop.close();
  }

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
    Scenario played = Scenarios.named(scenario);
    List<Execution> ran = new ArrayList<>();
    Rehearsal rehearsal = rehearsal(played.text(), played.traffic(), ran);
    played.meanwhile().accept(rehearsal);
    rehearsal.play();
    Story story = EmbeddedStory.of(ran.get(0)).story();

    Document page = parsed(Page.document(story));

    assertThat(columns(page)).isEqualTo(measured(story));
    assertThat(page.getDocumentElement().getTextContent()).doesNotContain("NaN", "Infinity");
    assertThat(marks(page))
        .isGreaterThanOrEqualTo(
            story.moments().stream().filter(moment -> !moment.isLook()).count());
  }

  @Test
  void aReportOfNinetyMinutesIsNoLargeFile() throws Exception {
    List<Execution> ran = new ArrayList<>();
    rehearsal(NINETY_MINUTES, "healthy", ran).play();
    Story story = EmbeddedStory.of(ran.get(0)).story();

    String page = Page.document(story);

    assertThat(story.looks()).hasSizeGreaterThanOrEqualTo(90);
    assertThat(page.getBytes(UTF_8).length).isLessThan(300_000);
    assertThat(columns(parsed(page))).isEqualTo(measured(story));
  }

  private static Rehearsal rehearsal(String event, String traffic, List<Execution> ran) {
    return new Rehearsal(
        laptop,
        event,
        Traffic.load(traffic),
        1,
        new Timeline(line -> {}, look -> {}),
        (execution, happened) -> {
          if (ran.isEmpty() && execution.identity().stateMachineName().equals(World.NAME)) {
            ran.add(execution);
          }
        });
  }

  /** What the looks say, one line for each that measured something. */
  private static List<String> measured(Story story) {
    List<String> lines = new ArrayList<>();
    for (Story.Moment look : story.looks()) {
      long minute = Duration.between(story.startedAt(), look.at()).toMinutes();
      int weight = look.release().weight().percent();
      for (Measured measured : look.release().judgement().measured()) {
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

  private static String side(Measured.Counts counts) {
    return "%s %s %s %s"
        .formatted(
            counts.requests(),
            counts.errors(),
            counts.durations(),
            counts.above().stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  /** The same as the picture has it. */
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
        new Measured.Counts(
            number(column, side + "-requests"),
            number(column, side + "-errors"),
            number(column, side + "-durations"),
            above));
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

  /** By a parser that forgives nothing. */
  private static Document parsed(String html) throws Exception {
    String xml = html.replaceFirst("<!doctype html>", "").strip();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(UTF_8)));
  }
}
