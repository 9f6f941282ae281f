package dev.coalmine.cli;

import dev.coalmine.cli.account.Sleeper;
import dev.coalmine.cli.progress.EngineHistory;
import dev.coalmine.cli.progress.ExecutionLog;
import dev.coalmine.cli.progress.ReleaseLineTracker;
import dev.coalmine.cli.progress.RunningReleases;
import dev.coalmine.cli.project.ProjectFiles;
import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.rehearsal.TrafficTargets;
import dev.coalmine.cli.sam.TemplateException;
import dev.coalmine.cli.terminal.ProgressOutput;
import dev.coalmine.cli.terminal.TerminalFeatures;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.cli.web.LivePage;
import dev.coalmine.cli.web.PageSources;
import dev.coalmine.cli.web.PushInterval;
import dev.coalmine.cli.web.ReleaseList;
import dev.coalmine.cli.world.LocalRuntime;
import dev.coalmine.cli.world.Retention;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.SimulatedFunction;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.clock.DaemonTaskExecutor;
import dev.coalmine.embedded.clock.ScaledClock;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the embedded AWS, with Coalmine deployed in it, until it is stopped. */
@Command(
    name = "up",
    header = "Serve the embedded AWS and the state machine on 127.0.0.1.",
    description = {
      "%nFor the AWS CLI, boto3 or any SDK: Region us-east-1, account 000000000000, any"
          + " credentials, state machine coalmine. Ctrl-C stops it. On a terminal, each running"
          + " release has a live line below the others; NO_COLOR is respected.%n"
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: coalmine up --speed 60 --traffic healthy"})
public final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "4599",
      description = "Port on 127.0.0.1; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description =
          "Speed of time as a multiple of the wall clock, above 0 and at most 100000; waits, metric"
              + " minutes and alarm periods follow it (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(
      names = "--traffic",
      paramLabel = "NAME or FILE",
      completionCandidates = TrafficNames.class,
      description =
          "Creates the sample account of rehearse and sends this simulated traffic to all of it: a"
              + " built-in name or a JSON file (default: no sample account, no traffic).")
  private Optional<String> traffic;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description =
          "Sets a parameter of the template, such as NewsEmail=ann@example.com; can be given"
              + " several times.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--limits",
      description = "Enforces the rate limits of AWS, in virtual time (default: off).")
  private boolean limits;

  @Mixin private RetentionOptions retention;

  @Mixin private DataOption data;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(speed > 0 && speed <= 100_000)) {
      throw usageError("--speed must be above 0 and at most 100000, not " + speed);
    }
    if (port < 0 || port > 65_535) {
      throw usageError("--port must be from 0 to 65535, not " + port);
    }
    Retention kept = retention.retention();
    Optional<TrafficProfile> callers = traffic.map(name -> InputFiles.readTraffic(spec, name));
    refuseTakenPort();
    try (DataOption.OpenData folder = data.open();
        LocalRuntime runtime = startRuntime();
        ScaledClock clock = new ScaledClock(folder.start(Instant.now()), speed);
        DaemonTaskExecutor threads = new DaemonTaskExecutor();
        ProgressOutput lines =
            ProgressOutput.open(spec.commandLine().getOut(), TerminalFeatures.detect(), clock)) {
      ReleaseList releases = new ReleaseList(kept.executions());
      ExecutionListener listeners =
          new RunningReleases(
              List.of(new ReleaseLineTracker(lines), new ExecutionLog(lines::print), releases));
      SimulatedAccount world = deploy(runtime, clock, threads, folder.seed(seed), listeners);
      world.keep(kept);
      world.lambda().setRunner(new SimulatedFunction(clock, seed, clock::sleep));
      folder.restore(world, new RunningReleases(List.of(releases)), lines);
      callers.ifPresent(
          all -> {
            SampleAccount.ensureIn(world);
            TrafficTargets.all().startTraffic(world, all, seed);
          });
      Closeable saver = folder.save(world, lines);
      listen(runtime, world, releases);
      lines.print("ready " + runtime.endpoint());
      lines.print("live page: " + runtime.endpoint() + "/");
      lines.print("keeps " + kept.toText());
      awaitCtrlC(saver, lines);
      return 0;
    }
  }

  private SimulatedAccount deploy(
      LocalRuntime runtime,
      ScaledClock clock,
      DaemonTaskExecutor threads,
      long ids,
      ExecutionListener listeners) {
    try {
      return new SimulatedAccount(runtime, clock, threads, limits, ids, listeners, parameters)
          .enableTriggers();
    } catch (TemplateException fault) {
      throw usageError("--parameter: " + fault.getMessage());
    }
  }

  /** Opens the port last, so that nobody is connected before there is an account. */
  private void listen(LocalRuntime runtime, SimulatedAccount world, ReleaseList releases) {
    try {
      runtime.listen(
          port,
          endpoint -> page(world, endpoint, releases, speed, Sleeper.WALL, PushInterval.CALM));
    } catch (UncheckedIOException taken) {
      throw taken(taken);
    }
  }

  /**
   * The live page of an account.
   *
   * @param endpoint where it is served
   * @param releases the list, which has listened to all executions from the start
   * @param speed how many times faster than the wall clock the account's time passes
   * @param sleeper waits for the answers of AWS
   * @param interval how often a browser is sent what is new
   */
  public static LivePage page(
      SimulatedAccount account,
      URI endpoint,
      ReleaseList releases,
      double speed,
      Sleeper sleeper,
      PushInterval interval) {
    PageSources sources =
        new PageSources(
            releases,
            account.clock(),
            speed,
            account.lambda(),
            account.apiGateway(),
            account.cloudWatch().metrics(),
            function -> function.startsWith(StackName.functionName("")),
            EngineHistory::entry);
    return new LivePage(
        sources, new CommandReleaseActions(endpoint, sleeper, account.clock()), interval);
  }

  /**
   * Ctrl-C and kill are the intended ends: they give exit status 0, where Java's own is 130 or 143.
   */
  private static void awaitCtrlC(Closeable saver, ProgressOutput lines)
      throws IOException, InterruptedException {
    Thread end =
        new Thread(
            () -> {
              try {
                saver.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } finally {
                lines.close();
                Runtime.getRuntime().halt(0);
              }
            });
    Runtime.getRuntime().addShutdownHook(end);
    try {
      new CountDownLatch(1).await();
    } finally {
      Runtime.getRuntime().removeShutdownHook(end);
      saver.close();
    }
  }

  private LocalRuntime startRuntime() throws IOException {
    try {
      LocalRuntime runtime = new LocalRuntime(ProjectFiles.root());
      runtime.template().checkParameters(parameters);
      return runtime;
    } catch (TemplateException fault) {
      throw usageError("--parameter: " + fault.getMessage());
    }
  }

  /** Says that the port is taken before the account is made, which takes seconds. */
  private void refuseTakenPort() {
    try {
      LocalRuntime.requireFree(port);
    } catch (UncheckedIOException taken) {
      throw taken(taken);
    }
  }

  private ParameterException taken(UncheckedIOException taken) {
    return usageError(
        "can't listen on 127.0.0.1:"
            + port
            + ": "
            + taken.getCause().getMessage()
            + "; choose another port with --port");
  }

  private ParameterException usageError(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
