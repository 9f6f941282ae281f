package dev.coalmine.cli.data;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.RecordTrees;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The file that has an account.
 *
 * @param generation how many runs of {@code up} have saved, this one included
 * @param at the account's time
 * @param resources trees by service
 * @param executions their files, the first started first
 */
record AccountFile(
    int generation, Instant at, Map<String, Object> resources, List<NamedFile> executions) {
  static final String NAME = "account.json";

  private static final FileFormat FORMAT = new FileFormat("coalmine-account", 1);

  /**
   * A file by its name and digest.
   *
   * @param name without a folder
   * @param sha256 of its content
   */
  record NamedFile(String name, String sha256) {}

  byte[] content() {
    return Json.toBytes(FORMAT.wrap(RecordTrees.write(this)));
  }

  static AccountFile read(Path file) throws IOException, DataFolderException {
    Object content = FORMAT.read(file);
    try {
      return RecordTrees.read(AccountFile.class, content, "its content");
    } catch (IllegalArgumentException e) {
      throw new DataFolderException(file, "can't be read: " + e.getMessage(), e);
    }
  }

  List<String> fileNames() {
    return executions.stream().map(NamedFile::name).toList();
  }
}
