package dev.coalmine.cli.completion;

import java.util.List;

/**
 * A command as a shell completes it.
 *
 * @param name its word
 * @param does what it does, in one sentence
 * @param options its options
 * @param words what its parameters can be; empty for anything
 * @param takesFiles whether a parameter can be a file
 */
public record CompletedCommand(
    String name,
    String does,
    List<CompletedOption> options,
    List<String> words,
    boolean takesFiles) {

  /**
   * An option.
   *
   * @param names such as {@code --help} and {@code -h}
   * @param does what it does, in one sentence
   * @param takesValue whether a value follows
   * @param values what the value can be; empty for anything
   * @param takesFile whether the value can be a file
   */
  public record CompletedOption(
      List<String> names,
      String does,
      boolean takesValue,
      List<String> values,
      boolean takesFile) {}
}
