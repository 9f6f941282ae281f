package dev.coalmine;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package may import which, in all three modules. Read from the classes' byte code. */
class ArchitectureTest {
  private static final String ROOT = "dev.coalmine.";

  /** The packages that compute a release from values alone. */
  private static final Set<String> CORE =
      Set.of("text", "target", "request", "release", "judge", "report");

  /** The main classes of all three modules: test classes lie where this one does. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(
              location ->
                  !location
                      .asURI()
                      .toString()
                      .contains(
                          ArchitectureTest.class
                              .getProtectionDomain()
                              .getCodeSource()
                              .getLocation()
                              .getPath()))
          .importPackages("dev.coalmine");

  /** Package to the packages that it may import; names are below {@value #ROOT}. */
  private static final Map<String, Set<String>> ARROWS = arrows();

  private static Map<String, Set<String>> arrows() {
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    functions(arrows);
    embeddedAws(arrows);
    cli(arrows);
    return arrows;
  }

  private static void functions(Map<String, Set<String>> arrows) {
    put(arrows, "text", "");
    put(arrows, "target", "text");
    put(arrows, "request", "target text");
    put(arrows, "release", "request target text");
    put(arrows, "judge", "release request target text");
    put(arrows, "aws", "release request target text");
    put(arrows, "report", "release request target text");
    put(arrows, "document", "aws report release request target text");
    put(arrows, "workflow", "document judge aws release request target text");
    put(arrows, "restore", "document aws report release request target text");
    put(arrows, "upkeep", "document aws");
    put(arrows, "widget", "document aws report release request target text");
    put(arrows, "trigger", "restore document aws report release request target text");
  }

  private static void embeddedAws(Map<String, Set<String>> arrows) {
    String wire = " embedded.protocol embedded.http embedded.json";
    String service = " embedded.clock" + wire;
    put(arrows, "embedded.json", "");
    put(arrows, "embedded.text", "");
    put(arrows, "embedded.clock", "");
    put(arrows, "embedded.http", "embedded.clock embedded.json");
    put(arrows, "embedded.protocol", "embedded.http embedded.json embedded.text");
    put(arrows, "embedded.asl.expression", "embedded.json");
    put(arrows, "embedded.asl.definition", "embedded.asl.expression embedded.json embedded.text");
    put(
        arrows,
        "embedded.asl",
        "embedded.asl.definition embedded.asl.expression embedded.clock embedded.json");
    put(arrows, "embedded.lambda", service);
    put(arrows, "embedded.cloudwatch.wire", wire);
    put(arrows, "embedded.cloudwatch.metric", "embedded.cloudwatch.wire" + wire);
    put(
        arrows,
        "embedded.cloudwatch.alarm",
        "embedded.cloudwatch.metric embedded.cloudwatch.wire" + wire);
    put(
        arrows,
        "embedded.cloudwatch",
        "embedded.cloudwatch.alarm embedded.cloudwatch.metric embedded.cloudwatch.wire" + service);
    put(arrows, "embedded.stepfunctions", "embedded.asl" + service);
    put(arrows, "embedded.codepipeline", service);
    put(arrows, "embedded.cloudformation", service);
    put(
        arrows,
        "embedded.apigateway",
        "embedded.lambda embedded.cloudwatch.metric embedded.cloudwatch.wire" + service);
    put(
        arrows,
        "embedded.eventbridge",
        "embedded.lambda embedded.cloudwatch.alarm embedded.cloudwatch.metric"
            + " embedded.cloudwatch.wire"
            + service);
    put(
        arrows,
        "embedded",
        "embedded.apigateway embedded.cloudwatch embedded.eventbridge embedded.lambda"
            + " embedded.stepfunctions"
            + service);
    put(arrows, "embedded.cloudtrail", "embedded embedded.eventbridge embedded.lambda" + service);
  }

