package dev.coalmine.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.world.AccountState;
import dev.coalmine.embedded.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The folder of `up --data`: what it refuses, and what a kill leaves. */
class DataFolderTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("data");
  }

  private void write(AccountState... states) throws DataFolderException {
    try (DataFolder data = DataFolder.open(folder())) {
      Stream.of(states).forEach(data::write);
    }
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder())) {
      for (Path each : found.filter(Files::isRegularFile).toList()) {
        all.put(folder().relativize(each).toString(), Files.readString(each));
      }
    }
    return all;
  }

  /** One text for all that a folder has. */
  private String content() throws DataFolderException {
    try (DataFolder data = DataFolder.open(folder())) {
      return text(data.data().orElseThrow().account());
    }
  }

  private static String text(AccountState state) {
    return Json.toText(state.resources())
        + state.executions().stream()
            .map(each -> each.execution() + " " + each.history().size())
            .toList();
  }

  @Test
  void anEmptyOrMissingFolderHasNothing() throws Exception {
    try (DataFolder data = DataFolder.open(folder())) {
      assertThat(data.data()).isEmpty();
    }
    assertThat(files()).containsOnlyKeys("lock");
  }

  @Test
  void whatHasNotChangedIsNotWrittenAgain() throws Exception {
    DataFixture account = DataFixture.rich(LOCAL.runtime());
    try (DataFolder data = DataFolder.open(folder())) {
      assertThat(data.write(account.world.save())).isTrue();
      Map<String, String> before = files();
      account.advance(Duration.ofSeconds(1));
      assertThat(data.write(account.world.save())).isFalse();
      assertThat(files()).isEqualTo(before);
    }
  }

  @Test
  void aKillBeforeAnyStepOfAWriteLeavesTheOldStateOrTheNewOne() throws Exception {
    DataFixture account = DataFixture.rich(LOCAL.runtime());
    AccountState old = account.world.save();
    account.advance(Duration.ofHours(1)); // the release goes on, and ends
    AccountState changed = account.world.save();
    int steps = 0;
    int kept = 0;
    for (boolean killed = true; killed; steps++) {
      deleteAll();
      write(old);
      killed = writeUntil(steps, changed);
      kept += content().equals(text(old)) ? 1 : 0;
      assertThat(content()).as("killed before step %d", steps).isIn(text(old), text(changed));
    }
    assertThat(steps).isGreaterThan(5);
    assertThat(kept).isBetween(2, steps - 2);
    assertThat(content()).isEqualTo(text(changed));
    assertThat(files().keySet())
        .as("nothing else is left")
        .hasSize(2 + changed.executions().size());
  }

  private boolean writeUntil(int step, AccountState state) throws DataFolderException {
    int[] left = {step};
    try (DataFolder data =
        DataFolder.open(
            folder(),
            file -> {
              if (left[0]-- == 0) {
                half(file);
                throw new Killed();
              }
            })) {
      data.write(state);
      return false;
    } catch (Killed now) {
      return true;
    }
  }

  /** A kill in the middle of writing leaves a part of the new file. */
  private static void half(Path file) {
    if (file.toString().endsWith(AtomicFiles.SUFFIX)) {
      try {
        Files.writeString(file, "{\"format\": \"coalmine-");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void deleteAll() throws IOException {
    if (Files.exists(folder())) {
      try (Stream<Path> all = Files.walk(folder())) {
        for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                          | is not a file of up: its format is null, not coalmine-account
          my notes                                                    | is damaged, or not a file of up: not JSON
          {"format": "coalmine-account", "version": 1, "content":     | is damaged, or not a file of up: not JSON
          {"format": "other", "version": 1}                           | is not a file of up: its format is other, not coalmine-account
          {"format": "coalmine-account", "version": 2, "content": {}} | is of version 2, and this up reads versions up to 1
          {"format": "coalmine-account", "version": "x"}              | is of version x, and this up reads versions up to 1
          {"format": "coalmine-account", "version": 1, "content": {}} | can't be read: its content.generation must be a number, and is absent
          """)
  void aFileThatIsNotUnderstoodIsRefusedAndStays(String content, String fault) throws Exception {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("account.json"), content);
    assertThatExceptionOfType(DataFolderException.class)
        .isThrownBy(() -> DataFolder.open(folder()))
        .withMessageContaining(folder().resolve("account.json") + " " + fault);
    assertThat(files()).containsEntry("account.json", content);
  }

  @Test
  void aFolderOfAnotherProgramIsRefusedAndStays() throws Exception {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> DataFolder.open(folder()))
        .hasMessage(folder() + " has no account.json, but notes.txt: give a new or empty folder");
    assertThat(files()).containsOnlyKeys("notes.txt");
    assertThatThrownBy(() -> DataFolder.open(folder().resolve("notes.txt")))
        .hasMessage(folder().resolve("notes.txt") + " is a file: give a folder");
  }

  @Test
  void aFolderThatAnotherUpUsesIsRefused() throws Exception {
    try (DataFolder first = DataFolder.open(folder())) {
      assertThat(first.data()).isEmpty();
      assertThatThrownBy(() -> DataFolder.open(folder()))
          .hasMessage(folder() + " is used by another up: stop it, or give another folder");
    }
    DataFolder.open(folder()).close();
  }

  @ParameterizedTest
  @CsvSource({"damaged", "missing"})
  void anExecutionThatIsNotAsItWasWrittenIsRefused(String how) throws Exception {
    write(DataFixture.rich(LOCAL.runtime()).world.save());
    Path file;
    try (Stream<Path> all = Files.list(folder().resolve("executions"))) {
      file = all.sorted().findFirst().orElseThrow();
    }
    if (how.equals("missing")) {
      Files.delete(file);
    } else {
      Files.writeString(file, Files.readString(file).replace("events", "evenXs"));
    }
    Map<String, String> before = files();
    assertThatThrownBy(() -> DataFolder.open(folder()))
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining(file + " is " + how);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void generationsCount() throws Exception {
    AccountState empty =
        new AccountState(DataFixture.rich(LOCAL.runtime()).clock.instant(), Map.of(), List.of());
    for (int generation = 1; generation <= 3; generation++) {
      write(empty);
      try (DataFolder data = DataFolder.open(folder())) {
        assertThat(data.data().orElseThrow().generation()).isEqualTo(generation);
      }
    }
  }
}
