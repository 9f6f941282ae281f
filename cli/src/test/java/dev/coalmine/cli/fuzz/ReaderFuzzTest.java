package dev.coalmine.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.judgeprotocol.JudgeProtocol;
import dev.coalmine.cli.replay.InvalidRecordingException;
import dev.coalmine.cli.replay.RecordedMetrics;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.traffic.InvalidTrafficException;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.document.StateAnswer;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.release.HookAnswer;
import dev.coalmine.request.CustomResourceRequest;
import dev.coalmine.request.NothingToReleaseException;
import dev.coalmine.request.PublishedVersion;
import dev.coalmine.request.RequestReader;
import dev.coalmine.request.StackRequestReader;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.request.TagRequest;
import dev.coalmine.target.RefusedException;
import dev.coalmine.text.JsonView;
import dev.coalmine.text.TextLimit;
import dev.coalmine.text.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is read is read, or refused with all its faults in visible text. */
class ReaderFuzzTest {
  private static final List<String> REQUESTS =
      Stream.of(
              "release",
              "steps",
              "hooks",
              "approve",
              "long-form",
              "stage-and-alias",
              "stage-deployment",
              "probe",
              "queue",
              "preset",
              "three-functions")
          .map(name -> file("events/" + name + ".json"))
          .toList();

  private static final List<String> TRAFFIC =
      List.of(
          """
          {"comment": "x", "requestsPerMinute": {"base": 600, "swing": 0.5, "peakHour": 14,
           "bursts": [{"from": 1, "to": 2, "factor": 3}]},
           "baseline": {"errorRate": 0.01, "http500Rate": 0, "latency": {"median": 100, "sigma": 0.5},
            "coldStarts": {"share": 0.01, "factor": 5, "init": 10},
            "warmUp": {"factor": 2, "requests": 50}, "timeouts": {"share": 0, "after": 3000}},
           "canary": {"changes": [{"from": 1, "to": 9, "ramp": 2, "addErrors": 0.1, "slowdown": 2}]},
           "versions": {"9": {"errorRate": 1}}, "incidents": [{"from": 1, "addErrors": 0.2}],
           "metrics": [{"from": 3, "to": 5, "delay": 4, "missing": true}],
           "functions": {"billing": {"requestsPerMinute": 5, "canary": {"errorRate": 0.5}}}}
          """);

  private static final List<String> RECORDINGS =
      Stream.of("counts", "errors", "thresholds")
          .map(name -> file("docs/backtest/" + name + ".json"))
          .map(ReaderFuzzTest::firstPoints)
          .toList();

  private static final List<String> JUDGE =
      List.of(
          "{\"id\": \"a\", \"type\": \"start\", \"plan\": \"paced\", \"grid\": [0, 1, 5, 50, 100],"
              + " \"runtime\": \"java21\", \"history\": [[100, 1, 99, 9], [90, 0, 90, 8]]}",
          "{\"id\": \"a\", \"type\": \"tick\", \"minute\": 2, \"data\": {\"minute\": 0, \"canary\":"
              + " {\"requests\": 9, \"errors\": 1, \"durations\": 8, \"above\": [5, 4, 3, 2, 1]},"
              + " \"baseline\": {\"requests\": 90, \"errors\": 1, \"durations\": 89, \"above\": [9,"
              + " 8, 7, 6, 5]}}}",
          "{\"id\": \"a\", \"type\": \"tick\", \"minute\": 3, \"data\": null}");

