package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.rehearsal.AccountContents.FunctionContents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A function of which only some aliases and versions are known, those that a request names. */
final class FunctionSketch {
  private static final String FIRST = "1";
  private static final String SECOND = "2";

  private final TreeSet<String> versions = new TreeSet<>(Comparator.comparing(Long::valueOf));
  private final List<SketchedAlias> aliases = new ArrayList<>();

  /**
   * An alias.
   *
   * @param canary the version that is to be released; empty for the newest
   * @param served whether the alias serves it already
   */
  private record SketchedAlias(String name, String canary, boolean served) {}

  /** The version that serves before a canary. Version 1 can only be a return from version 2. */
  static String before(String version) {
    long number = Long.parseLong(version);
    return number == 1 ? SECOND : Long.toString(number - 1);
  }

  /** Adds an alias to which a version is to be released: it serves the one before. */
  void addTarget(String alias, String canary) {
    aliases.add(new SketchedAlias(alias, canary, false));
    addVersion(canary);
  }

  /** Adds an alias that serves the newest version already. */
  void addServing(String alias) {
    aliases.add(new SketchedAlias(alias, "", true));
  }

  /** Adds a version, if it is named, and the one before it. */
  void addVersion(String canary) {
    if (!canary.isEmpty()) {
      versions.add(canary);
      versions.add(before(canary));
    }
  }

  /** The function with versions 1 and 2 if none are known; its first alias has its tag. */
  FunctionContents contents() {
    if (versions.isEmpty()) {
      versions.addAll(List.of(FIRST, SECOND));
    }
    Map<String, String> serving = new TreeMap<>();
    for (SketchedAlias each : aliases) {
      String canary = each.canary().isEmpty() ? versions.last() : each.canary();
      serving.putIfAbsent(each.name(), each.served() ? canary : before(canary));
    }
    Map<String, String> tags =
        aliases.isEmpty() ? Map.of() : Map.of("coalmine:alias", aliases.get(0).name());
    return new FunctionContents(List.copyOf(versions), serving, "", tags);
  }
}
