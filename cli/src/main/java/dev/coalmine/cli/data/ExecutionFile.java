package dev.coalmine.cli.data;

import dev.coalmine.cli.world.AccountState.ExecutionState;
import dev.coalmine.cli.world.SavedExecution;
import dev.coalmine.embedded.asl.PackedHistory;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.RecordTrees;
import dev.coalmine.embedded.protocol.JsonFields;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file of one execution with its history. Its name changes with its number of events, so that a
 * file never changes once it is there.
 */
final class ExecutionFile {
  private static final int ID_LENGTH = 20;

  private ExecutionFile() {}

  /** The file's name. An execution's own name may be of letters that file systems mix up. */
  static String name(ExecutionState state) {
    String identity = state.execution().arn() + " " + state.execution().startDate();
    String id = Digests.sha256(JsonFields.utf8(identity)).substring(0, ID_LENGTH);
    return id + "-" + state.history().size() + ".json";
  }

  static byte[] content(ExecutionState state) {
    PackedHistory packed = state.pack();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("execution", RecordTrees.write(state.execution()));
    tree.put("events", packed.count());
    tree.put("history", Base64.getEncoder().encodeToString(packed.bytes()));
    return Json.toBytes(tree);
  }

  /**
   * Reads a file's content.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static ExecutionState read(byte[] content) {
    ExecutionContent read =
        RecordTrees.read(ExecutionContent.class, Json.parseObject(content), "its content");
    PackedHistory packed =
        PackedHistory.of(Base64.getDecoder().decode(read.history()), read.events());
    return new ExecutionState(read.execution(), packed.events());
  }

  private record ExecutionContent(SavedExecution execution, int events, String history) {}
}
