package dev.coalmine.cli.judgeprotocol;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeResult;
import dev.coalmine.judge.JudgeState;
import dev.coalmine.judge.Observation;
import dev.coalmine.text.Quote;
import dev.coalmine.text.VisibleText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The judge as a program: JSON lines in, one answer for each line out. A line names its release by
 * id. An invalid line is answered by an error and changes nothing.
 */
public final class JudgeProtocol {
  // A running release takes about 4 KB, an ended one its last answer. The least recently used are
  // dropped.
  private static final int MOST_RUNNING = 20_000;
  private static final int MOST_ENDED = 200_000;
  private static final int BUFFER = 1 << 16;

  private final Map<String, JudgedRelease> running = boundedMap(MOST_RUNNING);
  private final Map<String, Map<String, Object>> ended = boundedMap(MOST_ENDED);

  private record JudgedRelease(Judge judge, JudgeState state) {}

  private JudgeProtocol() {}

  /**
   * Answers lines until the input ends. Answers are buffered only while more input is available.
   *
   * @throws IOException if reading or writing fails
   */
  public static void run(InputStream in, OutputStream out) throws IOException {
    JudgeProtocol protocol = new JudgeProtocol();
    OutputStream answers = new BufferedOutputStream(out, BUFFER);
    JudgeLineReader lines = new JudgeLineReader(in, answers);
    for (String line = lines.nextLine(); line != null; line = lines.nextLine()) {
      if (!line.isBlank()) {
        String answer = Json.toText(protocol.answer(line, lines.lineNumber()));
        answers.write(VisibleText.of(answer).getBytes(StandardCharsets.UTF_8)); // the same JSON
        answers.write('\n');
      }
    }
    answers.flush();
  }

  private Map<String, Object> answer(String line, long number) {
    try {
      JudgeMessage message = JudgeMessage.parse(line);
      return switch (message.type()) {
        case "start" -> start(message);
        case "tick" -> tick(message);
        default ->
            throw new IllegalArgumentException(
                "type must be start or tick, not " + Quote.of(message.type()));
      };
    } catch (IllegalArgumentException e) {
      return Map.of("error", "line " + number + ": " + e.getMessage());
    }
  }

  private Map<String, Object> start(JudgeMessage message) {
    String id = message.id();
    Judge judge = message.judge();
    JudgeState state = judge.start(message.history());
    ended.remove(id);
    running.put(id, new JudgedRelease(judge, state));
    return Map.of("weightPercent", state.weight().percent());
  }

  private Map<String, Object> tick(JudgeMessage message) {
    String id = message.id();
    Map<String, Object> lastAnswer = ended.get(id);
    if (lastAnswer != null) {
      return lastAnswer;
    }
    JudgedRelease release = running.get(id);
    if (release == null) {
      throw new IllegalArgumentException(
          "there is no release " + Quote.of(id) + ": send a line of type start first");
    }
    JudgeResult result = judgeMinute(release, message);
    Map<String, Object> answer = answer(result);
    if (result.state().isRolledBack()) {
      running.remove(id);
      ended.put(id, answer);
    } else {
      running.put(id, new JudgedRelease(release.judge(), result.state()));
    }
    return answer;
  }

  private static JudgeResult judgeMinute(JudgedRelease release, JudgeMessage message) {
    if (!message.hasData()) {
      return release.judge().judgeWithoutData(release.state());
    }
    Observation observation = message.observation();
    return release.judge().judgePaced(release.state(), message.minute(observation), observation);
  }

  private static Map<String, Object> answer(JudgeResult result) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("weightPercent", result.weight().percent());
    answer.put("verdict", result.verdict().name());
    answer.put("decision", result.decision().name());
    answer.put("reason", result.reason());
    return answer;
  }

  /** A map that drops its least recently used entry. */
  private static <V> Map<String, V> boundedMap(int most) {
    return new LinkedHashMap<>(16, .75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }
}
