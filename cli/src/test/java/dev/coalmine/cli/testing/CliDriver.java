package dev.coalmine.cli.testing;

import dev.coalmine.cli.Main;
import dev.coalmine.cli.account.Sleeper;
import dev.coalmine.cli.progress.RunningReleases;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.web.ReleaseList;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.json.Json;
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
 * Runs commands against an account of its own behind a port of 127.0.0.1. Its clock advances only
 * while a command waits, and by {@link #advance}.
 */
public final class CliDriver {
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  public final VirtualClock clock = new VirtualClock(START);
  public final ReleaseList board = new ReleaseList();
  public final SimulatedAccount world;
  private final LocalRuntime runtime;
  private final Path folder;
  public final Sleeper pace =
      new Sleeper() {
        @Override
        public Instant now() {
          return clock.instant();
        }

        @Override
        public void sleep(Duration time) {
          advance(time);
        }
      };

  /**
   * With a runtime that listens.
   *
   * @param folder for the requests' files
   */
  public CliDriver(LocalRuntime runtime, Path folder) {
    this(runtime, folder, Map.of());
  }

  /** The same with other parameters of the stack. */
  public CliDriver(LocalRuntime runtime, Path folder, Map<String, String> parameters) {
    this.runtime = runtime;
    this.folder = folder;
    this.world =
        new SimulatedAccount(
            runtime,
            clock,
            TaskExecutor.withoutTimeouts(),
            false,
            1,
            new RunningReleases(List.of(board)),
            parameters);
    SampleAccount.createIn(world);
    world.enableTriggers();
  }

  /** A command's output and exit status. */
  public record CliResult(int exit, String out, String err) {
    public Map<String, Object> json() {
      return Json.parseObject(out.getBytes(StandardCharsets.UTF_8));
    }

    public String text() {
      return (out + err).strip();
    }
  }

  /** Runs a command at this account. */
  public CliResult run(String... words) {
    return runWithoutEndpoint(
        Stream.concat(Stream.of(words), Stream.of("--endpoint", runtime.endpoint().toString()))
            .toArray(String[]::new));
  }

  /** Runs a command as it is. */
  public CliResult runWithoutEndpoint(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            pace,
            words);
    return new CliResult(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The path of a new file with this request. */
  public String writeRequest(String request) {
    try {
      Path file = Files.createTempFile(folder, "request", ".json");
      return Files.writeString(file, request.replace('\'', '"')).toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a release and advances the clock by a second. */
  public CliResult startRelease(String request, String... more) {
    List<String> words = new ArrayList<>(List.of("start", writeRequest(request)));
    words.addAll(List.of(more));
    CliResult typed = run(words.toArray(String[]::new));
    advance(Duration.ofSeconds(1));
    return typed;
  }

  public void advance(Duration time) {
    clock.runTo(clock.instant().plus(time));
  }

  public FaultInjection faults() {
    return world.aws().faults();
  }

  public Map<String, TargetState> targetStates() {
    return TargetStates.read(world);
  }
}
