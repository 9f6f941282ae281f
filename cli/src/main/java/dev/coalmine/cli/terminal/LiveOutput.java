package dev.coalmine.cli.terminal;

import dev.coalmine.text.VisibleText;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Output for a terminal: printed lines scroll, and below them is a line for each running release.
 * One thread draws, so that output is never mixed and writers never block on a slow terminal.
 */
final class LiveOutput implements ProgressOutput {
  private static final long BEAT = Duration.ofSeconds(1).toNanos();

  /** Changes within this time are drawn together. */
  private static final long FRAME = Duration.ofMillis(50).toNanos();

  /**
   * After this time without drawing, the process was stopped and a shell has written to the
   * terminal.
   */
  private static final long STOPPED = 3 * BEAT;

  private final TerminalScreen screen;
  private final Supplier<TerminalWindow> windows;
  private final TerminalFeatures terminal;
  private final TerminalLines layout;
  private final InstantSource clock;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ReentrantLock drawing = new ReentrantLock();
  private final Map<String, ReleaseLine> releases = new LinkedHashMap<>();
  private List<String> printed = new ArrayList<>();
  private boolean news;
  private boolean closed;

  /** Output that is drawn by {@link #draw} alone. */
  LiveOutput(
      TerminalScreen screen,
      Supplier<TerminalWindow> windows,
      TerminalFeatures terminal,
      InstantSource clock) {
    this.screen = screen;
    this.windows = windows;
    this.terminal = terminal;
    this.layout = new TerminalLines(() -> windows.get().columns(), terminal.colours());
    this.clock = clock;
  }

  /**
   * Starts output that draws itself. At the end of the process it removes the lines of releases.
   */
  static LiveOutput started(PrintWriter out, TerminalFeatures terminal, InstantSource clock) {
    TerminalScreen screen =
        new TerminalScreen(
            frame -> {
              out.print(frame);
              out.flush();
            });
    LiveOutput lines = new LiveOutput(screen, new TtyProbe(), terminal, clock);
    Thread drawer = new Thread(lines::keepDrawing, "terminal");
    drawer.setDaemon(true);
    drawer.start();
    Runtime.getRuntime().addShutdownHook(new Thread(lines::close, "terminal-end"));
    return lines;
  }

  @Override
  public void print(String line) {
    boolean wasClosed =
        change(
            () -> {
              printed.add(VisibleText.of(line));
              return closed;
            });
    if (wasClosed) {
      draw();
    }
  }

  @Override
  public void update(String execution, ReleaseLine release) {
    change(() -> !closed && releases.put(execution, release) == null);
  }

  @Override
  public void remove(String execution) {
    change(() -> releases.remove(execution) != null);
  }

  @Override
  public void close() {
    change(
        () -> {
          releases.clear();
          closed = true;
          return closed;
        });
    draw();
  }

  /** Draws the current lines. */
  void draw() {
    drawing.lock(); // frames are shown in their order
    try {
      OutputFrame picture = picture();
      List<String> printed = picture.printed().stream().map(layout::layOut).toList();
      screen.show(printed, releaseLines(picture.running()));
    } finally {
      drawing.unlock();
    }
  }

  /** The lines of the next frame. */
  private record OutputFrame(List<String> printed, List<ReleaseLine> running) {}

  private OutputFrame picture() {
    lock.lock();
    try {
      OutputFrame picture = new OutputFrame(printed, List.copyOf(releases.values()));
      printed = new ArrayList<>();
      news = false;
      return picture;
    } finally {
      lock.unlock();
    }
  }

  private List<String> releaseLines(List<ReleaseLine> running) {
    if (running.isEmpty()) {
      return List.of();
    }
    TerminalWindow window = windows.get();
    if (window.isForeground()) {
      return new ReleaseBlock(running, clock.instant(), window, terminal).lines();
    }
    screen.abandon();
    return List.of();
  }

  private boolean change(BooleanSupplier change) {
    lock.lock();
    try {
      news = true;
      changed.signal();
      return change.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  private void keepDrawing() {
    try {
      for (long last = System.nanoTime(); awaitNews(); last = System.nanoTime()) {
        if (System.nanoTime() - last > STOPPED) {
          resume();
        }
        TimeUnit.NANOSECONDS.sleep(FRAME);
        draw();
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /** Continues after a shell has written to the terminal. */
  private void resume() {
    drawing.lock();
    try {
      screen.abandon();
    } finally {
      drawing.unlock();
    }
  }

  /** Waits until there is something to draw; returns false after the output was closed. */
  private boolean awaitNews() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = BEAT;
      while (!closed && !news && left > 0) {
        if (releases.isEmpty()) {
          changed.await();
        } else {
          left = changed.awaitNanos(left);
        }
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }
}
