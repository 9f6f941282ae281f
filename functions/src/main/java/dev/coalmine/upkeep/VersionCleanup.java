package dev.coalmine.upkeep;

import dev.coalmine.aws.FunctionHistory;
import dev.coalmine.aws.FunctionHistory.PublishedVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which versions of Coalmine's functions nothing can call any more.
 *
 * @param functions the versions of all functions
 * @param now the time of the decision
 */
record VersionCleanup(List<FunctionHistory> functions, Instant now) {
  /** Step Functions permits a redrive for 14 days after a failure ("Redriving executions"). */
  static final Duration REDRIVE = Duration.ofDays(14);

  /**
   * How long a newer version must have been there: longer than a redrive, and than an update of the
   * stack that may yet be rolled back.
   */
  static final Duration SUPERSEDED = Duration.ofDays(15);

  /**
   * How long no version may have been published. Within a day, an update of the stack may be rolled
   * back, to versions that nothing but CloudFormation knows.
   */
  static final Duration QUIET = Duration.ofDays(1);

  /** When a version of any function was published last; empty if there is none. */
  Optional<Instant> lastPublished() {
    return functions.stream()
        .flatMap(function -> function.versions().stream())
        .map(PublishedVersion::publishedAt)
        .max(Comparator.naturalOrder());
  }

  /** Whether an update of the stack may be under way. */
  boolean isUpdating() {
    return lastPublished().filter(last -> last.plus(QUIET).isAfter(now)).isPresent();
  }

  /** Whether there is a version that could be removed if no execution needs it. */
  boolean hasCandidates() {
    return functions.stream().anyMatch(function -> !removable(function, Set.of()).isEmpty());
  }

  /**
   * The numbers of a function's versions that can be removed: neither the newest, nor one that an
   * alias points to, nor one that a definition names, nor one that was replaced only lately.
   *
   * @param definitions texts of all state machines that are used, with the ARNs of versions
   */
  List<String> removable(FunctionHistory function, Set<String> definitions) {
    List<String> removable = new ArrayList<>();
    for (int i = 0; i + 1 < function.versions().size(); i++) {
      String number = function.versions().get(i).number();
      Instant superseded = function.versions().get(i + 1).publishedAt();
      if (superseded.plus(SUPERSEDED).isBefore(now)
          && !function.referenced().contains(number)
          && definitions.stream().noneMatch(text -> names(text, function.function(), number))) {
        removable.add(number);
      }
    }
    return removable;
  }

  /** Whether a definition has the ARN of a version, as a JSON text. */
  private static boolean names(String definition, String function, String number) {
    return definition.contains(":function:" + function + ":" + number + "\"");
  }
}