  private static void cli(Map<String, Set<String>> arrows) {
    put(arrows, "cli.project", "");
    put(arrows, "cli.completion", "");
    put(arrows, "cli.terminal", "release request target text");
    put(
        arrows,
        "cli.account",
        "cli.project document aws report release request target text embedded.json");
    put(
        arrows,
        "cli.web",
        "document aws report release request target text embedded.apigateway embedded.asl"
            + " embedded.cloudwatch.metric embedded.lambda embedded.http embedded.json");
    put(
        arrows,
        "cli.sam",
        "text embedded.eventbridge embedded.lambda embedded.stepfunctions embedded.protocol"
            + " embedded.json");
    put(
        arrows,
        "cli.traffic",
        "text embedded.apigateway embedded.cloudwatch.metric embedded.lambda embedded.json");
    put(arrows, "cli.replay", "text embedded.cloudwatch.metric embedded.json");
    put(arrows, "cli.judgeprotocol", "judge release request target text embedded.json");
    put(arrows, "cli.bench", "judge release request target text cli.traffic");
    put(
        arrows,
        "cli.world",
        "cli.sam cli.traffic cli.replay cli.project text embedded embedded.apigateway"
            + " embedded.asl embedded.clock embedded.cloudformation embedded.cloudtrail"
            + " embedded.cloudwatch embedded.cloudwatch.metric embedded.codepipeline"
            + " embedded.eventbridge embedded.http embedded.json embedded.lambda embedded.protocol"
            + " embedded.stepfunctions");
    put(arrows, "cli.data", "cli.world embedded.asl embedded.json embedded.protocol");
    put(
        arrows,
        "cli.progress",
        "cli.terminal cli.project document aws report release request target text embedded.asl"
            + " embedded.json");
    put(
        arrows,
        "cli.rehearsal",
        "cli.world cli.progress cli.traffic cli.replay document aws release request target text"
            + " embedded embedded.apigateway embedded.asl embedded.clock embedded.cloudformation"
            + " embedded.cloudwatch embedded.cloudwatch.metric embedded.codepipeline"
            + " embedded.eventbridge embedded.http"
            + " embedded.json embedded.lambda embedded.protocol");
    put(
        arrows,
        "cli.scale",
        "cli.bench cli.traffic cli.world release embedded embedded.asl embedded.clock"
            + " embedded.cloudwatch embedded.cloudwatch.alarm embedded.http embedded.json"
            + " embedded.lambda embedded.protocol");
    put( // not release, judge or target: the oracle is written apart from the decisions
        arrows,
        "cli.prove",
        "cli.project cli.rehearsal cli.traffic cli.world embedded embedded.apigateway embedded.asl"
            + " embedded.clock embedded.cloudformation embedded.cloudwatch embedded.codepipeline"
            + " embedded.eventbridge embedded.http embedded.json embedded.lambda"
            + " embedded.protocol");
    put(
        arrows,
        "cli",
        "cli.account cli.bench cli.completion cli.data cli.judgeprotocol cli.progress cli.project"
            + " cli.prove cli.rehearsal cli.replay cli.sam cli.scale cli.terminal cli.traffic"
            + " cli.web cli.world document report release request target text embedded"
            + " embedded.apigateway embedded.asl embedded.clock embedded.cloudwatch"
            + " embedded.cloudwatch.metric embedded.json embedded.lambda");
  }

  private static void put(Map<String, Set<String>> arrows, String from, String to) {
    arrows.put(from, new TreeSet<>(Arrays.asList(to.strip().split(" "))));
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  private static Stream<Dependency> imports(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .filter(arrow -> arrow.getTargetClass().getBaseComponentType().getName().startsWith(ROOT))
        .filter(
            arrow ->
                !arrow
                    .getTargetClass()
                    .getBaseComponentType()
                    .getPackageName()
                    .equals(type.getPackageName()));
  }

  private static JavaClass target(Dependency arrow) {
    return arrow.getTargetClass().getBaseComponentType();
  }

  @Test
  void everyPackageHasARowInTheTable() {
    Set<String> rooms =
        CLASSES.stream().map(ArchitectureTest::room).collect(toCollection(TreeSet::new));

    assertThat(rooms).containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
  }

  @Test
  void aPackageImportsOnlyWhatTheTableAllows() {
    Set<String> forbidden =
        CLASSES.stream()
            .flatMap(ArchitectureTest::imports)
            .filter(
                arrow ->
                    !ARROWS
                        .getOrDefault(room(arrow.getOriginClass()), Set.of())
                        .contains(room(target(arrow))))
            .map(ArchitectureTest::describe)
            .collect(toCollection(TreeSet::new));

    assertThat(forbidden).isEmpty();
  }

  private static String describe(Dependency arrow) {
    return "%s -> %s: %s uses %s"
        .formatted(
            room(arrow.getOriginClass()),
            room(target(arrow)),
            arrow.getOriginClass().getSimpleName(),
            target(arrow).getSimpleName());
  }

  @Test
  void noPackagesFormACircle() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /**
   * Implied by the test above; this one names the classes. Nested ones count as their outermost.
   */
  @Test
  void noClassesOfDifferentPackagesFormACircle() {
    Map<String, Set<String>> uses = new TreeMap<>();
    CLASSES.forEach(
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .map(ArchitectureTest::target)
                .filter(target -> target.getName().startsWith(ROOT))
                .forEach(
                    target ->
                        uses.computeIfAbsent(outermost(type), from -> new TreeSet<>())
                            .add(outermost(target))));
    List<String> circles = new ArrayList<>();
    uses.forEach(
        (from, targets) ->
            targets.stream()
                .filter(to -> !packageOf(to).equals(packageOf(from)))
                .filter(to -> reachable(uses, to).contains(from))
                .forEach(to -> circles.add(from + " -> " + to + " and back")));

    assertThat(circles).isEmpty();
  }

  private static String outermost(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  private static String packageOf(String type) {
    return type.substring(0, type.lastIndexOf('.'));
  }

  private static Set<String> reachable(Map<String, Set<String>> uses, String start) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (seen.add(next)) {
        open.addAll(uses.getOrDefault(next, Set.of()));
      }
    }
    return seen;
  }

