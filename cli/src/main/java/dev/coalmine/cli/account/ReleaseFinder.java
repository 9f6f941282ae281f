package dev.coalmine.cli.account;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Finds the releases of an account by id, name or ARN. */
public final class ReleaseFinder {
  /** The most that one call of ListExecutions returns. */
  private static final int PAGE = 1_000;

  /** Each costs a call; Step Functions allows a few hundred at once, and then 15 a second. */
  private static final int MOST_RUNNING = 100;

  private static final int MOST_ENDED = 50;
  private static final int AT_ONCE = 8;

  private final AwsAccount account;

  public ReleaseFinder(AwsAccount account) {
    this.account = account;
  }

  /**
   * Some releases, and how many more there are.
   *
   * @param releases whose state was read
   * @param moreRunning number of running releases that were not read
   * @param hasOlder whether there are ended releases that were not read
   */
  public record ReleasePage(List<ReleaseStatus> releases, int moreRunning, boolean hasOlder) {}

  /**
   * The running releases, newest first, and then the releases that ended last.
   *
   * @param most releases of either kind
   */
  public ReleasePage list(int most) {
    List<ExecutionListItem> running = running();
    List<ExecutionListItem> recent = recent();
    List<ExecutionListItem> ended = recent.stream().filter(ReleaseFinder::hasEnded).toList();
    List<String> wanted =
        Stream.concat(running.stream().limit(most), ended.stream().limit(most))
            .map(ExecutionListItem::executionArn)
            .distinct() // a release may end between the two calls
            .toList();
    return new ReleasePage(
        readAll(wanted),
        Math.max(0, running.size() - most),
        ended.size() > most || recent.size() == PAGE);
  }

  private static boolean hasEnded(ExecutionListItem one) {
    return one.status() != ExecutionStatus.RUNNING;
  }

  /**
   * The release of this name.
   *
   * @param name a release's id, an execution's name, or its ARN
   * @throws CommandFailedException if there is none, or if several that match are running
   */
  public ReleaseStatus find(String name) {
    return find(name, any -> true);
  }

  /**
   * The same; of several ended releases, the newest of the given kind.
   *
   * @param kind is preferred to newer releases
   */
  public ReleaseStatus find(String name, Predicate<ReleaseStatus> kind) {
    if (name.matches(AwsAccount.EXECUTION)) {
      return byArn(name)
          .orElseThrow(() -> CommandFailedException.usage("there is no execution " + name));
    }
    if (!name.matches("[A-Za-z0-9_-]{1,80}")) {
      throw CommandFailedException.usage(
          "%s must be the id of a release, or the name or ARN of an execution".formatted(name));
    }
    Optional<ReleaseStatus> named = byArn(account.executions().arn(name));
    if (named.filter(ReleaseStatus::isRunning).isPresent()) {
      return named.get();
    }
    List<ExecutionListItem> running = sortByNameMatch(name, running());
    return findRunning(name, running)
        .or(() -> named.filter(kind))
        .or(() -> findEnded(name, named, kind))
        .orElseThrow(() -> notFound(name, running.size()));
  }

  /** Executions that the command line started have the id in their names, so they come first. */
  private static List<ExecutionListItem> sortByNameMatch(String name, List<ExecutionListItem> all) {
    List<ExecutionListItem> sorted = new ArrayList<>(all);
    sorted.sort(comparing(one -> !one.name().contains(name)));
    return sorted;
  }

  private Optional<ReleaseStatus> findRunning(String name, List<ExecutionListItem> running) {
    List<ReleaseStatus> meant =
        readAll(running.stream().limit(MOST_RUNNING).map(ExecutionListItem::executionArn).toList())
            .stream()
            .filter(one -> one.matchesName(name))
            .toList();
    if (meant.size() > 1) {
      throw CommandFailedException.usage(
          "%d running releases have the id %s; give the name of one execution instead: %s"
              .formatted(
                  meant.size(),
                  name,
                  meant.stream().map(ReleaseStatus::name).collect(Collectors.joining(", "))));
    }
    return meant.stream().findFirst();
  }

  private Optional<ReleaseStatus> findEnded(
      String name, Optional<ReleaseStatus> named, Predicate<ReleaseStatus> kind) {
    List<String> recent =
        recent().stream()
            .filter(ReleaseFinder::hasEnded)
            .sorted(comparing(ExecutionListItem::stopDate, Comparator.reverseOrder()))
            .limit(MOST_ENDED)
            .map(ExecutionListItem::executionArn)
            .toList();
    List<ReleaseStatus> meant =
        Stream.concat(named.stream(), readAll(recent).stream().filter(one -> one.matchesName(name)))
            .toList();
    return meant.stream().filter(kind).findFirst().or(() -> meant.stream().findFirst());
  }

  private static CommandFailedException notFound(String name, int running) {
    String cut = running > MOST_RUNNING ? MOST_RUNNING + " of " + running : "the";
    return CommandFailedException.usage(
        "there is no release %s among %s running releases and the last %d that ended; coalmine list shows them"
            .formatted(name, cut, MOST_ENDED));
  }

  private List<ExecutionListItem> running() {
    return account.call(
        () ->
            account
                .sfn()
                .listExecutions(
                    list ->
                        list.stateMachineArn(account.workflowArn())
                            .statusFilter(ExecutionStatus.RUNNING)
                            .maxResults(PAGE))
                .executions());
  }

  private List<ExecutionListItem> recent() {
    return account.call(
        () ->
            account
                .sfn()
                .listExecutions(
                    list -> list.stateMachineArn(account.workflowArn()).maxResults(PAGE))
                .executions());
  }

  /** The release of an execution; empty if there is none. */
  public Optional<ReleaseStatus> byArn(String arn) {
    return account.call(() -> readOne(arn));
  }

  private Optional<ReleaseStatus> readOne(String arn) {
    try {
      return Optional.of(ReleaseStatus.read(account, arn));
    } catch (ExecutionDoesNotExistException none) {
      return Optional.empty();
    }
  }

  /** Reads several at a time, and keeps their order. */
  private List<ReleaseStatus> readAll(List<String> arns) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<CompletableFuture<Optional<ReleaseStatus>>> looks =
          arns.stream()
              .map(arn -> CompletableFuture.supplyAsync(() -> byArn(arn), threads))
              .toList();
      return looks.stream().flatMap(look -> look.join().stream()).toList();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof CommandFailedException known ? known : failed;
    } finally {
      threads.shutdownNow();
    }
  }
}
