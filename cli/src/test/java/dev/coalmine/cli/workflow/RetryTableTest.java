package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.text.JsonView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The retries of each kind of failure are as the table in the documentation says. */
class RetryTableTest extends ContractFixture {
  private static final String ROLLBACK = "Rollback";

  /** Its hooks' failures are answers, so it has few retries. */
  private static final String HOOK = "CallHook";

  /**
   * What the table says of an error.
   *
   * @param waits first wait, backoff, longest wait and jitter
   */
  private record RetryRule(List<String> waits, String attempts, String attemptsInRollback) {}

  @Test
  void everyStateRetriesAsTheTableSays() {
    Map<String, RetryRule> table = table();
    Map<String, List<String>> paces = throttledPaces();

    assertThat(paces.keySet())
        .containsExactlyInAnyOrder(
            "Prepare",
            "Claim",
            "Steer",
            "ShiftWeight",
            "CheckAlarms",
            "CheckAlarms (no room)",
            "Promote",
            ROLLBACK,
            HOOK);
    assertThat(retries(HOOK)).containsAllEntriesOf(throttles(paces.remove(HOOK)));
    List<String> noRoom = paces.remove("CheckAlarms (no room)");
    for (String task : paces.keySet()) {
      if (task.equals(ROLLBACK)) {
        continue;
      }
      Map<String, List<String>> expected = throttles(paces.get(task));
      if (task.equals("CheckAlarms")) {
        expected.put("Lambda.TooManyRequestsException", noRoom);
      }
      table.forEach((error, rule) -> expected.put(error, plus(rule.waits(), rule.attempts())));
      assertThat(retries(task)).as(task).isEqualTo(expected);
    }
    Map<String, List<String>> expected = throttles(paces.get(ROLLBACK));
    table.forEach(
        (error, rule) ->
            expected.put(
                error,
                plus(
                    rule.waits().stream().map(each -> each.equals("FULL") ? "–" : each).toList(),
                    rule.attemptsInRollback())));
    assertThat(retries(ROLLBACK)).isEqualTo(expected);
  }

  private static Map<String, List<String>> throttles(List<String> pace) {
    return new TreeMap<>(
        Map.of("ThrottledException", pace, "Lambda.TooManyRequestsException", pace));
  }

  /** The rows of the section that have so many columns, as cells; the first cell is empty. */
  private static List<List<String>> rows(int columns) {
    String page = ProjectFolder.read(ProjectFolder.ROOT.resolve("docs/how-it-works.md"));
    String section = page.replaceFirst("(?s).*\n### Retries\n", "").replaceFirst("(?s)\n#.*", "");
    return section
        .lines()
        .filter(row -> row.contains("| `"))
        .map(row -> Arrays.stream(row.split("\\|")).map(String::strip).toList())
        .filter(cells -> cells.size() == columns + 1)
        .toList();
  }

  /** By the name of the state: waits and retries when it is throttled. */
  private static Map<String, List<String>> throttledPaces() {
    Map<String, List<String>> paces = new TreeMap<>();
    for (List<String> cells : rows(6)) {
      for (String task : cells.get(1).split(", ", -1)) {
        paces.put(task.replace("`", ""), cells.subList(2, 7));
      }
    }
    return paces;
  }

  private static Map<String, RetryRule> table() {
    Map<String, RetryRule> rules = new TreeMap<>();
    for (List<String> cells : rows(8)) {
      RetryRule rule = new RetryRule(cells.subList(3, 7), cells.get(7), cells.get(8));
      for (String error : cells.get(2).split(", ", -1)) {
        rules.put(error.replace("`", ""), rule);
      }
    }
    return rules;
  }

  /** By the error's name, without the package of a Java class. */
  private static Map<String, List<String>> retries(String task) {
    Map<String, List<String>> found = new TreeMap<>();
    for (Object each : list(state(task).get("Retry"))) {
      Map<String, Object> retrier = JsonView.of(each).map();
      List<String> waits =
          Stream.of("IntervalSeconds", "BackoffRate", "MaxDelaySeconds", "JitterStrategy")
              .map(field -> String.valueOf(retrier.getOrDefault(field, "–")))
              .toList();
      for (Object error : list(retrier.get("ErrorEquals"))) {
        String name = String.valueOf(error).replaceFirst("^[a-z][a-zA-Z0-9.]*\\.(?=[A-Z])", "");
        found.put(name, plus(waits, String.valueOf(retrier.get("MaxAttempts"))));
      }
    }
    return found;
  }

  private static List<String> plus(List<String> waits, String attempts) {
    List<String> all = new ArrayList<>(waits);
    all.add(attempts);
    return all;
  }
}