  @Test
  void theEmbeddedAwsImportsNeitherTheFunctionsNorTheCommandLine() {
    assertThat(
            CLASSES.stream()
                .filter(type -> room(type).matches("embedded(\\..*)?"))
                .flatMap(ArchitectureTest::imports)
                .filter(arrow -> !room(target(arrow)).matches("embedded(\\..*)?"))
                .map(ArchitectureTest::describe))
        .isEmpty();
  }

  @Test
  void theFunctionsImportNeitherTheEmbeddedAwsNorTheCommandLine() {
    assertThat(
            CLASSES.stream()
                .filter(type -> !room(type).matches("(embedded|cli)(\\..*)?"))
                .flatMap(ArchitectureTest::imports)
                .filter(arrow -> room(target(arrow)).matches("(embedded|cli)(\\..*)?"))
                .map(ArchitectureTest::describe))
        .isEmpty();
  }

  @Test
  void theCoreNeedsNothingButJavaBaseAndItself() {
    Set<String> javaBase = ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages();
    Set<String> others =
        CLASSES.stream()
            .filter(type -> CORE.contains(room(type)))
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(arrow -> !target(arrow).isPrimitive())
            .filter(arrow -> !javaBase.contains(target(arrow).getPackageName()))
            .filter(
                arrow ->
                    !target(arrow).getName().startsWith(ROOT)
                        || !CORE.contains(room(target(arrow))))
            .map(Dependency::getDescription)
            .collect(toCollection(TreeSet::new));

    assertThat(others).isEmpty();
  }

  /** Lines leave through LinePrinter, which shows what could act on a terminal. */
  @Test
  void onlyThePackageTerminalWritesTextAsItIs() {
    Set<String> asItIs = Set.of("print", "write", "append");
    Set<String> calls =
        CLASSES.stream()
            .filter(type -> room(type).startsWith("cli") && !room(type).equals("cli.terminal"))
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().isAssignableTo(PrintWriter.class))
            .filter(call -> asItIs.contains(call.getName()))
            .map(JavaAccess::getDescription)
            .collect(toCollection(TreeSet::new));
    Set<String> streams =
        CLASSES.stream()
            .filter(type -> room(type).startsWith("cli"))
            .flatMap(type -> type.getFieldAccessesFromSelf().stream())
            .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
            .filter(access -> !access.getName().equals("in"))
            .map(access -> access.getOriginOwner().getName().replaceAll(".*\\.|\\$.*", ""))
            .collect(toCollection(TreeSet::new));

    assertThat(calls).isEmpty();
    assertThat(streams).containsExactly("HandlerContext", "Main"); // the first is Lambda's logger
  }

  @ParameterizedTest
  @ValueSource(strings = {"functions", "embedded-aws", "cli"})
  void everyPackageSaysWhatLivesThere(String module) throws IOException {
    Path sources = Path.of("..", module, "src", "main", "java");
    try (Stream<Path> files = Files.walk(sources)) {
      Set<Path> folders =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .collect(toCollection(TreeSet::new));

      assertThat(folders)
          .isNotEmpty()
          .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
    }
  }
}