  private static String file(String name) {
    try {
      return Files.readString(ProjectFolder.ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A recording with a few points of each series: most changes should meet something else. */
  private static String firstPoints(String recording) {
    return Json.toText(firstPoints("", Json.parse(recording)));
  }

  private static Object firstPoints(String name, Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> copy.put("" + key, firstPoints("" + key, value)));
      return copy;
    }
    if (tree instanceof List<?> list) {
      boolean points = name.equals("Timestamps") || name.equals("Values");
      return list.stream()
          .limit(points ? 8 : Long.MAX_VALUE)
          .map(one -> firstPoints("", one))
          .toList();
    }
    return tree;
  }

  /** The tree; empty where the text is not JSON, which is refused before it is read. */
  private static Optional<Object> tree(String text) {
    try {
      return Optional.ofNullable(Json.parse(text));
    } catch (IllegalArgumentException notJson) {
      assertVisible(List.of(VisibleText.of(notJson.getMessage())));
      return Optional.empty();
    }
  }

  private static void assertVisible(List<String> faults) {
    for (String fault : faults) {
      assertThat(VisibleText.of(fault)).isEqualTo(fault);
      assertThat(fault.length()).as(TextLimit.cut(fault, 200)).isBetween(1, 2_000);
    }
    if (!faults.isEmpty()) {
      assertThat(new RefusedException(faults).getMessage().length())
          .isLessThanOrEqualTo(TextLimit.LONGEST_MESSAGE);
    }
  }

  @Test
  void aRequestIsReadOrRefused() {
    FuzzRun.play(
        2_000,
        hostile ->
            tree(hostile.text(hostile.oneOf(REQUESTS)))
                .map(RequestReader::read)
                .ifPresent(
                    read -> {
                      assertVisible(read.faults());
                      assertThat(read.faults().isEmpty() && read.request().targets().isEmpty())
                          .isFalse();
                    }));
  }

  @Test
  void allFaultsOfARequestAreListedAtOnce() {
    List<String> names =
        List.of(
            "id",
            "function",
            "alias",
            "version",
            "plan",
            "gate",
            "maxDuration",
            "whenInconclusive",
            "watch",
            "hooks",
            "approve",
            "approvalTimeout",
            "ifBusy",
            "probe",
            "unheardOf");
    FuzzRun.play(
        1_000,
        hostile -> {
          Map<String, Object> request = new TreeMap<>();
          request.put("function", "orders");
          for (int i = 0; i < 4; i++) {
            request.put(hostile.oneOf(names), List.of(hostile.word()));
          }
          List<String> faults = RequestReader.read(request).faults();
          request.entrySet().stream()
              .filter(field -> field.getValue() instanceof List)
              .filter(field -> !field.getKey().equals("approve"))
              .forEach(
                  field ->
                      assertThat(faults)
                          .as("%s", request)
                          .anyMatch(fault -> fault.contains(field.getKey())));
        });
  }

  @Test
  void tagsMakeARequestOrNone() {
    List<String> names =
        List.of(
            "alias",
            "plan",
            "alarms",
            "metrics",
            "approve",
            "before-traffic",
            "each-step",
            "after-traffic",
            "max-duration",
            "when-inconclusive",
            "watch",
            "approval-timeout",
            "if-busy",
            "nothing");
    List<String> values =
        List.of(
            "live", "5@PT2M 50@PT10M", "@@ 5@", "10 20", "true", "errors", "PT1M", "99999999999");
    FuzzRun.play(
        2_000,
        hostile -> {
          Map<String, String> tags = new TreeMap<>();
          for (int i = 0; i < 5; i++) {
            tags.put(
                "coalmine:" + (hostile.below(9) == 0 ? hostile.word() : hostile.oneOf(names)),
                hostile.below(2) == 0 ? hostile.word() : hostile.oneOf(values));
          }
          try {
            PublishedVersion published =
                new PublishedVersion("arn:aws:lambda:us-east-1:000000000000:function:orders", "8");
            assertVisible(RequestReader.read(TagRequest.of(published, tags)).faults());
          } catch (NothingToReleaseException none) {
            assertVisible(List.of(none.getMessage()));
          }
        });
  }

  @Test
  void anEventPublishesAVersionOrNothing() {
    String event = file("events/new-version.json");
    FuzzRun.play(
        2_000,
        hostile -> {
          try {
            tree(hostile.text(event)).ifPresent(PublishedVersion::of);
          } catch (NothingToReleaseException nothing) {
            assertVisible(List.of(nothing.getMessage()));
          }
        });
  }

  @Test
  void theResourceOfAStackIsReadOrRefused() {
    String event = file("events/stack-update.json");
    FuzzRun.play(
        2_000,
        hostile ->
            tree(hostile.text(event))
                .map(JsonView::of)
                .map(view -> view.object("ResourceProperties").map())
                .ifPresent(
                    properties -> {
                      assertVisible(StackRequestReader.of(properties).faults());
                      CustomResourceRequest request =
                          new CustomResourceRequest(
                              CustomResourceRequest.RequestType.CREATE,
                              "s",
                              "r",
                              "l",
                              "",
                              properties);
                      assertThat(request.resourceId()).isNotEmpty();
                    }));
  }

  @Test
  void trafficIsReadOrRefused() {
    FuzzRun.play(
        1_500,
        hostile -> {
          try {
            TrafficProfile.parse("traffic.json", hostile.text(hostile.oneOf(TRAFFIC)));
          } catch (InvalidTrafficException bad) {
            assertBounded(bad.getMessage());
          }
        });
  }

  @Test
  void aRecordingIsReadOrRefused() {
    FuzzRun.play(
        600,
        hostile -> {
          try {
            RecordedMetrics.parse("metrics.json", hostile.text(hostile.oneOf(RECORDINGS)));
          } catch (InvalidRecordingException bad) {
            assertBounded(bad.getMessage());
          }
        });
  }

  private static void assertBounded(String message) {
    assertThat(VisibleText.of(message)).isEqualTo(message);
    assertThat(message.length()).isLessThan(TextLimit.LONGEST_MESSAGE + 100);
  }

  @Test
  void eachLineOfTheJudgeHasOneAnswer() {
    FuzzRun.play(
        1_000,
        hostile -> {
          String lines =
              JUDGE.get(0)
                  + "\n"
                  + line(hostile)
                  + "\n"
                  + line(hostile)
                  + "\n"
                  + JUDGE.get(2)
                  + "\n";
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          JudgeProtocol.run(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), out);

          List<String> answers = out.toString(StandardCharsets.UTF_8).lines().toList();
          assertThat(answers).hasSize(4);
          for (String answer : answers) {
            assertThat(VisibleText.of(answer)).isEqualTo(answer);
            assertThat(answer.length()).isLessThan(2_000);
            assertThat(Json.parseObject(answer.getBytes(StandardCharsets.UTF_8)).keySet())
                .containsAnyOf("error", "weightPercent");
          }
        });
  }

