package dev.coalmine.cli;

import dev.coalmine.cli.project.ProjectFiles;
import dev.coalmine.cli.scale.ScaleReport;
import dev.coalmine.cli.scale.ScaleResult;
import dev.coalmine.cli.scale.ScaleRun;
import dev.coalmine.cli.scale.ScaleStory;
import dev.coalmine.embedded.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The part of {@code bench} that plays many releases in one account. */
final class ScaleOptions {
  private static final int MOST = 10_000;

  @Option(
      names = "--scale",
      paramLabel = "N",
      split = ",",
      description =
          "Instead of all that, plays so many releases in one account under AWS' rate limits, such"
              + " as 1,10,100,500,1000,2000, and prints their outcomes, calls and delays; at most"
              + " 10000.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--scale-story",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "healthy,failing,alarms,storm",
      description =
          "What happens to these releases: healthy, failing (all canaries within one minute),"
              + " alarms (all at one minute), storm (all start in one second) (default: all).")
  private List<String> stories;

  @Option(names = "--json", description = "Prints the results of --scale as lines of JSON.")
  private boolean json;

  boolean isAsked() {
    return !sizes.isEmpty();
  }

  /** What is wrong with the options; empty for nothing. */
  String fault() {
    for (int size : sizes) {
      if (size < 1 || size > MOST) {
        return "--scale must be from 1 to %d, not %d".formatted(MOST, size);
      }
    }
    for (String story : stories) {
      if (ScaleStory.named(story).isEmpty()) {
        return "--scale-story must be healthy, failing, alarms or storm, not " + story;
      }
    }
    return json && !isAsked() ? "--json needs --scale" : "";
  }

  /**
   * Plays the stories, and prints each as soon as it is played.
   *
   * @param progress gets a line every few moments
   */
  void play(PrintWriter out, long seed, Consumer<String> progress) throws IOException {
    Map<Integer, ScaleResult> single = new TreeMap<>();
    Duration alone = Duration.ZERO;
    for (String word : stories) {
      ScaleStory story = ScaleStory.named(word).orElseThrow();
      if (!story.breaks() && alone.isZero()) {
        single.put(1, play(ScaleStory.HEALTHY, 1, seed, progress));
        alone = single.get(1).durations().max();
      }
      List<ScaleResult> results = new ArrayList<>();
      for (int size : sizes.stream().sorted().distinct().toList()) {
        boolean played = size == 1 && story == ScaleStory.HEALTHY && single.containsKey(1);
        results.add(played ? single.get(1) : play(story, size, seed, progress));
      }
      print(out, new ScaleReport(results, alone));
    }
  }

  private static ScaleResult play(ScaleStory story, int size, long seed, Consumer<String> progress)
      throws IOException {
    return ScaleRun.play(ProjectFiles.root(), story, size, seed, progress);
  }

  private void print(PrintWriter out, ScaleReport report) {
    if (json) {
      report.trees().forEach(tree -> out.println(Json.toText(tree)));
    } else {
      report.lines().forEach(out::println);
      out.println();
    }
    out.flush();
  }
}
