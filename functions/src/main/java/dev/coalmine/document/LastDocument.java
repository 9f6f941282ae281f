package dev.coalmine.document;

import dev.coalmine.aws.EndedExecution;
import dev.coalmine.aws.LatestEvents;
import dev.coalmine.release.Release;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** Finds the release document that an execution had last, in what its states answered. */
public final class LastDocument {
  private LastDocument() {}

  /**
   * The document, or nothing where the execution ended before there was one: then nothing was ever
   * written.
   *
   * @throws IllegalStateException if it is of a shape that this code does not know
   */
  public static Optional<Release> of(EndedExecution execution) {
    return of(execution.arn(), execution.answers());
  }

  /** The same of an execution that may still run. */
  public static Optional<Release> of(LatestEvents execution) {
    return of(execution.arn(), execution.answers());
  }

  public static Optional<Release> of(String execution, Stream<String> answers) {
    return answers
        .flatMap(answer -> document(answer).stream())
        .filter(document -> execution.equals(document.get("execution")))
        .findFirst()
        .map(LastDocument::read);
  }

  /** The document in one answer, whichever execution it is of. */
  static Optional<Release> inAnswer(String answer) {
    return document(answer).map(LastDocument::read);
  }

  private static Release read(Map<?, ?> document) {
    HandlerEvent.requireKnownSchema(document.get("schema"));
    return Json.convert(document, Release.class);
  }

  /** A handler's answer is the document itself; a state's has it beside the request. */
  private static Optional<Map<?, ?>> document(String answer) {
    Object tree = tree(answer);
    return field(tree, "Payload")
        .or(() -> field(tree, "latest").flatMap(latest -> field(latest, "release")))
        .filter(found -> found.containsKey("schema"));
  }

  private static Object tree(String answer) {
    try {
      return Json.readTree(answer);
    } catch (JacksonException notJson) {
      return "";
    }
  }

  private static Optional<Map<?, ?>> field(Object tree, String name) {
    return tree instanceof Map<?, ?> map && map.get(name) instanceof Map<?, ?> value
        ? Optional.of(value)
        : Optional.empty();
  }
}
