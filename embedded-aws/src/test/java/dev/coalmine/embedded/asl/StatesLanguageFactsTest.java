package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the facts of {@code states-language-facts.txt}, which says how to read them. Each fact
 * names its source: an answer that AWS gave, or a sentence of its documentation.
 */
class StatesLanguageFactsTest {
  private static final String LARGE = "x".repeat(JsonTrees.LIMIT);

  /** One fact: its claim, and its fields, some of which may appear several times. */
  record Fact(String claim, Map<String, List<String>> fields) {
    Optional<String> field(String name) {
      return fields.getOrDefault(name, List.of()).stream().findFirst();
    }

    @Override
    public String toString() {
      return claim;
    }
  }

  static Stream<Fact> facts() throws IOException {
    try (InputStream in =
        StatesLanguageFactsTest.class.getResourceAsStream("states-language-facts.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("\n== ")).skip(1).map(StatesLanguageFactsTest::fact);
    }
  }

  private static Fact fact(String block) {
    String[] lines = block.strip().split("\n");
    Map<String, List<String>> fields = new LinkedHashMap<>();
    Stream.of(lines)
        .skip(1)
        .map(line -> line.split(": ?", 2))
        .forEach(pair -> fields.computeIfAbsent(pair[0], n -> new ArrayList<>()).add(pair[1]));
    return new Fact(lines[0], fields);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("facts")
  void theLanguageIsAsAwsPlaysIt(Fact fact) {
    ScriptedTasks tasks = new ScriptedTasks(fact.field("task").orElse("succeed null"));
    String input = fact.field("input").orElse("{}");
    if (fact.field("refused").isPresent()) {
      assertThatThrownBy(() -> tasks.runs.run(machine(fact), input))
          .isInstanceOf(DefinitionException.class)
          .hasMessageContaining(fact.field("refused").get());
      return;
    }
    Execution execution = tasks.runs.run(machine(fact), input);

    fact.field("output").ifPresent(json -> assertThat(output(execution)).isEqualTo(json));
    fact.field("error").ifPresent(error -> assertThat(error(execution)).isEqualTo(error));
    fact.field("seconds").ifPresent(time -> assertThat(seconds(execution)).isEqualTo(time));
    fact.field("scheduled").ifPresent(times -> assertThat(scheduled(execution)).isEqualTo(times));
    if (fact.fields().containsKey("history")) {
      assertThat(history(execution)).containsSubsequence(fact.fields().get("history"));
    }
  }

  @Test
  void everyFactHasASourceAndAnEnd() throws IOException {
    assertThat(facts())
        .hasSizeGreaterThan(60)
        .allMatch(fact -> fact.field("source").isPresent())
        .allMatch(
            fact ->
                Stream.of("output", "error", "refused").filter(fact.fields()::containsKey).count()
                    == 1);
  }

  private static String machine(Fact fact) {
    if (fact.field("machine").isPresent()) {
      return fact.field("machine").get();
    }
    if (fact.field("state").isPresent()) {
      return InterpreterFixture.singleState(fact.field("state").get().replace("LARGE", LARGE));
    }
    String states = fact.field("states").orElseThrow();
    String first = new JsonView(Json.parse(states)).object().keySet().iterator().next();
    return "{\"StartAt\": \"%s\", \"States\": %s}".formatted(first, states);
  }

  private static String output(Execution execution) {
    return execution.status() == ExecutionStatus.SUCCEEDED
        ? Json.toText(execution.output())
        : execution.status() + " " + error(execution);
  }

  private static String error(Execution execution) {
    return (execution.error() + ": " + execution.cause()).strip();
  }

  private static String seconds(Execution execution) {
    return String.valueOf(
        Duration.between(InterpreterFixture.START, execution.stopDate().orElseThrow()).toSeconds());
  }

  private static String scheduled(Execution execution) {
    return execution.history().stream()
        .filter(event -> event.type() == HistoryEventType.TASK_SCHEDULED)
        .map(event -> Duration.between(InterpreterFixture.START, event.timestamp()).toSeconds())
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  /** A line for each event, the empty details of an end included. */
  private static List<String> history(Execution execution) {
    List<String> lines = new ArrayList<>();
    for (HistoryEvent event : execution.history()) {
      Map<String, Object> details = new LinkedHashMap<>(event.details());
      details.keySet().removeIf(name -> name.endsWith("Details"));
      String line =
          "%d<%d %s".formatted(event.id(), event.previousEventId(), event.type().wireName());
      lines.add(line + " " + Json.toText(details));
    }
    return lines;
  }

  /** What the Tasks of a fact do, one call after the other. */
  private static final class ScriptedTasks {
    private final InterpreterFixture runs = new InterpreterFixture();
    private final List<String> script;

    ScriptedTasks(String script) {
      this.script = new ArrayList<>(List.of(script.split(" ; ")));
      runs.answering(InterpreterFixture.INVOKE, this::play);
      runs.answering(InterpreterFixture.ASK, this::play);
    }

    private void play(TaskCall call, TaskCompletion completion) {
      String[] act = (script.size() > 1 ? script.remove(0) : script.get(0)).split(" ", 2);
      switch (act[0]) {
        case "succeed" -> completion.succeed(act[1].equals("LARGE") ? LARGE : Json.parse(act[1]));
        case "fail" -> {
          String[] failure = act[1].split(": ", 2);
          completion.fail(failure[0], failure[1]);
        }
        default -> {
          completion.succeed(Map.of());
          runs.clock.runAt(runs.clock.instant(), () -> answer(call.token(), act));
        }
      }
    }

    private void answer(String token, String[] act) {
      switch (act[0]) {
        case "answer" -> runs.interpreter().tokens().succeed(token, Json.parse(act[1]));
        case "refuse" -> {
          Map<String, Object> given = new JsonView(Json.parse(act[1])).object();
          Optional<String> error = Optional.ofNullable(given.get("error")).map(String::valueOf);
          Optional<String> cause = Optional.ofNullable(given.get("cause")).map(String::valueOf);
          runs.interpreter().tokens().fail(token, error, cause);
        }
        case "silent" -> {}
        default -> throw new IllegalArgumentException("unknown task: " + act[0]);
      }
    }
  }
}
