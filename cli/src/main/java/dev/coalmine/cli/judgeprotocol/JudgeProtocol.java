package dev.coalmine.cli.judgeprotocol;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeResult;
import dev.coalmine.judge.JudgeState;
import dev.coalmine.judge.Observation;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The decision core alone: JSON lines in, one answer a line out. Releases are told apart by their
 * id; a line that can't be understood is answered by an error and changes nothing.
 */
public final class JudgeProtocol {
  // A release under way takes some 4 KB, an ended one its reason. Who was idle longest is
  // forgotten.
  private static final int MOST_UNDER_WAY = 20_000;
  private static final int MOST_ENDED = 200_000;
  private static final int BUFFER = 1 << 16;

  private final Map<String, JudgedRelease> underWay = boundedMap(MOST_UNDER_WAY);
  private final Map<String, Map<String, Object>> ended = boundedMap(MOST_ENDED);

  private record JudgedRelease(Judge judge, JudgeState state) {}

  private JudgeProtocol() {}

  /**
   * Answers until the input ends. Answers wait only while more input is there already.
   *
   * @throws IOException if the input can't be read or the output not written
   */
  public static void run(InputStream in, OutputStream out) throws IOException {
    JudgeProtocol protocol = new JudgeProtocol();
    OutputStream answers = new BufferedOutputStream(out, BUFFER);
    JudgeLineReader lines = new JudgeLineReader(in, answers);
    for (String line = lines.nextLine(); line != null; line = lines.nextLine()) {
      if (!line.isBlank()) {
        answers.write(Json.toBytes(protocol.answer(line, lines.lineNumber())));
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
                "type must be start or tick, not \"" + message.type() + '"');
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
    underWay.put(id, new JudgedRelease(judge, state));
    return Map.of("weightPercent", state.weight().percent());
  }

  private Map<String, Object> tick(JudgeMessage message) {
    String id = message.id();
    Map<String, Object> over = ended.get(id);
    if (over != null) {
      return over;
    }
    JudgedRelease trial = underWay.get(id);
    if (trial == null) {
      throw new IllegalArgumentException(
          "there is no release \"" + id + "\": send a line of type start first");
    }
    JudgeResult ruling = judgeMinute(trial, message);
    Map<String, Object> answer = answer(ruling);
    if (ruling.state().isRolledBack()) {
      underWay.remove(id);
      ended.put(id, answer);
    } else {
      underWay.put(id, new JudgedRelease(trial.judge(), ruling.state()));
    }
    return answer;
  }

  private static JudgeResult judgeMinute(JudgedRelease trial, JudgeMessage message) {
    if (!message.hasData()) {
      return trial.judge().judgeWithoutData(trial.state());
    }
    Observation seen = message.observation();
    return trial.judge().judgePaced(trial.state(), message.minute(seen), seen);
  }

  private static Map<String, Object> answer(JudgeResult ruling) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("weightPercent", ruling.weight().percent());
    answer.put("verdict", ruling.verdict().name());
    answer.put("decision", ruling.decision().name());
    answer.put("reason", ruling.reason());
    return answer;
  }

  /** A map that forgets what was not asked for longest. */
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
