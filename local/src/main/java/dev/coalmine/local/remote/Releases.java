package dev.coalmine.local.remote;

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

/** The releases of an account, found by what people call them. */
public final class Releases {
  /** The most that ListExecutions answers at once. */
  private static final int PAGE = 1_000;

  /**
   * Each costs a call, of which Step Functions takes a few hundred at once and then 15 a second.
   */
  private static final int MOST_RUNNING = 100;

  private static final int MOST_ENDED = 50;
  private static final int AT_ONCE = 8;

  private final Account account;

  public Releases(Account account) {
    this.account = account;
  }

  /**
   * Several releases, and how many more there are.
   *
   * @param seen the ones that were looked at
   * @param more so many that run and were not
   * @param older whether there are ended ones that were not
   */
  public record Seen(List<Sighting> seen, int more, boolean older) {}

  /**
   * Those that run, the newest first, and then those that ended last.
   *
   * @param most so many of either
   */
  public Seen list(int most) {
    List<ExecutionListItem> running = running();
    List<ExecutionListItem> recent = recent();
    List<ExecutionListItem> ended = recent.stream().filter(Releases::hasEnded).toList();
    List<String> wanted =
        Stream.concat(running.stream().limit(most), ended.stream().limit(most))
            .map(ExecutionListItem::executionArn)
            .distinct() // one that ended between the two calls
            .toList();
    return new Seen(
        look(wanted),
        Math.max(0, running.size() - most),
        ended.size() > most || recent.size() == PAGE);
  }

  private static boolean hasEnded(ExecutionListItem one) {
    return one.status() != ExecutionStatus.RUNNING;
  }

  /**
   * The release that is meant.
   *
   * @param name a release's id, an execution's name, or its ARN
   * @throws Failure if there is none, or several run that may be meant
   */
  public Sighting find(String name) {
    return find(name, any -> true);
  }

  /**
   * The same; of several that have ended rather one of some kind than a newer one.
   *
   * @param kind which ones that is
   */
  public Sighting find(String name, Predicate<Sighting> kind) {
    if (name.matches(Account.EXECUTION)) {
      return at(name).orElseThrow(() -> Failure.usage("there is no execution " + name));
    }
    if (!name.matches("[A-Za-z0-9_-]{1,80}")) {
      throw Failure.usage(
          "%s is neither a release's id nor an execution's name or ARN".formatted(name));
    }
    Optional<Sighting> named = at(account.executions().arn(name));
    if (named.filter(Sighting::isRunning).isPresent()) {
      return named.get();
    }
    List<ExecutionListItem> running = likeliestFirst(name, running());
    return onlyOne(name, running)
        .or(() -> named.filter(kind))
        .or(() -> ended(name, named, kind))
        .orElseThrow(() -> none(name, running.size()));
  }

  /** Whoever is named by the command line has the id in the name. */
  private static List<ExecutionListItem> likeliestFirst(String name, List<ExecutionListItem> all) {
    List<ExecutionListItem> sorted = new ArrayList<>(all);
    sorted.sort(comparing(one -> !one.name().contains(name)));
    return sorted;
  }

  private Optional<Sighting> onlyOne(String name, List<ExecutionListItem> running) {
    List<Sighting> meant =
        look(running.stream().limit(MOST_RUNNING).map(ExecutionListItem::executionArn).toList())
            .stream()
            .filter(one -> one.isNamed(name))
            .toList();
    if (meant.size() > 1) {
      throw Failure.usage(
          "%d releases that run are called %s: say which by the name of the execution: %s"
              .formatted(
                  meant.size(),
                  name,
                  meant.stream().map(Sighting::name).collect(Collectors.joining(", "))));
    }
    return meant.stream().findFirst();
  }

  private Optional<Sighting> ended(
      String name, Optional<Sighting> named, Predicate<Sighting> kind) {
    List<String> recent =
        recent().stream()
            .filter(Releases::hasEnded)
            .sorted(comparing(ExecutionListItem::stopDate, Comparator.reverseOrder()))
            .limit(MOST_ENDED)
            .map(ExecutionListItem::executionArn)
            .toList();
    List<Sighting> meant =
        Stream.concat(named.stream(), look(recent).stream().filter(one -> one.isNamed(name)))
            .toList();
    return meant.stream().filter(kind).findFirst().or(() -> meant.stream().findFirst());
  }

  private static Failure none(String name, int running) {
    String cut = running > MOST_RUNNING ? MOST_RUNNING + " of " + running : "those";
    return Failure.usage(
        "there is no release %s among %s that run and the last %d that ended; list shows them"
            .formatted(name, cut, MOST_ENDED));
  }

  private List<ExecutionListItem> running() {
    return account.ask(
        () ->
            account
                .sfn()
                .listExecutions(
                    list ->
                        list.stateMachineArn(account.workflow())
                            .statusFilter(ExecutionStatus.RUNNING)
                            .maxResults(PAGE))
                .executions());
  }

  private List<ExecutionListItem> recent() {
    return account.ask(
        () ->
            account
                .sfn()
                .listExecutions(list -> list.stateMachineArn(account.workflow()).maxResults(PAGE))
                .executions());
  }

  /** An execution as it stands, if there is one. */
  public Optional<Sighting> at(String arn) {
    return account.ask(() -> sight(arn));
  }

  private Optional<Sighting> sight(String arn) {
    try {
      return Optional.of(Sighting.of(account, arn));
    } catch (ExecutionDoesNotExistException none) {
      return Optional.empty();
    }
  }

  /** Several at a time; in their order. */
  private List<Sighting> look(List<String> arns) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<CompletableFuture<Optional<Sighting>>> looks =
          arns.stream().map(arn -> CompletableFuture.supplyAsync(() -> at(arn), threads)).toList();
      return looks.stream().flatMap(look -> look.join().stream()).toList();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof Failure known ? known : failed;
    } finally {
      threads.shutdownNow();
    }
  }
}
