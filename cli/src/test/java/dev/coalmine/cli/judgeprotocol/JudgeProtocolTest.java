package dev.coalmine.cli.judgeprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeProtocolTest {
  private static final String HISTORY =
      IntStream.range(0, 60).mapToObj(i -> "[100,0,100,10]").collect(Collectors.joining(","));

  private static String start(String id) {
    return "{\"id\":\"%s\",\"type\":\"start\",\"plan\":\"paced\",\"history\":[%s],\"grid\":[0,1,5,50,100]}"
        .formatted(id, HISTORY);
  }

  private static String tick(String id, int minute, int errors) {
    return """
    {"id":"%s","type":"tick","minute":%d,"data":{"minute":%d,\
    "canary":{"requests":20,"errors":%d,"durations":20,"above":[14,10,5,2,0]},\
    "baseline":{"requests":80,"errors":0,"durations":80,"above":[56,40,20,8,1]}}}\
    """
        .formatted(id, minute, minute - 2, errors);
  }

  private static List<Map<String, Object>> answers(String... lines) throws IOException {
    return answersTo(String.join("\n", lines) + "\n");
  }

  private static List<Map<String, Object>> answersTo(String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JudgeProtocol.run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out);
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> Json.parseObject(line.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  @Test
  void startReturnsTheFirstWeightAndTickTheDecision() throws IOException {
    var answers = answers(start("a"), tick("a", 2, 0));
    assertThat(answers.get(0)).isEqualTo(Map.of("weightPercent", 1));
    assertThat(answers.get(1))
        .containsOnlyKeys("weightPercent", "verdict", "decision", "reason")
        .containsEntry("weightPercent", 5)
        .containsEntry("verdict", "INCONCLUSIVE")
        .containsEntry("decision", "ADVANCE");
    assertThat((String) answers.get(1).get("reason")).startsWith("errors: canary 0 of 20 (0 %)");
  }

  @Test
  void missingPlanIsPacedAndUnknownFieldsAreIgnored() throws IOException {
    String bare = "{\"colour\":{\"deep\":[1]},\"id\":7,\"type\":\"start\"}";
    var answers = answers(bare, "{\"id\":7,\"type\":\"tick\",\"minute\":1,\"data\":null,\"x\":[]}");
    assertThat(answers.get(0)).isEqualTo(Map.of("weightPercent", 1));
    assertThat(answers.get(1)).containsEntry("weightPercent", 1);
  }

  @Test
  void releasesInterleave() throws IOException {
    var alone = answers(start("a"), tick("a", 2, 0), tick("a", 3, 3), tick("a", 4, 0));
    var mixed =
        answers(
            start("a"),
            start("b"),
            tick("a", 2, 0),
            tick("b", 2, 20),
            tick("b", 3, 20),
            tick("a", 3, 3),
            tick("a", 4, 0));
    assertThat(List.of(mixed.get(2), mixed.get(5), mixed.get(6))).isEqualTo(alone.subList(1, 4));
  }

  @Test
  void rolledBackReleaseStaysRolledBackUntilItsNextStart() throws IOException {
    var answers =
        answers(
            start("a"),
            tick("a", 2, 20),
            tick("a", 3, 0),
            tick("a", 4, 0),
            "{\"id\":\"a\",\"type\":\"tick\",\"minute\":5,\"data\":null}",
            start("a"),
            tick("a", 2, 0));
    assertThat(answers.subList(1, 5))
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .containsEntry("weightPercent", 0)
                    .containsEntry("verdict", "FAIL")
                    .containsEntry("decision", "ROLL_BACK"));
    assertThat((String) answers.get(4).get("reason")).startsWith("errors: canary 20 of 20 (100 %)");
    assertThat(answers.get(6)).containsEntry("weightPercent", 5);
  }

  @Test
  void tickOfACountedMinuteChangesNothing() throws IOException {
    var once = answers(start("a"), tick("a", 2, 0), tick("a", 3, 0), tick("a", 4, 0));
    var again =
        answers(
            start("a"),
            tick("a", 2, 0),
            tick("a", 3, 0),
            tick("a", 3, 20),
            tick("a", 2, 20),
            tick("a", 4, 0));
    assertThat(again.get(5)).isEqualTo(once.get(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "nonsense | not JSON: Unrecognized token 'nonsense'",
        "{\"id\": x} | (line 1, column 8)",
        "{\"id\": | not JSON",
        "[1,2] | not a JSON object",
        "{\"id\":\"a\",\"type\":\"start\"} {} | not JSON: text follows the first value (line 1,"
            + " column 27)",
        "{\"type\":\"start\"} | id must be a string or a number, not nothing",
        "{\"id\":\"a\",\"type\":\"stop\"} | type must be start or tick, not \"stop\"",
        "{\"id\":\"a\"} | type must be start or tick, not \"null\"",
        "{\"id\":\"z\",\"type\":\"tick\",\"minute\":2} | there is no release \"z\": send a line of"
            + " type start first",
        "{\"id\":\"a\",\"type\":\"start\",\"plan\":\"fast\"} | plan must be paced or thorough, not"
            + " \"fast\"",
        "{\"id\":\"a\",\"type\":\"start\",\"history\":7} | history must be a list, not 7",
        "{\"id\":\"a\",\"type\":\"start\",\"history\":[7]} | history must have rows of four"
            + " numbers, not 7",
        "{\"id\":\"a\",\"type\":\"start\",\"grid\":[\"x\"]} | expected a number, found \"x\"",
        "{\"id\":\"a\",\"type\":\"tick\",\"minute\":2,\"data\":[]} | data must be an object, not"
            + " a list of 0",
        "{\"id\":\"a\",\"type\":\"tick\",\"data\":{}} | minute is missing",
      })
  void invalidLineGivesAnErrorWithItsNumberAndChangesNothing(String line, String fault)
      throws IOException {
    var without = answers(start("a"), tick("a", 2, 0));
    var with = answers(start("a"), line, tick("a", 2, 0));
    assertThat(with).hasSize(3);
    assertThat(with.get(1)).containsOnlyKeys("error");
    assertThat((String) with.get(1).get("error")).startsWith("line 2: ").contains(fault);
    assertThat(with.get(2)).isEqualTo(without.get(1));
  }

  @Test
  void anyNumbersAreAccepted() throws IOException {
    String odd =
        """
        {"id":"a","type":"tick","minute":2,"data":{"minute":0,\
        "canary":{"requests":NaN,"errors":-5,"durations":1e999,"above":[Infinity,null]},\
        "baseline":{"requests":123456789012345678901234567890,"errors":7.5}}}\
        """;
    var answers = answers("{\"id\":\"a\",\"type\":\"start\",\"history\":[[5],[null,NaN]]}", odd);
    assertThat(answers.get(1)).containsEntry("verdict", "INCONCLUSIVE");
  }

  @Test
  void blankLinesAndAMissingLastLineEndAreAccepted() throws IOException {
    assertThat(answersTo("\n\r\n" + start("a") + "\r\n\n" + tick("a", 2, 0))).hasSize(2);
    assertThat(answersTo("")).isEmpty();
  }

  @Test
  void lineBeyondAMebibyteIsRefusedAndSkipped() throws IOException {
    String huge = "{\"x\":\"" + "y".repeat(3_000_000) + "\",\"id\":\"a\",\"type\":\"tick\"}";
    var answers = answers(start("a"), huge, tick("a", 2, 0));
    assertThat(answers).hasSize(3);
    assertThat((String) answers.get(1).get("error")).startsWith("line 2: not JSON");
    assertThat(answers.get(2)).containsEntry("weightPercent", 5);
  }

  @Test
  void answerIsFlushedBeforeTheNextLine() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          PipedOutputStream ask = new PipedOutputStream();
          PipedOutputStream answers = new PipedOutputStream();
          PipedInputStream in = new PipedInputStream(ask);
          PipedInputStream out = new PipedInputStream(answers);
          CompletableFuture<Void> running = CompletableFuture.runAsync(() -> run(in, answers));
          for (int minute = 1; minute < 20; minute++) {
            String line = minute == 1 ? start("a") : tick("a", minute, 0);
            ask.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            ask.flush();
            assertThat(readLine(out)).startsWith("{\"weightPercent\":");
          }
          ask.close();
          running.get();
        });
  }

  private static void run(PipedInputStream in, PipedOutputStream out) {
    try {
      JudgeProtocol.run(in, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readLine(PipedInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
