package dev.coalmine.embedded.lambda;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A function with its versions, aliases and tags. The lock of its {@link LambdaStore} guards it.
 */
final class LambdaFunction {
  private final String name;
  private final NavigableMap<Long, FunctionVersion> versions = new TreeMap<>();
  private final NavigableMap<String, FunctionAlias> aliases = new TreeMap<>();
  private final Map<String, AliasHandover> handovers = new HashMap<>();
  private final Map<String, ProvisionedConcurrencyConfig> provisioned = new TreeMap<>();
  private final Map<String, ResourcePolicy> policies = new TreeMap<>();
  private final Map<String, String> tags = new TreeMap<>();
  private FunctionVersion latest;
  private FunctionVersion publishedFrom; // $LATEST when the newest version was published
  private Optional<FunctionVersion> latestPublished = Optional.empty();
  private long newestNumber;

  LambdaFunction(String name, FunctionVersion latest) {
    this.name = name;
    this.latest = latest;
    this.publishedFrom = latest;
  }

  /** A function as it was saved. */
  static LambdaFunction of(SavedFunction saved) {
    LambdaFunction function = new LambdaFunction(saved.name(), saved.latest());
    function.publishedFrom = saved.publishedFrom();
    function.latestPublished = saved.latestPublished();
    function.newestNumber = saved.newestNumber();
    saved.versions().forEach(each -> function.versions.put(Long.parseLong(each.number()), each));
    saved.aliases().forEach(each -> function.aliases.put(each.name(), each));
    function.handovers.putAll(saved.handovers());
    function.provisioned.putAll(saved.provisioned());
    function.policies.putAll(saved.policies());
    function.tags.putAll(saved.tags());
    return function;
  }

  /** All of it, as it is now. */
  SavedFunction save() {
    return new SavedFunction(
        name,
        latest,
        publishedFrom,
        latestPublished,
        newestNumber,
        List.copyOf(versions.values()),
        List.copyOf(aliases.values()),
        new TreeMap<>(handovers),
        new TreeMap<>(provisioned),
        new TreeMap<>(policies),
        new TreeMap<>(tags));
  }

  /**
   * The time in which an alias with provisioned concurrency keeps its old version until the new one
   * is warm.
   *
   * @param from the version that gets all requests meanwhile
   * @param until when the new version is warm
   */
  record AliasHandover(String from, Instant until) {}

  /**
   * Provisioned concurrency of a version or an alias.
   *
   * @param requested the requested number of environments
   * @param since when they were requested
   * @param readyAt when they are ready
   */
  record ProvisionedConcurrencyConfig(int requested, Instant since, Instant readyAt) {
    ProvisionedConcurrencyConfig requestedAgain(Instant now, Instant ready) {
      return new ProvisionedConcurrencyConfig(requested, now, ready);
    }
  }

  String name() {
    return name;
  }

  FunctionVersion latest() {
    return latest;
  }

  void latest(FunctionVersion changed) {
    latest = changed;
  }

  NavigableMap<Long, FunctionVersion> versions() {
    return versions;
  }

  NavigableMap<String, FunctionAlias> aliases() {
    return aliases;
  }

  /** Handovers to warm versions, by alias. */
  Map<String, AliasHandover> handovers() {
    return handovers;
  }

  /** By version or alias. */
  Map<String, ProvisionedConcurrencyConfig> provisioned() {
    return provisioned;
  }

  /** By version or alias; the empty string is the key of the function's own policy. */
  Map<String, ResourcePolicy> policies() {
    return policies;
  }

  Map<String, String> tags() {
    return tags;
  }

  /** The newest version, if {@code $LATEST} still equals it. */
  Optional<FunctionVersion> alreadyPublished() {
    return Optional.ofNullable(versions.get(newestNumber))
        .filter(newest -> latest.runsTheSameAs(publishedFrom));
  }

  /** Sets the number of the next version, as if the versions in between had been deleted. */
  void setNextVersionNumber(long next) {
    newestNumber = Math.max(newestNumber, next - 1);
  }

  /** Publishes {@code $LATEST}. A number is never reused, not even that of a deleted version. */
  FunctionVersion publish(FunctionSettings settings, Instant now, String revisionId) {
    newestNumber++;
    String number = Long.toString(newestNumber);
    FunctionVersion version = new FunctionVersion(number, settings, latest.code(), now, revisionId);
    versions.put(newestNumber, version);
    publishedFrom = latest;
    return version;
  }

  /**
   * Publishes {@code $LATEST} without a number. It replaces the one that was published so before.
   */
  FunctionVersion publishWithoutNumber(Instant now, String revisionId) {
    FunctionVersion version =
        new FunctionVersion(
            FunctionVersion.LATEST_PUBLISHED, latest.settings(), latest.code(), now, revisionId);
    latestPublished = Optional.of(version);
    return version;
  }

  /** {@code $LATEST}, the version that was published without a number, and those with numbers. */
  List<FunctionVersion> allVersions() {
    return Stream.of(Stream.of(latest), latestPublished.stream(), versions.values().stream())
        .flatMap(each -> each)
        .toList();
  }

  /** A version by number, {@code $LATEST}, or {@code $LATEST.PUBLISHED}. */
  Optional<FunctionVersion> version(String number) {
    if (number.equals(FunctionVersion.LATEST)) {
      return Optional.of(latest);
    }
    if (number.equals(FunctionVersion.LATEST_PUBLISHED)) {
      return latestPublished;
    }
    boolean isNumber = number.matches("[0-9]{1,18}");
    return Optional.ofNullable(isNumber ? versions.get(Long.parseLong(number)) : null);
  }

  /** The version of a qualifier. For an alias it is the primary version. */
  Optional<FunctionVersion> qualified(String qualifier) {
    if (qualifier.isEmpty()) {
      return Optional.of(latest);
    }
    FunctionAlias alias = aliases.get(qualifier);
    return version(alias == null ? qualifier : alias.version());
  }

  /** The revision of an alias, of a version or, for the empty qualifier, of {@code $LATEST}. */
  String revisionId(String qualifier) {
    FunctionAlias alias = aliases.get(qualifier);
    return alias == null ? qualified(qualifier).orElseThrow().revisionId() : alias.revisionId();
  }

  /** Sets the revision that {@link #revisionId} returns. */
  void setRevisionId(String qualifier, String revisionId) {
    if (aliases.containsKey(qualifier)) {
      aliases.computeIfPresent(qualifier, (name, alias) -> alias.revised(revisionId));
    } else if (qualifier.isEmpty()) {
      latest = latest.revised(revisionId);
    } else if (qualifier.equals(FunctionVersion.LATEST_PUBLISHED)) {
      latestPublished = latestPublished.map(version -> version.revised(revisionId));
    } else {
      versions.computeIfPresent(
          Long.parseLong(qualifier), (number, version) -> version.revised(revisionId));
    }
  }

  /** The weights of an alias as shown to clients. A handover's weights replace the alias' own. */
  Map<String, Double> effectiveWeights(FunctionAlias alias) {
    AliasHandover handover = handovers.get(alias.name());
    return handover == null ? alias.weights() : Map.of(handover.from(), 1.0);
  }

  AliasTrafficSplit trafficSplit(FunctionAlias alias) {
    return new AliasTrafficSplit(alias.version(), effectiveWeights(alias), alias.revisionId());
  }

  List<String> aliasesThatUse(String number) {
    return aliases.values().stream()
        .filter(alias -> alias.uses(number) || effectiveWeights(alias).containsKey(number))
        .map(FunctionAlias::name)
        .toList();
  }
}
