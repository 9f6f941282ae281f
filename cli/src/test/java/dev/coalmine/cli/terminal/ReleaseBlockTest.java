package dev.coalmine.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.terminal.ReleaseLine.NextAction;
import dev.coalmine.cli.terminal.ReleaseLine.ServedRequests;
import dev.coalmine.cli.terminal.ReleaseLine.StrongestEvidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of releases in windows of any size. */
class ReleaseBlockTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final TerminalFeatures ASCII = new TerminalFeatures(true, false, false);
  private static final TerminalFeatures UNICODE = new TerminalFeatures(true, false, true);
  private static final TerminalFeatures COLOURS = new TerminalFeatures(true, true, true);

  private static ReleaseLine release(String id, int weight, String stands, NextAction next) {
    return new ReleaseLine(
        id,
        weight,
        "PASS",
        new ServedRequests(1_204, 31),
        new ServedRequests(10_811, 9),
        Optional.of(new StrongestEvidence(41.2, 333)),
        stands,
        stands.startsWith("awaits") || stands.equals("paused"),
        next);
  }

  private static NextAction look(int seconds) {
    return new NextAction(NextAction.NextActionKind.LOOK, NOW.plusSeconds(seconds));
  }

  private static List<String> lines(
      int columns, TerminalFeatures terminal, ReleaseLine... releases) {
    return new ReleaseBlock(List.of(releases), NOW, new TerminalWindow(columns, 24, true), terminal)
        .lines();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "141 | orders-8  #######.............  35 %  next check in 0:42  errors: canary 2.6 %,"
            + " baseline 0.083 %  evidence 41:1 of 333:1",
        "111 | orders-8  #######.............  35 %  next check in 0:42  errors 2.6 % vs 0.083 % "
            + " evidence 41:1 of 333:1",
        "81  | orders-8  ####......  35 %  next check in 0:42  2.6 % vs 0.083 %  41:1 of 333:1",
        "77  | orders-8  ##....  35 %  next check in 0:42  2.6 % vs 0.083 %  41:1 of 333:1",
        "73  | orders-8  ####.......  35 %  next check in 0:42  2.6 % vs 0.083 %  41:1",
        "61  | orders-8  ##.....  35 %  next check in 0:42  2.6 % vs 0.083 %",
        "56  | orders-8  ####......  35 %  check 0:42  2.6 % vs 0.083 %",
        "41  | orders-8  ##...  35 %  next check in 0:42",
        "33  | orders-8  ##...  35 %  check 0:42",
        "27  | orders-8   35 %  check 0:42",
        "20  | orders-8   35 %  che",
        "5   | order",
      })
  void aLineSaysWhatThereIsRoomFor(int columns, String line) {
    assertThat(lines(columns, ASCII, release("orders-8", 35, "", look(42)))).containsExactly(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0   | ..................... | ░░░░░░░░░░",
        "1   | #.................... | ▏░░░░░░░░░",
        "10  | ##................... | █░░░░░░░░░",
        "35  | #######.............. | ███▌░░░░░░",
        "99  | ####################. | █████████▉",
        "100 | ##################### | ██████████",
      })
  void aBarShowsAnyShareThatIsNotNothingAndNotAll(int percent, String ascii, String unicode) {
    assertThat(new WeightBar(false).render(percent, 21)).isEqualTo(ascii);
    assertThat(new WeightBar(true).render(percent, 10)).isEqualTo(unicode);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                        | LOOK    | 42   | next check in 0:42                          |"
            + " check 0:42",
        "                        | LOOK    | 3600 | next check in 1:00:00                       |"
            + " check 1:00:00",
        "                        | LOOK    | 0    | checking now                                |"
            + " checking now",
        "                        | LOOK    | -1   | checking now                                |"
            + " checking now",
        "                        | LOOKING | 0    | checking now                                |"
            + " checking now",
        "                        | MOVING  | 0    | shifting now                                |"
            + " shifting now",
        "watching                | LOOK    | 61   | watching, next check in 1:01                |"
            + " watching 1:01",
        "paused                  | LOOK    | 299  | paused, next check in 4:59                  |"
            + " paused 4:59",
        "awaits approval of 50 % | LOOK    | 120  | awaits approval of 50 %, next check in 2:00 |"
            + " awaits approval of 50 % 2:00",
        "hook eachStep           | ANSWER  | 899  | hook eachStep, 14:59 left                   |"
            + " hook eachStep 14:59 left",
        "rolling back            | MOVING  | 0    | rolling back, shifting now                  |"
            + " rolling back shifting now",
      })
  void itSaysWhatComesNext(
      String stands, NextAction.NextActionKind what, int seconds, String inFull, String inShort) {
    NextAction next = new NextAction(what, NOW.plusSeconds(seconds));
    ReleaseLineText line =
        new ReleaseLineText(release("a", 1, stands == null ? "" : stands, next), NOW);

    assertThat(line.next(ReleaseLineText.DetailLevel.FULL)).isEqualTo(inFull);
    assertThat(line.next(ReleaseLineText.DetailLevel.SHORT)).isEqualTo(inShort);
  }

  @Test
  void aSecondThatIsNotOverYetCounts() {
    ReleaseLineText line =
        new ReleaseLineText(
            release("a", 1, "", new NextAction(NextAction.NextActionKind.LOOK, NOW.plusMillis(1))),
            NOW);

    assertThat(line.next(ReleaseLineText.DetailLevel.FULL)).isEqualTo("next check in 0:01");
  }

  @Test
  void beforeAnythingIsCountedTheRatesAreLeftOut() {
    ReleaseLine started = ReleaseLine.started("orders-0f9723c433956a4c", NOW);

    assertThat(lines(80, UNICODE, started))
        .containsExactly("orders-0f9…433956a4c  ░░░░░░   0 %  checking now");
  }

  @Test
  void ofOneSideThatHadNoRequestsThereIsNoRate() {
    ReleaseLine release =
        new ReleaseLine(
            "orders-8",
            5,
            "INCONCLUSIVE",
            ServedRequests.NOTHING,
            new ServedRequests(563, 1),
            Optional.empty(),
            "",
            false,
            look(9));

    assertThat(lines(80, ASCII, release))
        .containsExactly("orders-8  #........   5 %  next check in 0:09  - vs 0.18 %");
  }

  @Test
  void coloursTellTheVerdictAndWhoIsWaitedFor() {
    assertThat(
            lines(80, COLOURS, release("a", 50, "", look(9)), release("b", 50, "paused", look(9))))
        .containsExactly(
            "b  \u001b[32m████░░░░ \u001b[0m 50 %\u001b[33m  paused, next check in 0:09\u001b[0m"
                + "\u001b[2m  2.6 % vs 0.083 %  41:1 of 333:1\u001b[0m",
            "a  \u001b[32m████░░░░ \u001b[0m 50 %  next check in 0:09        "
                + "\u001b[2m  2.6 % vs 0.083 %  41:1 of 333:1\u001b[0m");
  }

  @Test
  void severalLinesStandInColumns() {
    assertThat(
            lines(
                82,
                ASCII,
                release("orders-8", 5, "", look(42)),
                release("a1b2c3d4e5-prod-x9y8z7", 100, "watching", look(5))))
        .containsExactly(
            "orders-8              #.....   5 %  next check in 0:42            2.6 % vs 0.083 %",
            "a1b2c3d4e5~od-x9y8z7  ###### 100 %  watching, next check in 0:05  2.6 % vs 0.083 %");
  }

  @Test
  void ofManyThoseShowThatWaitForAPersonAndWhereThereIsRoomForTheOldest() {
    ReleaseLine[] many =
        IntStream.range(0, 500)
            .mapToObj(i -> release("r" + i, 5, i == 490 ? "awaits approval of 50 %" : "", look(i)))
            .toArray(ReleaseLine[]::new);

    List<String> lines = lines(80, ASCII, many);

    assertThat(lines).hasSize(8).last().isEqualTo("and 493 more");
    assertThat(lines).element(0).asString().startsWith("r490 ");
    assertThat(lines).element(1).asString().startsWith("r0 ");
    assertThat(lines).element(6).asString().startsWith("r5 ");
  }

  @Test
  void asManyAsThereIsRoomForAreAllShown() {
    ReleaseLine[] eight =
        IntStream.range(0, 8)
            .mapToObj(i -> release("r" + i, 5, "", look(i)))
            .toArray(ReleaseLine[]::new);

    assertThat(lines(80, ASCII, eight)).hasSize(8).last().asString().startsWith("r7 ");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noLineIsWiderThanTheWindow(boolean unicode) {
    ReleaseLine[] all = {
      release("orders-8", 100, "", look(86_400)),
      release("x".repeat(64), 7, "awaits approval to promote", look(3)),
      release(
          "hooked",
          7,
          "hook beforeTraffic",
          new NextAction(NextAction.NextActionKind.ANSWER, NOW.plusSeconds(3600)))
    };
    for (int columns = 1; columns < 200; columns++) {
      int width = columns;
      assertThat(lines(columns, new TerminalFeatures(true, false, unicode), all))
          .hasSize(3)
          .allMatch(line -> line.length() <= width);
    }
  }
}
