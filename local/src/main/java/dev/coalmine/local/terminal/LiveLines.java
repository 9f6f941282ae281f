package dev.coalmine.local.terminal;

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
 * Lines for people who look on: those that were printed scroll by, and below them stands a line for
 * each release that goes on. One thread draws, so that nothing is garbled and nobody who tells
 * waits for a slow terminal.
 */
final class LiveLines implements Lines {
  private static final long BEAT = Duration.ofSeconds(1).toNanos();

  /** Many things that happen almost at once are one picture. */
  private static final long FRAME = Duration.ofMillis(50).toNanos();

  /** Without a beat for so long, the process was stopped, and a shell has written meanwhile. */
  private static final long STOPPED = 3 * BEAT;

  private final Screen screen;
  private final Supplier<Window> windows;
  private final Terminal terminal;
  private final InstantSource clock;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ReentrantLock drawing = new ReentrantLock();
  private final Map<String, Running> releases = new LinkedHashMap<>();
  private List<String> printed = new ArrayList<>();
  private boolean news;
  private boolean closed;

  /** Lines that nobody draws but {@link #draw}. */
  LiveLines(Screen screen, Supplier<Window> windows, Terminal terminal, InstantSource clock) {
    this.screen = screen;
    this.windows = windows;
    this.terminal = terminal;
    this.clock = clock;
  }

  /** Lines that are drawn from now on; whatever ends the process leaves a clean terminal. */
  static LiveLines started(PrintWriter out, Terminal terminal, InstantSource clock) {
    Screen screen =
        new Screen(
            frame -> {
              out.print(frame);
              out.flush();
            });
    LiveLines lines = new LiveLines(screen, new Tty(), terminal, clock);
    Thread drawer = new Thread(lines::keepDrawing, "terminal");
    drawer.setDaemon(true);
    drawer.start();
    Runtime.getRuntime().addShutdownHook(new Thread(lines::close, "terminal-end"));
    return lines;
  }

  @Override
  public void print(String line) {
    boolean nobodyDraws =
        change(
            () -> {
              printed.add(line);
              return closed;
            });
    if (nobodyDraws) {
      draw();
    }
  }

  @Override
  public void runs(String execution, Running release) {
    change(() -> !closed && releases.put(execution, release) == null);
  }

  @Override
  public void ended(String execution) {
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

  /** Shows how everything stands now. */
  void draw() {
    drawing.lock(); // else a later picture could be shown before an earlier one
    try {
      Picture picture = picture();
      screen.show(picture.printed(), below(picture.running()));
    } finally {
      drawing.unlock();
    }
  }

  /** What is to be shown next. */
  private record Picture(List<String> printed, List<Running> running) {}

  private Picture picture() {
    lock.lock();
    try {
      Picture picture = new Picture(printed, List.copyOf(releases.values()));
      printed = new ArrayList<>();
      news = false;
      return picture;
    } finally {
      lock.unlock();
    }
  }

  private List<String> below(List<Running> running) {
    if (running.isEmpty()) {
      return List.of();
    }
    Window window = windows.get();
    if (window.ours()) {
      return new LiveBlock(running, clock.instant(), window, terminal).lines();
    }
    screen.leave();
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

  /** After a while in which a shell had the terminal. */
  private void resume() {
    drawing.lock();
    try {
      screen.leave();
    } finally {
      drawing.unlock();
    }
  }

  /** Waits until there is something to draw; false once nothing will be any more. */
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
