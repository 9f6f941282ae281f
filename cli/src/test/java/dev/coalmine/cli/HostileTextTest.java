package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.testing.Operator;
import dev.coalmine.cli.testing.ProjectFolderExtension;
import dev.coalmine.cli.testing.WidgetDriver;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.text.JsonView;
import dev.coalmine.text.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text from outside reaches no terminal as more than text, and adds no line. */
@ExtendWith(ProjectFolderExtension.class)
class HostileTextTest extends CommandFixture {
  /** A title, a cleared screen, a colour, text from right to left, and lines that are not ours. */
  private static final String HOSTILE =
      "x\u001b]0;PWNED\u0007\u001b[2J\u001b[31mRED\u202eRTL\u009b31m\u200b\u2028FAKE\u0085FAKE\r\n"
          + "FAKE  outcome: PROMOTED orders-8: all good";

  private static final String SHOWN = "x\\u001b]0;PWNED\\u0007\\u001b[2J\\u001b[31mRED\\u202eRTL";

  private static final List<String> NEEDS_NO_ACCOUNT =
      List.of("rehearse", "backtest", "prove", "bench", "up");

  /** Ways of hostile text into the output of a command. */
  private Map<String, Function<CliDriver, CliDriver.CliResult>> ways() {
    Map<String, Function<CliDriver, CliDriver.CliResult>> ways = new LinkedHashMap<>();
    ways.put("start: the id", cli -> start(cli, Map.of("id", HOSTILE)));
    ways.put("start: an unknown field", cli -> start(cli, Map.of(HOSTILE, 1)));
    ways.put("start: the plan", cli -> start(cli, Map.of("plan", HOSTILE)));
    ways.put("start: an alarm", cli -> start(cli, Map.of("gate", gate()), "--dry-run"));
    ways.put("start: a name", cli -> start(cli, Map.of(), "--name", HOSTILE));
    ways.put("start --wait", cli -> start(cli, Map.of("gate", gate()), "--wait"));
    ways.put("list", cli -> refused(cli, "list"));
    ways.put("status of one that was refused", cli -> refused(cli, "status", "theirs"));
    ways.put("report of one that was refused", cli -> refused(cli, "report", "theirs"));
    ways.put("status: what is asked for", cli -> cli.run("status", HOSTILE));
    ways.put("revert: what is asked for", cli -> cli.run("revert", HOSTILE));
    ways.put("pause --by", cli -> started(cli).run("pause", "orders-8", "--by", HOSTILE));
    ways.put("pause --why", cli -> started(cli).run("pause", "orders-8", "--why", HOSTILE));
    ways.put("status of a paused one", cli -> paused(cli, "status", "orders-8"));
    ways.put("list with a paused one", cli -> paused(cli, "list"));
    ways.put("report of a paused one", cli -> paused(cli, "report", "orders-8", "--out", page()));
    ways.put("status: a hook's message", cli -> hooked(cli, "status", "orders-8"));
    ways.put("list: a hook's message", cli -> hooked(cli, "list"));
    ways.put("status of a stopped one", cli -> stopped(cli, "status", "orders-8"));
    ways.put("list with a stopped one", cli -> stopped(cli, "list"));
    ways.put("status: an alarm's reason", cli -> alarmed(cli, "status", "orders-8"));
    ways.put(
        "report: an alarm's reason", cli -> alarmed(cli, "report", "orders-8", "--out", page()));
    ways.put("rehearse: a field", cli -> file(cli, Map.of(HOSTILE, 1), "rehearse"));
    ways.put("rehearse --tell", cli -> file(cli, Map.of(), "rehearse", "--tell", told()));
    ways.put(
        "rehearse: a word of a command",
        cli -> cli.runWithoutEndpoint("rehearse", "--tell", "1:" + HOSTILE));
    ways.put("rehearse: no such file", cli -> cli.runWithoutEndpoint("rehearse", HOSTILE));
    ways.put("rehearse --traffic", cli -> cli.runWithoutEndpoint("rehearse", "--traffic", HOSTILE));
    ways.put("rehearse: a traffic file", this::trafficFile);
    ways.put("backtest: the recording", this::recording);
    ways.put("an unknown option", cli -> cli.run("list", "--" + HOSTILE));
    ways.put("an unknown command", cli -> cli.runWithoutEndpoint(HOSTILE));
    ways.put("--region", cli -> cli.run("list", "--region", HOSTILE));
    ways.put("--workflow", cli -> cli.run("list", "--workflow", HOSTILE));
    ways.put("prove --replay", cli -> cli.runWithoutEndpoint("prove", "--replay", HOSTILE));
    ways.put("prove: a story", cli -> cli.runWithoutEndpoint("prove", "--story", HOSTILE));
    return ways;
  }

