package dev.coalmine.cli.data;

import dev.coalmine.cli.world.AccountState;
import dev.coalmine.cli.world.AccountState.ExecutionState;
import dev.coalmine.embedded.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder of {@code up --data}. The file {@code account.json} has the account and names the
 * files of its executions; it is written last, so that all that it names is there. What is not
 * understood is refused, and then nothing is written.
 */
public final class DataFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String EXECUTIONS = "executions";
  private static final Set<String> OURS = Set.of(LOCK, EXECUTIONS, MetricsFile.NAME);

  private final Path folder;
  private final AtomicFiles files;
  private final FileChannel lock;
  private final Map<String, String> digests = new HashMap<>();
  private final Optional<SavedData> data;
  private byte[] written = {};

  private DataFolder(Path folder, AtomicFiles files, FileChannel lock)
      throws IOException, DataFolderException {
    this.folder = folder;
    this.files = files;
    this.lock = lock;
    this.data = read();
  }

  /**
   * Opens a folder, makes it if it is missing, and reads what it has.
   *
   * @throws DataFolderException if it is another program's, in use, damaged, or of a later version
   */
  public static DataFolder open(Path folder) throws DataFolderException {
    return open(folder, step -> {});
  }

  /** The same, calling something before each step of a write. */
  static DataFolder open(Path folder, Consumer<Path> beforeStep) throws DataFolderException {
    try {
      refuseForeign(folder);
      Files.createDirectories(folder.resolve(EXECUTIONS));
      FileChannel lock = lock(folder);
      try {
        return new DataFolder(folder, new AtomicFiles(beforeStep), lock);
      } catch (IOException | DataFolderException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DataFolderException(folder, "can't be used: " + e, e);
    }
  }

  private static void refuseForeign(Path folder) throws IOException, DataFolderException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new DataFolderException(folder, "is a file: give a folder");
    }
    if (!Files.exists(folder) || Files.exists(folder.resolve(AccountFile.NAME))) {
      return;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      Optional<String> foreign =
          inside
              .map(file -> file.getFileName().toString())
              .filter(name -> !OURS.contains(name) && !name.endsWith(AtomicFiles.SUFFIX))
              .sorted()
              .findFirst();
      if (foreign.isPresent()) {
        throw new DataFolderException(
            folder,
            "has no "
                + AccountFile.NAME
                + ", but "
                + foreign.get()
                + ": give a new or empty folder");
      }
    }
  }

  private static FileChannel lock(Path folder) throws IOException, DataFolderException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!tryLock(channel)) {
      channel.close();
      throw new DataFolderException(
          folder, "is used by another up: stop it, or give another folder");
    }
    return channel;
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null; // until the channel is closed
    } catch (OverlappingFileLockException thisProcess) {
      return false;
    }
  }

  private Optional<SavedData> read() throws IOException, DataFolderException {
    Path file = folder.resolve(AccountFile.NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    AccountFile account = AccountFile.read(file);
    List<ExecutionState> executions = new ArrayList<>();
    for (AccountFile.NamedFile each : account.executions()) {
      executions.add(readExecution(each));
      digests.put(each.name(), each.sha256());
    }
    return Optional.of(
        new SavedData(
            account.generation(),
            new AccountState(account.at(), account.resources(), executions),
            MetricsFile.read(folder.resolve(MetricsFile.NAME))));
  }

  private ExecutionState readExecution(AccountFile.NamedFile named)
      throws IOException, DataFolderException {
    Path file = executionFile(named.name());
    if (!Files.exists(file)) {
      throw new DataFolderException(file, "is missing, and " + AccountFile.NAME + " names it");
    }
    byte[] content = Files.readAllBytes(file);
    if (!Digests.sha256(content).equals(named.sha256())) {
      throw new DataFolderException(file, "is damaged: it is not what was written");
    }
    try {
      return ExecutionFile.read(content);
    } catch (IllegalArgumentException e) {
      throw new DataFolderException(file, "can't be read: " + e.getMessage(), e);
    }
  }

  private Path executionFile(String name) {
    return folder.resolve(EXECUTIONS).resolve(Path.of(name).getFileName());
  }

  /** What the folder had when it was opened. */
  public Optional<SavedData> data() {
    return data;
  }

  /**
   * Writes an account, unless nothing but its time has changed since the last write.
   *
   * @return whether something was written
   * @throws UncheckedIOException if it can't be written; the folder then has what it had before
   */
  public synchronized boolean write(AccountState state) {
    try {
      List<AccountFile.NamedFile> executions = new ArrayList<>();
      for (ExecutionState each : state.executions()) {
        executions.add(writeExecution(each));
      }
      int generation = data.map(SavedData::generation).orElse(0) + 1;
      AccountFile account = new AccountFile(generation, state.at(), state.resources(), executions);
      byte[] unchanged = Json.toBytes(List.of(account.resources(), account.fileNames()));
      if (Arrays.equals(unchanged, written)) {
        return false;
      }
      files.write(folder.resolve(AccountFile.NAME), account.content());
      written = unchanged;
      deleteOthers(account.fileNames());
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("can't write to " + folder + ": " + e.getMessage(), e);
    }
  }

  private AccountFile.NamedFile writeExecution(ExecutionState state) throws IOException {
    String name = ExecutionFile.name(state);
    String known = digests.get(name);
    if (known != null) {
      return new AccountFile.NamedFile(name, known);
    }
    byte[] content = ExecutionFile.content(state);
    files.write(executionFile(name), content);
    String digest = Digests.sha256(content);
    digests.put(name, digest);
    return new AccountFile.NamedFile(name, digest);
  }

  private void deleteOthers(List<String> named) throws IOException {
    Set<String> kept = Set.copyOf(named);
    digests.keySet().retainAll(kept);
    List<Path> all;
    try (Stream<Path> inside = Files.list(folder.resolve(EXECUTIONS))) {
      all = inside.filter(file -> !kept.contains(file.getFileName().toString())).toList();
    }
    for (Path other : all) {
      files.delete(other);
    }
  }

  /** Writes data points. They need not be of the same moment as the account. */
  public synchronized void writeMetrics(Object tree) {
    try {
      files.write(folder.resolve(MetricsFile.NAME), MetricsFile.content(tree));
    } catch (IOException e) {
      throw new UncheckedIOException("can't write to " + folder + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
