package dev.coalmine.upkeep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.DefinitionsInUse;
import dev.coalmine.aws.FunctionHistory;
import dev.coalmine.aws.HandlerVersions;
import dev.coalmine.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Removes once a day the versions of Coalmine's own functions that nothing can call any more: each
 * upgrade leaves one of each function, with a copy of the jar, and an account has 75 GB for code.
 * Safe to run twice.
 */
public final class Prune implements RequestStreamHandler {
  private final HandlerVersions versions;
  private final DefinitionsInUse definitions;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public Prune() {
    this(HandlerVersions.fromEnvironment("Prune"), DefinitionsInUse.fromEnvironment("Prune"));
  }

  Prune(HandlerVersions versions, DefinitionsInUse definitions) {
    this.versions = versions;
    this.definitions = definitions;
  }

  /**
   * The event of the stack's rule.
   *
   * @param functions names of Coalmine's functions
   * @param stateMachines ARNs of Coalmine's state machines
   */
  private record PruneEvent(Instant time, List<String> functions, List<String> stateMachines) {}

  /**
   * The result, which is also the log line.
   *
   * @param removed versions, as {@code FUNCTION:NUMBER}
   * @param kept why nothing was removed; empty if that was decided version by version
   */
  private record PruneResult(String level, List<String> removed, String kept, Instant at) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    PruneEvent event = Json.read(in, PruneEvent.class);
    VersionCleanup cleanup =
        new VersionCleanup(event.functions().stream().map(versions::read).toList(), event.time());
    List<RuntimeException> failures = new ArrayList<>();
    PruneResult result = prune(cleanup, event, failures);
    System.out.println(Json.toLogLine(result));
    if (!failures.isEmpty()) {
      throw failures.get(0); // after all versions were tried, so that the alarm sees it
    }
    Json.write(out, result);
  }

  private PruneResult prune(
      VersionCleanup cleanup, PruneEvent event, List<RuntimeException> failures) {
    if (cleanup.isUpdating()) {
      return nothing("a version was published within the last day", event);
    }
    if (!cleanup.hasCandidates()) {
      return nothing("no version is old enough", event);
    }
    Optional<Set<String>> used =
        definitions.read(
            event.stateMachines(),
            cleanup.lastPublished().orElseThrow().plus(VersionCleanup.QUIET),
            event.time().minus(VersionCleanup.REDRIVE));
    return used.map(found -> remove(cleanup, found, event, failures))
        .orElseGet(() -> nothing("too many executions may use an older version", event));
  }

  private PruneResult remove(
      VersionCleanup cleanup, Set<String> used, PruneEvent event, List<RuntimeException> failures) {
    List<String> removed = new ArrayList<>();
    for (FunctionHistory function : cleanup.functions()) {
      for (String number : cleanup.removable(function, used)) {
        try {
          versions.delete(function.function(), number);
          removed.add(function.function() + ":" + number);
        } catch (RuntimeException failed) {
          failures.add(failed);
        }
      }
    }
    return new PruneResult("INFO", removed, "", event.time());
  }

  private static PruneResult nothing(String why, PruneEvent event) {
    return new PruneResult("INFO", List.of(), why, event.time());
  }
}
