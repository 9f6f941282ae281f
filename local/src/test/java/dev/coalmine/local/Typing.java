package dev.coalmine.local;

import dev.coalmine.local.asl.VirtualClock;
import dev.coalmine.local.asl.WallTime;
import dev.coalmine.local.aws.Faults;
import dev.coalmine.local.json.Json;
import dev.coalmine.local.live.Board;
import dev.coalmine.local.remote.Pace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Somebody who types commands, against a world of its own behind a port of 127.0.0.1. Time passes
 * there while a command waits, and not otherwise.
 */
final class Typing {
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  final VirtualClock clock = new VirtualClock(START);
  final Board board = new Board(World.NAME);
  final World world;
  private final Laptop laptop;
  private final Path folder;
  final Pace pace =
      new Pace() {
        @Override
        public Instant now() {
          return clock.instant();
        }

        @Override
        public void pause(Duration time) {
          pass(time);
        }
      };

  /**
   * At a laptop that listens.
   *
   * @param folder for the requests
   */
  Typing(Laptop laptop, Path folder) {
    this.laptop = laptop;
    this.folder = folder;
    this.world = new World(laptop, clock, WallTime.never(), false, 1, board);
    Scene.in(world);
    world.openDoors();
  }

  /** What a command printed, and its exit status. */
  record Typed(int exit, String out, String err) {
    Map<String, Object> json() {
      return Json.object(out.getBytes(StandardCharsets.UTF_8));
    }

    String said() {
      return (out + err).strip();
    }
  }

  /** Types a command against this world. */
  Typed type(String... words) {
    return typeElsewhere(
        Stream.concat(Stream.of(words), Stream.of("--endpoint", laptop.endpoint().toString()))
            .toArray(String[]::new));
  }

  /** Types a command as it is. */
  Typed typeElsewhere(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Local.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            pace,
            words);
    return new Typed(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A file with this request. */
  String file(String request) {
    try {
      Path file = Files.createTempFile(folder, "request", ".json");
      return Files.writeString(file, request.replace('\'', '"')).toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a release, and lets time pass until it has come somewhere. */
  Typed start(String request, String... more) {
    List<String> words = new ArrayList<>(List.of("start", file(request)));
    words.addAll(List.of(more));
    Typed typed = type(words.toArray(String[]::new));
    pass(Duration.ofSeconds(1));
    return typed;
  }

  void pass(Duration time) {
    clock.runTo(clock.instant().plus(time));
  }

  Faults faults() {
    return world.aws().faults();
  }

  Map<String, Standing> account() {
    return Account.of(world);
  }
}
