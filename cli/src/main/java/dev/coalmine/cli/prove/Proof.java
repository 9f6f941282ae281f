package dev.coalmine.cli.prove;

import dev.coalmine.cli.project.ProjectFiles;
import dev.coalmine.cli.prove.Scenario.UnreadableScenarioException;
import dev.coalmine.cli.world.LocalRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What {@code coalmine prove} does.
 *
 * @param choice which stories and faults
 * @param out is given the lines of the result
 */
public record Proof(Choice choice, Consumer<String> out) {

  /**
   * The SDK's time-outs count wall time, and cold code is slow: what is played first is not used.
   */
  private static final List<Story> WARM_UP = Stories.all().subList(0, 4);

  /** With how many second faults each first one is played. */
  private static final int PAIRS_OF_A_FAULT = 5;

  /**
   * Which stories and faults are played.
   *
   * @param stories names; empty for all
   * @param faults names; empty for all
   * @param stride plays each n-th scenario only
   * @param pairs how many random pairs of faults instead of all single ones; 0 for none
   * @param seed of the pairs
   */
  public record Choice(
      List<String> stories, List<String> faults, int stride, int pairs, long seed) {
    /** Copies the lists. */
    public Choice {
      stories = List.copyOf(stories);
      faults = List.copyOf(faults);
    }

    /** All of it. */
    public static Choice everything() {
      return new Choice(List.of(), List.of(), 1, 0, 1);
    }
  }

  /** A name that is none. */
  public static final class UnknownNameException extends Exception {
    private static final long serialVersionUID = 1L;

    private UnknownNameException(String message) {
      super(message);
    }
  }

  /**
   * Plays the chosen scenarios, and prints a table and the violations.
   *
   * @return whether no promise was broken
   * @throws UnknownNameException if a story or fault is unknown, before anything is played
   */
  public boolean explore(Explorer explorer) throws UnknownNameException, InterruptedException {
    List<ScenarioResult> results = explorer.play(scenarios(explorer));
    ResultTable table = new ResultTable(results);
    table.byFault().forEach(out);
    out.accept("");
    table.distinctViolations().forEach(out);
    out.accept(table.total());
    return table.violated() == 0;
  }

  List<Scenario> scenarios(Explorer explorer) throws UnknownNameException, InterruptedException {
    List<Story> stories = stories();
    List<FaultKind> kinds = kinds();
    explorer.undisturbed(WARM_UP);
    List<PlayedRun> undisturbed = explorer.undisturbed(stories);
    if (choice.pairs() > 0) {
      int firsts = choice.pairs() / PAIRS_OF_A_FAULT + 1;
      return explorer.pairs(
          FaultProduct.randomSingles(undisturbed, kinds, firsts, choice.seed()),
          kinds,
          choice.pairs(),
          choice.seed());
    }
    List<Scenario> all = new ArrayList<>();
    undisturbed.forEach(run -> all.add(new Scenario(run.story(), List.of())));
    for (FaultKind kind : kinds) {
      undisturbed.forEach(run -> all.addAll(FaultProduct.singles(run, List.of(kind))));
    }
    List<Scenario> strided = new ArrayList<>();
    for (int i = 0; i < all.size(); i += choice.stride()) {
      strided.add(all.get(i));
    }
    return strided;
  }

  private List<Story> stories() throws UnknownNameException {
    return chosen(Stories.all(), choice.stories(), "story");
  }

  private List<FaultKind> kinds() throws UnknownNameException {
    return chosen(FaultKinds.all(), choice.faults(), "kind of fault");
  }

  private static <T> List<T> chosen(List<T> all, List<String> names, String what)
      throws UnknownNameException {
    List<T> chosen = new ArrayList<>();
    Set<String> known = Set.copyOf(all.stream().map(Object::toString).toList());
    for (String name : names) {
      if (!known.contains(name)) {
        throw new UnknownNameException(
            "no %s is named \"%s\"; --list shows all names".formatted(what, name));
      }
    }
    all.stream()
        .filter(each -> names.isEmpty() || names.contains(each.toString()))
        .forEach(chosen::add);
    return chosen;
  }

  /** Prints the names of stories and faults. */
  public static void list(Consumer<String> out) {
    out.accept("stories:");
    Stories.all().forEach(story -> out.accept("  " + story));
    out.accept("faults:");
    FaultKinds.all().forEach(kind -> out.accept("  %-22s %s".formatted(kind, kind.meaning())));
  }

  /**
   * Plays one scenario with all its calls shown.
   *
   * @return whether no promise was broken
   * @throws UnknownNameException if the line is not a scenario
   */
  public static boolean replay(String line, Consumer<String> out)
      throws UnknownNameException, IOException {
    Scenario scenario = scenario(line);
    try (LocalRuntime runtime = new LocalRuntime(ProjectFiles.root())) {
      for (Story story : WARM_UP) {
        new StoryRun(runtime, story, List.of(), unused -> {}).play();
      }
      PlayedRun run = new StoryRun(runtime, scenario.story(), scenario.faults(), out).play();
      run.executions()
          .forEach(
              each ->
                  out.accept(
                      "%s ended %s: %s"
                          .formatted(
                              each.identity().name(), PlayedRun.outcome(each), each.cause())));
      run.doors().forEach(door -> out.accept("the door was told " + door.orElse("nothing")));
      run.alarmed().forEach(alarm -> out.accept("alarm: " + alarm));
      run.after().forEach((target, view) -> out.accept(target + " serves " + view));
      if (!scenario.faults().isEmpty() && !run.faulted()) {
        out.accept("the fault did not happen: the story makes no such call");
      }
      List<Violation> violations = Oracle.judge(run);
      violations.forEach(each -> out.accept("VIOLATION " + each));
      out.accept("1 runs, %d violations".formatted(violations.isEmpty() ? 0 : 1));
      return violations.isEmpty();
    }
  }

  private static Scenario scenario(String line) throws UnknownNameException {
    try {
      return Scenario.parse(line);
    } catch (UnreadableScenarioException unreadable) {
      throw new UnknownNameException(unreadable.getMessage());
    }
  }
}
