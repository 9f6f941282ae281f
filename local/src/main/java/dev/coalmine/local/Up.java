package dev.coalmine.local;

import dev.coalmine.local.asl.DaemonThreads;
import dev.coalmine.local.asl.ExecutionListener;
import dev.coalmine.local.asl.ScaledClock;
import dev.coalmine.local.aws.ConfiguredFunction;
import dev.coalmine.local.live.Beat;
import dev.coalmine.local.live.Board;
import dev.coalmine.local.remote.Pace;
import dev.coalmine.local.terminal.Lines;
import dev.coalmine.local.terminal.Terminal;
import dev.coalmine.local.traffic.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the embedded AWS, with Coalmine deployed in it, until it is stopped. */
@Command(
    name = "up",
    header = "Serves the embedded AWS and the state machine on 127.0.0.1.",
    description = {
      "%nFor the AWS CLI, boto3 or any SDK: Region us-east-1, account 000000000000, any credentials,"
          + " state machine coalmine. Ctrl-C ends it. On a terminal each release that runs has a line"
          + " below the others, which shows how it stands; NO_COLOR is respected.%n"
    },
    mixinStandardHelpOptions = true)
final class Up implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "4599",
      description = "Port of 127.0.0.1; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description =
          "How much faster than the wall clock time passes: waits, metric minutes, alarm periods"
              + " (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(
      names = "--traffic",
      paramLabel = "NAME or FILE",
      description = "Makes the world of rehearse, and calls all that is in it from now on.")
  private Optional<String> traffic;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything that is drawn at random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the template, such as NewsEmail=ann@example.com.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(names = "--limits", description = "AWS' rate limits count, in virtual time.")
  private boolean limits;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(speed > 0 && speed <= 100_000)) {
      throw wrong("--speed must be above 0 and at most 100000, not " + speed);
    }
    if (port < 0 || port > 65_535) {
      throw wrong("--port must be from 0 to 65535, not " + port);
    }
    Optional<Traffic> callers = traffic.map(name -> InputFile.traffic(spec, name));
    try (Laptop laptop = laptop();
        ScaledClock clock = new ScaledClock(Instant.now(), speed);
        DaemonThreads threads = new DaemonThreads();
        Lines lines = Lines.to(spec.commandLine().getOut(), Terminal.ofLauncher(), clock)) {
      Board board = new Board(World.NAME);
      ExecutionListener hearers =
          new LiveReleases(lines).andThen(new Journal(lines::print)).andThen(board);
      World world =
          new World(laptop, clock, threads, limits, seed, hearers, parameters).openDoors();
      world.lambda().runner(new ConfiguredFunction(clock, seed, clock::sleep));
      callers.ifPresent(
          all -> {
            Scene.in(world);
            WhoCalls.everything().in(world, all, seed);
          });
      laptop.open(world.page(laptop.endpoint(), board, speed, Pace.WALL, Beat.CALM));
      lines.print("ready " + laptop.endpoint());
      lines.print("releases as they go on, in a browser: " + laptop.endpoint() + "/");
      awaitCtrlC(lines);
      return 0;
    }
  }

  /**
   * Ctrl-C and kill are how this is meant to end: exit status 0, where Java's own is 130 or 143.
   */
  private static void awaitCtrlC(Lines lines) throws InterruptedException {
    Thread end =
        new Thread(
            () -> {
              lines.close();
              Runtime.getRuntime().halt(0);
            });
    Runtime.getRuntime().addShutdownHook(end);
    try {
      new CountDownLatch(1).await();
    } finally {
      Runtime.getRuntime().removeShutdownHook(end);
    }
  }

  private Laptop laptop() throws IOException {
    try {
      Laptop laptop = new Laptop(Local.root());
      laptop.template().mustTake(parameters);
      return laptop.serve(port);
    } catch (TemplateFault fault) {
      throw wrong("--parameter: " + fault.getMessage());
    } catch (UncheckedIOException taken) {
      throw wrong("port " + port + " of 127.0.0.1 can't be had: " + taken.getCause().getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
