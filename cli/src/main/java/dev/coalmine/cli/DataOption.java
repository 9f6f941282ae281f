package dev.coalmine.cli;

import dev.coalmine.cli.data.DataFolder;
import dev.coalmine.cli.data.DataFolderException;
import dev.coalmine.cli.data.DataSaver;
import dev.coalmine.cli.data.SavedData;
import dev.coalmine.cli.terminal.ProgressOutput;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionListener;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option --data: an account that outlives the process. */
final class DataOption {
  /** The most ended releases of earlier runs that the web page lists: each is read whole. */
  private static final int MOST_LISTED = 100;

  /** Between the seeds of two runs, so that no id comes again. */
  private static final long SEED_STEP = 1_000_003;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keeps the account in this folder over restarts, except for running releases, which are"
              + " then stopped and restored (default: everything is gone at the end).")
  private Optional<Path> folder = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Opens the folder and reads it. A fault in it is a usage error. */
  OpenData open() {
    try {
      return folder.isPresent()
          ? new OpenData(Optional.of(DataFolder.open(folder.get())))
          : new OpenData(Optional.empty());
    } catch (DataFolderException e) {
      throw refused(e);
    }
  }

  private ParameterException refused(Exception fault) {
    return new ParameterException(
        spec.commandLine(), "--data: " + fault.getMessage() + "; nothing in it was changed", fault);
  }

  /** The opened folder; nothing happens without one. */
  final class OpenData implements AutoCloseable {
    private final Optional<DataFolder> data;

    OpenData(Optional<DataFolder> data) {
      this.data = data;
    }

    private Optional<SavedData> saved() {
      return data.flatMap(DataFolder::data);
    }

    /** The time at which the account goes on: now, or its last time if that is later. */
    Instant start(Instant now) {
      return saved()
          .map(earlier -> earlier.account().at())
          .filter(last -> last.isAfter(now))
          .orElse(now);
    }

    /** The seed of this run. */
    long seed(long given) {
      return given + saved().map(SavedData::generation).orElse(0) * SEED_STEP;
    }

    /**
     * Restores what was saved.
     *
     * @param list hears of the events of the last releases of earlier runs
     */
    void restore(SimulatedAccount world, ExecutionListener list, ProgressOutput lines) {
      if (saved().isEmpty()) {
        return;
      }
      try {
        List<Execution> executions = world.restore(saved().get().account());
        saved().get().metrics().ifPresent(world.cloudWatch().metrics()::restore);
        long stopped =
            saved().get().account().executions().stream()
                .filter(each -> each.execution().stopDate().isEmpty())
                .count();
        executions.stream()
            .skip(Math.max(0, executions.size() - MOST_LISTED))
            .forEach(each -> each.history().forEach(event -> list.onEvent(each, event)));
        lines.print(
            "restored %d executions of %s; %d of them were running and are stopped"
                .formatted(executions.size(), folder.orElseThrow(), stopped));
      } catch (IllegalArgumentException fault) {
        throw refused(fault);
      }
    }

    /** Saves the account from now on, and once more at the end. */
    Closeable save(SimulatedAccount world, ProgressOutput lines) {
      return data.<Closeable>map(each -> new DataSaver(world, each, lines::print).start())
          .orElse(() -> {});
    }

    @Override
    public void close() {
      data.ifPresent(DataFolder::close);
    }
  }
}