  @TestFactory
  Stream<DynamicTest> noLineOfACommandIsSomeoneElses() {
    return ways().entrySet().stream()
        .map(
            way ->
                DynamicTest.dynamicTest(
                    way.getKey(),
                    () -> {
                      arrive();
                      assertHarmless(way.getValue().apply(cli));
                    }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "status theirs", "status orders-8", "report orders-8 --out"})
  void jsonStaysJson(String command) {
    started(cli).run("pause", "orders-8", "--by", HOSTILE, "--why", HOSTILE);
    theirs(cli);

    String all = command.replace("--out", "--out " + page()) + " --json";
    CliDriver.CliResult typed = cli.run(all.split(" ", -1));

    assertHarmless(typed);
    assertThat(typed.out().lines()).hasSize(1);
    assertThat(typed.json()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "pause", "revert"})
  void anErrorInJsonHasTheTextThatWasGiven(String command) {
    CliDriver.CliResult typed = cli.run(command, HOSTILE, "--json");

    assertHarmless(typed);
    assertThat((String) typed.json().get("error")).contains(HOSTILE);
  }

  @Test
  void aReasonIsOneVisibleLineInEventsLogsAndWidgets() {
    String queue = Arns.queue("heard");
    cli.world
        .events()
        .call("PutRule", Map.of("Name", "heard", "EventPattern", "{\"source\": [\"coalmine\"]}"));
    cli.world
        .events()
        .call(
            "PutTargets",
            Map.of("Rule", "heard", "Targets", List.of(Map.of("Id", "q", "Arn", queue))));

    String logged = logged(() -> hooked(cli, "list")) + logged(() -> stopped(cli, "list"));
    String picture = WidgetDriver.draw(cli.world, "{}");

    List<String> reasons =
        cli.world.queues().messages(queue).stream()
            .map(letter -> String.valueOf(letter.get("Body")).getBytes(StandardCharsets.UTF_8))
            .map(event -> JsonView.of(Json.parseObject(event)).object("detail").text("reason", ""))
            .toList();
    assertThat(reasons)
        .anyMatch(reason -> reason.contains(SHOWN))
        .allMatch(reason -> VisibleText.of(reason).equals(reason));
    assertThat(logged.lines())
        .anyMatch(line -> line.replace("\\\\u", "\\u").contains(SHOWN))
        .allMatch(line -> VisibleText.of(line).equals(line) && line.startsWith("{"));
    assertThat(picture).contains(SHOWN).isEqualTo(VisibleText.of(picture));
  }

  private static String logged(Runnable work) {
    PrintStream before = System.out;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }

  private static void assertHarmless(CliDriver.CliResult typed) {
    String all = typed.out() + typed.err();
    assertThat(all.codePoints().filter(c -> c != '\n').filter(HostileTextTest::acts).boxed())
        .as(all)
        .isEmpty();
    assertThat(all.lines()).as(all).noneMatch(line -> line.startsWith("FAKE"));
    assertThat(all).doesNotContain("\tat ");
    assertThat(all.replace("\\\\u", "\\u")).containsIgnoringCase(SHOWN);
  }

  private static boolean acts(int c) {
    return Character.isISOControl(c) || c == 0x202e || c == 0x2028 || c == 0x200b;
  }

  private static Map<String, Object> gate() {
    return Map.of("metrics", false, "alarms", List.of(HOSTILE));
  }

  private static Map<String, Object> request(Map<String, Object> more) {
    Map<String, Object> request =
        new LinkedHashMap<>(
            Json.parseObject(ORDERS.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    request.putAll(more);
    return request;
  }

  private static CliDriver.CliResult start(
      CliDriver cli, Map<String, Object> more, String... options) {
    return file(cli, more, "start", options);
  }

  private static CliDriver.CliResult file(
      CliDriver cli, Map<String, Object> more, String command, String... options) {
    String file = cli.writeRequest(Json.toText(request(more)));
    String[] words =
        Stream.concat(Stream.of(command, file), Stream.of(options)).toArray(String[]::new);
    return NEEDS_NO_ACCOUNT.contains(command) ? cli.runWithoutEndpoint(words) : cli.run(words);
  }

  private static CliDriver started(CliDriver cli) {
    cli.startRelease(ORDERS);
    return cli;
  }

  /** An execution that another client started. */
  private static void theirs(CliDriver cli) {
    Map<String, Object> start =
        Map.of(
            "stateMachineArn", cli.world.stateMachineArn(),
            "name", "theirs",
            "input", Json.toText(request(Map.of(HOSTILE, 1, "id", HOSTILE))));
    cli.world.aws().handle(WireRequest.awsJson("AWSStepFunctions.StartExecution", start));
    cli.advance(Duration.ofSeconds(1));
  }

  private static CliDriver.CliResult refused(CliDriver cli, String... words) {
    theirs(cli);
    return words[0].equals("report")
        ? cli.run(words[0], words[1], "--out", page())
        : cli.run(words);
  }

  private static CliDriver.CliResult paused(CliDriver cli, String... words) {
    started(cli);
    new Operator(cli.world).answerTask(Map.of("command", "PAUSE", "by", HOSTILE, "why", HOSTILE));
    cli.advance(Duration.ofSeconds(1));
    return cli.run(words);
  }

  private static CliDriver.CliResult hooked(CliDriver cli, String... words) {
    byte[] answer = Json.toBytes(Map.of("status", "Failed", "message", HOSTILE));
    cli.world
        .lambda()
        .setRunner(
            "orders-check",
            call -> new FunctionRunner.FunctionResult(answer, false, Duration.ZERO));
    cli.startRelease(
        "{'function': 'orders', 'hooks': {'beforeTraffic': 'orders-check'}, " + STEPS + "}");
    cli.advance(Duration.ofMinutes(1));
    return cli.run(words);
  }

  private static CliDriver.CliResult alarmed(CliDriver cli, String... words) {
    cli.startRelease(
        "{'function': 'orders', 'gate': {'metrics': false, 'alarms': ['orders-errors']}, 'plan':"
            + " {'steps': [{'weight': 10, 'bake': 'PT10M'}]}}");
    cli.world
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of("AlarmName", "orders-errors", "StateValue", "ALARM", "StateReason", HOSTILE));
    cli.advance(Duration.ofMinutes(5));
    return cli.run(words);
  }

  private static CliDriver.CliResult stopped(CliDriver cli, String... words) {
    started(cli);
    Map<String, Object> stop =
        Map.of("executionArn", status(cli).get("execution"), "error", HOSTILE, "cause", HOSTILE);
    cli.world.aws().handle(WireRequest.awsJson("AWSStepFunctions.StopExecution", stop));
    cli.advance(Duration.ofMinutes(2));
    return cli.run(words);
  }

  private static Map<String, Object> status(CliDriver cli) {
    return cli.run("status", "orders-8", "--json").json();
  }

  private static String told() {
    return "7:pause=" + HOSTILE;
  }

  private static String page() {
    return System.getProperty("java.io.tmpdir") + "/hostile-text.html";
  }

  private CliDriver.CliResult trafficFile(CliDriver cli) {
    String file = cli.writeRequest(Json.toText(Map.of(HOSTILE, HOSTILE, "canary", HOSTILE)));
    return cli.runWithoutEndpoint("rehearse", "--traffic", file);
  }

  private CliDriver.CliResult recording(CliDriver cli) {
    String results =
        Json.toText(Map.of("MetricDataResults", List.of(Map.of("Id", HOSTILE, "Label", HOSTILE))));
    return cli.runWithoutEndpoint("backtest", cli.writeRequest(ORDERS), cli.writeRequest(results));
  }
}
