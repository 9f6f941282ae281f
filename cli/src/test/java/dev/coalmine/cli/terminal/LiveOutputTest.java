package dev.coalmine.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.terminal.ReleaseLine.NextAction;
import dev.coalmine.cli.terminal.ReleaseLine.ServedRequests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Printed lines and lines of running releases on a terminal. */
class LiveOutputTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final FakeTerminal terminal = new FakeTerminal(60, 9);
  private TerminalWindow window = new TerminalWindow(60, 9, true);
  private Instant now = NOW;
  private final LiveOutput lines =
      new LiveOutput(
          new TerminalScreen(terminal),
          () -> window,
          new TerminalFeatures(true, true, false),
          () -> now);

  private static ReleaseLine release(String id) {
    return new ReleaseLine(
        id,
        10,
        "PASS",
        ServedRequests.NOTHING,
        ServedRequests.NOTHING,
        Optional.empty(),
        "",
        false,
        new NextAction(NextAction.NextActionKind.LOOK, NOW.plusSeconds(60)));
  }

  private static String live(String id, String time) {
    return id + "  #............  10 %  next check in " + time;
  }

  @Test
  void linesScrollByAboveAReleaseThatIsDrawnAnew() {
    lines.print("ready");
    lines.update("1", release("a"));
    lines.draw();
    assertThat(terminal.lines()).containsExactly("ready", live("a", "1:00"));

    now = NOW.plusSeconds(18);
    lines.draw();
    assertThat(terminal.lines()).containsExactly("ready", live("a", "0:42"));

    lines.print("one");
    lines.print("two");
    lines.draw();
    assertThat(terminal.lines()).containsExactly("ready", "one", "two", live("a", "0:42"));

    lines.remove("1");
    lines.print("outcome");
    lines.draw();
    assertThat(terminal.lines()).containsExactly("ready", "one", "two", "outcome");
  }

  @Test
  void textFromOutsideMovesNoCursor() {
    lines.update("1", release("a\u001b[2J\nb"));
    lines.print("x\u001b]0;PWNED\u0007\r\nready");
    lines.draw();

    assertThat(terminal.lines())
        .hasSize(2)
        .startsWith("x\\u001b]0;PWNED\\u0007\\u000d\\u000aready")
        .last()
        .asString()
        .startsWith("a\\u001b~");
  }

  @Test
  void linesThatAreWiderThanTheWindowAreAllThereAndNotUnderTheReleases() {
    String wide = "w".repeat(150);
    lines.update("1", release("a"));
    lines.update("2", release("b"));
    lines.draw();
    lines.print(wide);
    lines.draw();
    lines.print(wide);
    lines.draw();

    assertThat(terminal.lines())
        .containsExactly(
            "w".repeat(60),
            "w".repeat(60),
            "w".repeat(30),
            "w".repeat(60),
            "w".repeat(60),
            "w".repeat(30),
            live("a", "1:00"),
            live("b", "1:00"));
  }

  @Test
  void nothingIsLostWhenMoreIsPrintedThanTheWindowShows() {
    List<String> expected = new ArrayList<>();
    lines.update("1", release("a"));
    for (int i = 0; i < 100; i++) {
      lines.print("line " + i);
      expected.add("line " + i);
      if (i % 7 == 0) {
        lines.draw();
      }
    }
    lines.draw();
    expected.add(live("a", "1:00"));

    assertThat(terminal.lines()).isEqualTo(expected);
  }

  @Test
  void inAWindowThatBecameNarrowerNothingWraps() {
    lines.print("ready");
    lines.update("1", release("a"));
    lines.draw();
    terminal.resize(30); // the output reads the size later
    lines.draw();
    lines.draw();

    assertThat(terminal.wrapped()).isZero();
    assertThat(terminal.lines()).hasSize(2).startsWith("ready");

    window = new TerminalWindow(30, 9, true);
    lines.draw();
    assertThat(terminal.lines()).containsExactly("ready", "a  #........  10 %  check 1:00");
  }

  @Test
  void inTheBackgroundLinesArePlainAndWhatAShellWroteStays() {
    lines.print("ready");
    lines.update("1", release("a"));
    lines.draw();
    window = new TerminalWindow(60, 9, false);
    terminal.accept("$ bg\n");
    lines.print("one");
    lines.draw();
    lines.print("two");
    lines.draw();
    assertThat(terminal.lines()).containsExactly("ready", live("a", "1:00"), "$ bg", "one", "two");

    window = new TerminalWindow(60, 9, true);
    terminal.accept("$ fg\n");
    lines.draw();
    assertThat(terminal.lines())
        .containsExactly(
            "ready", live("a", "1:00"), "$ bg", "one", "two", "$ fg", live("a", "1:00"));
  }

  @Test
  void atTheEndOnlyWhatWasPrintedIsLeft() {
    lines.print("ready");
    lines.update("1", release("a"));
    lines.draw();
    lines.print("last words");
    lines.close();
    assertThat(terminal.lines()).containsExactly("ready", "last words");

    lines.update("2", release("b"));
    lines.print("and some more");
    lines.close();
    assertThat(terminal.lines()).containsExactly("ready", "last words", "and some more");
  }

  @Test
  void withNothingNewNothingIsDrawnWhereNoReleaseRuns() {
    lines.draw();
    lines.print("ready");
    lines.draw();
    lines.draw();

    assertThat(terminal.frames()).isEqualTo(1);
  }

  @Test
  void whatManyTellAtOnceIsAllThereLineByLine() throws Exception {
    int tellers = 8;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(tellers);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < tellers; i++) {
      String name = "teller" + i;
      writers.add(
          threads.submit(
              () -> {
                start.await();
                for (int line = 0; line < 200; line++) {
                  lines.update(name, release(name));
                  lines.print(name + " says " + line);
                  lines.draw();
                }
                lines.remove(name);
                return name;
              }));
    }
    start.countDown();
    for (Future<?> each : writers) {
      each.get();
    }
    threads.shutdown();
    lines.close();

    List<String> all = terminal.lines();
    assertThat(all).hasSize(tellers * 200);
    for (int i = 0; i < tellers; i++) {
      String name = "teller" + i;
      assertThat(all.stream().filter(line -> line.startsWith(name)))
          .containsExactlyElementsOf(
              IntStream.range(0, 200).mapToObj(line -> name + " says " + line).toList());
    }
  }
}
