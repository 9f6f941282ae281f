package dev.coalmine.cli.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.coalmine.cli.Main;
import dev.coalmine.cli.progress.EngineHistory;
import dev.coalmine.cli.progress.ReleaseTimeline;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.sam.SamTemplate;
import dev.coalmine.cli.testing.CliDriver;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.cli.testing.ProjectFolderExtension;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.report.CostEstimate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * README and docs show what the commands print, and their links lead somewhere. In a {@code
 * console} block, a line {@code …} stands for any number of lines, and a line that ends in {@code "
 * …"} is the beginning of a line.
 */
@ExtendWith(ProjectFolderExtension.class)
class DocsTest {
  private static final Path ROOT = ProjectFolder.ROOT;
  private static final String PROGRAM = "./coalmine ";

  /** Commands that need no account. */
  private static final Set<String> OFFLINE = Set.of("rehearse", "backtest");

  private static final Pattern FENCE =
      Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern COMMAND =
      Pattern.compile("^\\$ ([^\n]*)\n((?:(?!\\$ )[^\n]*\n)*)", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern LINK = Pattern.compile("\\[[^\\[\\]]*]\\(([^()\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  private static final Map<String, String> PRINTED = new HashMap<>();
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.listening();

  @TempDir private static Path folder;

  /**
   * Commands that are shown together, with what they print.
   *
   * @param page where they stand
   */
  record Block(String page, List<Shown> commands) {
    @Override
    public String toString() {
      return page + ": " + commands.get(0).command();
    }
  }

  /** A command and the output that stands below it. */
  record Shown(String command, String output) {
    /** What the command has to print. */
    Pattern pattern() {
      return Pattern.compile(output.lines().map(Shown::line).collect(Collectors.joining()));
    }

    private static String line(String shown) {
      if (shown.strip().equals("…")) {
        return "(?:.*\n)*?";
      }
      return shown.endsWith(" …")
          ? Pattern.quote(shown.substring(0, shown.length() - 2)) + ".*\n"
          : Pattern.quote(shown) + "\n";
    }
  }

  static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult fence : FENCE.matcher(ProjectFolder.read(page)).results().toList()) {
        if (fence.group(2).contains("$ " + PROGRAM)) {
          String name = ROOT.relativize(page).toString();
          assertThat(fence.group(1)).as(name + ": " + fence.group(2)).isEqualTo("console");
          blocks.add(
              new Block(
                  name,
                  COMMAND
                      .matcher(fence.group(2))
                      .results()
                      .map(found -> new Shown(found.group(1), found.group(2)))
                      .toList()));
        }
      }
    }
    return blocks;
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void everyCommandPrintsWhatIsShown(Block block) throws IOException {
    CliDriver cli = new CliDriver(LOCAL.runtime(), folder);
    for (Shown shown : block.commands()) {
      String printed = printed(shown, cli);
      if (!shown.pattern().matcher(printed).matches()) {
        assertThat(printed).as(shown.command()).isEqualTo(shown.output());
      }
    }
  }

  @Test
  void theReadmeShowsAPromotionARollbackAndSteering() throws IOException {
    assertThat(blocks())
        .filteredOn(block -> block.page().equals("README.md"))
        .extracting(block -> block.commands().get(0).command().split(" ", 3)[1])
        .containsExactly("rehearse", "rehearse", "request.json", "start");
  }

  private static String printed(Shown shown, CliDriver cli) throws IOException {
    List<String> words = words(shown.command());
    if (words.get(0).equals("cat")) {
      Files.writeString(folder.resolve(words.get(1)), shown.output());
      return shown.output();
    }
    if (!shown.command().startsWith(PROGRAM)) {
      return fail("only ./coalmine and cat are run here, not: " + shown.command());
    }
    String[] arguments =
        words.stream().skip(1).map(DocsTest::located).toList().toArray(String[]::new);
    if (OFFLINE.contains(arguments[0])) {
      return PRINTED.computeIfAbsent(shown.command(), command -> run(arguments));
    }
    CliDriver.CliResult typed = cli.run(arguments);
    cli.advance(Duration.ofSeconds(1));
    return typed.out() + typed.err();
  }

  private static List<String> words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toList();
  }

  /** Files of the project stand in its folder, those that a page writes in one of the test. */
  private static String located(String word) {
    if (word.matches("(events|docs)/.*")) {
      return ROOT.resolve(word).toString();
    }
    return word.matches("\\w+\\.json") ? folder.resolve(word).toString() : word;
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Main.run(stream, stream, arguments);
    return out.toString(StandardCharsets.UTF_8).replace(ROOT + "/", "").replace(folder + "/", "");
  }

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      LINK.matcher(prose(page))
          .results()
          .map(link -> link.group(1))
          .filter(link -> !link.matches("https?:.*") && !leads(page, link))
          .forEach(link -> broken.add(ROOT.relativize(page) + ": " + link));
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leads(Path page, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  /** Without what stands in fences and between backticks. */
  private static String prose(Path page) {
    return FENCE.matcher(ProjectFolder.read(page)).replaceAll("").replaceAll("`[^`\n]*`", "code");
  }

  /** The anchors of its headings, as GitHub makes them. */
  private static Set<String> anchors(Path page) {
    Set<String> anchors = new HashSet<>();
    HEADING
        .matcher(FENCE.matcher(ProjectFolder.read(page)).replaceAll(""))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .forEach(anchors::add);
    return anchors;
  }

  @Test
  void theTableOfContentsHasEveryPage() throws IOException {
    String contents = read("docs/README.md");
    for (Path page : pages()) {
      Path fromDocs = ROOT.resolve("docs").relativize(page);
      if (!fromDocs.startsWith("..") && !fromDocs.toString().equals("README.md")) {
        assertThat(contents).contains("(" + fromDocs + ")");
      }
    }
  }

  @Test
  void requestsHasEverySample() throws IOException {
    String requests = read("docs/requests.md");
    try (Stream<Path> files = Files.list(ROOT.resolve("events"))) {
      assertThat(files)
          .allSatisfy(
              file -> assertThat(requests).contains("(../events/" + file.getFileName() + ")"));
    }
  }

  @Test
  void everyFunctionHasAHeading() throws IOException {
    String headings =
        Stream.of("docs/how-it-works.md", "docs/triggers.md")
            .flatMap(page -> HEADING.matcher(read(page)).results())
            .map(heading -> heading.group(1))
            .collect(Collectors.joining("\n"));
    assertThat(SamTemplate.read(ROOT.resolve("template.yaml")).handlers().keySet())
        .allSatisfy(
            function ->
                assertThat(headings)
                    .containsPattern("\\b" + function.replaceFirst("Function$", "") + "\\b"));
  }

  @Test
  void itsTestCommandIsTheOneThatContinuousIntegrationRuns() {
    assertThat(read("README.md")).contains("`mvn verify`");
    assertThat(read(".ci/run")).contains("mvn -B -ntp verify");
  }

  @Test
  void theCostIsTheBillOfTheRehearsal() throws IOException {
    List<Execution> ran = new ArrayList<>();
    new Rehearsal(
            LOCAL.runtime(),
            read("events/release.json"),
            TrafficProfile.load("healthy"),
            1,
            new ReleaseTimeline(line -> {}, look -> {}),
            (execution, happened) -> ran.add(execution))
        .run();
    CostEstimate bill = CostEstimate.of(EngineHistory.read(ran.get(0)).history());

    assertThat(read("docs/operations.md").replace("\n", " "))
        .contains("comes to %.2f cents:".formatted(100 * bill.dollars()))
        .contains(
            "%.0f transitions, %.0f metrics, %.0f events and %.0f invocations"
                .formatted(
                    bill.lines().get(0).count(),
                    bill.lines().get(3).count(),
                    bill.lines().get(4).count(),
                    bill.lines().get(1).count()));
  }

  private static String read(String file) {
    return ProjectFolder.read(ROOT.resolve(file));
  }
}