  private static String line(HostileJson hostile) {
    String line = hostile.text(hostile.oneOf(JUDGE)).replace("\n", " ");
    return line.isBlank() ? "{}" : line;
  }

  @Test
  void messagesToAReleaseAreReadOrIgnored() {
    String message = "{\"command\": \"PAUSE\", \"by\": \"ann\", \"why\": \"lunch\", \"at\": 1}";
    String answer = "{\"status\": \"Failed\", \"message\": \"no\", \"Status\": \"Pending\"}";
    FuzzRun.play(
        2_000,
        hostile -> {
          tree(hostile.text(message))
              .flatMap(tree -> SteeringEntry.of(JsonView.of(tree), Instant.EPOCH))
              .ifPresent(entry -> assertVisible(List.of(entry.attribution())));
          HookAnswer answered = HookAnswer.of(tree(hostile.text(answer)).orElse(null));
          assertThat(VisibleText.of(answered.message())).isEqualTo(answered.message());
        });
  }

  @Test
  void aHistoryOfOthersIsReadOrUnreadable() {
    String output =
        "{\"Payload\": {\"schema\": 5, \"id\": \"orders-8\", \"weight\": 10, \"reason\": \"x\","
            + " \"waitSeconds\": 60, \"plan\": {\"name\": \"paced\", \"steps\": []},"
            + " \"targetProgress\": [{\"target\": {\"function\": \"orders\", \"alias\":"
            + " \"live\"}}]}}";
    FuzzRun.play(2_000, hostile -> StateAnswer.of(hostile.text(output)));
  }
}
