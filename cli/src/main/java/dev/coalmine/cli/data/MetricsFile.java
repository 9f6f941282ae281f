package dev.coalmine.cli.data;

import dev.coalmine.embedded.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file that has data points. */
final class MetricsFile {
  static final String NAME = "metrics.json";

  private static final FileFormat FORMAT = new FileFormat("coalmine-metrics", 1);

  private MetricsFile() {}

  static byte[] content(Object tree) {
    return Json.toBytes(FORMAT.wrap(tree));
  }

  static Optional<Object> read(Path file) throws IOException, DataFolderException {
    return Files.exists(file) ? Optional.of(FORMAT.read(file)) : Optional.empty();
  }
}
