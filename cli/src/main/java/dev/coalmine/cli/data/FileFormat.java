package dev.coalmine.cli.data;

import dev.coalmine.embedded.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A kind of file.
 *
 * @param name what the file says that it is
 * @param version counts changes that earlier programs can't read
 */
record FileFormat(String name, int version) {

  Map<String, Object> wrap(Object content) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", name);
    tree.put("version", version);
    tree.put("content", content);
    return tree;
  }

  /**
   * The content of a file.
   *
   * @throws DataFolderException if it is no such file, or of a later version
   */
  Object read(Path file) throws IOException, DataFolderException {
    Map<String, Object> tree = parse(file, Files.readAllBytes(file));
    if (!name.equals(tree.get("format"))) {
      throw new DataFolderException(
          file, "is not a file of up: its format is " + tree.get("format") + ", not " + name);
    }
    if (!(tree.get("version") instanceof Integer found) || found < 1 || found > version) {
      throw new DataFolderException(
          file,
          "is of version " + tree.get("version") + ", and this up reads versions up to " + version);
    }
    return tree.get("content");
  }

  private static Map<String, Object> parse(Path file, byte[] bytes) throws DataFolderException {
    try {
      return Json.parseObject(bytes);
    } catch (IllegalArgumentException e) {
      throw new DataFolderException(file, "is damaged, or not a file of up: " + e.getMessage(), e);
    }
  }
}
