package dev.coalmine.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.sam.IntrinsicResolver;
import dev.coalmine.cli.sam.SamTemplate;
import dev.coalmine.cli.sam.StackNames;
import dev.coalmine.cli.testing.ProjectFolder;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.text.JsonView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard of the template as CloudFormation creates it. */
class DashboardTest {
  /** Columns of CloudWatch's grid. */
  private static final int COLUMNS = 24;

  private static final String DRAWS = Arns.function("coalmine-DrawReleaseFunction");

  private static SamTemplate template;
  private static Map<String, Object> dashboard;
  private static final List<Map<String, Object>> widgets = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    template = SamTemplate.read(ProjectFolder.ROOT.resolve("template.yaml"));
    dashboard =
        new IntrinsicResolver(template, Map.of(), new StackNames(template, StackName.NAME))
            .resolveObject(template.properties("Dashboard"), "Dashboard");
    Object body = Json.parse(String.valueOf(dashboard.get("DashboardBody")));
    ((List<?>) JsonView.of(body).map().get("widgets"))
        .forEach(widget -> widgets.add(JsonView.of(widget).map()));
  }

  private static Map<String, Object> properties(Map<String, Object> widget) {
    return JsonView.of(widget.get("properties")).map();
  }

  private static List<Map<String, Object>> ofType(String type) {
    return widgets.stream().filter(widget -> type.equals(widget.get("type"))).toList();
  }

  /** Dashboards of an account are global, so that two Regions must not share a name. */
  @Test
  void itsNameHasTheRegionInIt() {
    assertThat(dashboard).containsEntry("DashboardName", "coalmine-us-east-1");
  }

  @Test
  void itIsLeftOutIfSoWanted() {
    for (String made : List.of("true", "false")) {
      Map<String, String> parameters = Map.of("MakeDashboard", made);
      IntrinsicResolver resolver =
          new IntrinsicResolver(template, parameters, new StackNames(template, StackName.NAME));

      assertThat(resolver.isDeployed("Dashboard")).isEqualTo(Boolean.parseBoolean(made));
      assertThat(resolver.isDeployed("DrawReleaseFunction")).isTrue();
    }
  }

  @Test
  void noWidgetCoversAnother() {
    List<String> cells = widgets.stream().flatMap(DashboardTest::cells).toList();

    assertThat(cells).doesNotHaveDuplicates();
    assertThat(widgets)
        .allSatisfy(
            widget ->
                assertThat((int) widget.get("x") + (int) widget.get("width"))
                    .isLessThanOrEqualTo(COLUMNS));
  }

  private static Stream<String> cells(Map<String, Object> widget) {
    int x = (int) widget.get("x");
    int y = (int) widget.get("y");
    return IntStream.range(x, x + (int) widget.get("width"))
        .boxed()
        .flatMap(
            column ->
                IntStream.range(y, y + (int) widget.get("height"))
                    .mapToObj(row -> column + "/" + row));
  }

  @Test
  void itsCustomWidgetsCallTheFunctionThatDraws() {
    assertThat(ofType("custom"))
        .hasSize(2)
        .allSatisfy(widget -> assertThat(properties(widget)).containsEntry("endpoint", DRAWS));
  }

  @Test
  void itsGraphsAreOfTheStacksRegion() {
    assertThat(ofType("metric"))
        .hasSize(5)
        .allSatisfy(widget -> assertThat(properties(widget)).containsEntry("region", Arns.REGION));
  }

  /** The metrics of a graph, each an array as CloudWatch defines it. */
  private static List<List<Object>> metrics(Map<String, Object> widget) {
    List<List<Object>> metrics = new ArrayList<>();
    ((List<?>) properties(widget).get("metrics"))
        .forEach(metric -> metrics.add(List.copyOf((List<?>) metric)));
    return metrics;
  }

  /** The names of metrics in a namespace. */
  private static Set<String> of(String namespace) {
    return ofType("metric").stream()
        .flatMap(widget -> metrics(widget).stream())
        .filter(metric -> metric.get(0).equals(namespace))
        .map(metric -> String.valueOf(metric.get(3)))
        .collect(Collectors.toSet());
  }

  @Test
  void itTellsOfTheErrorsOfEveryFunctionOfTheStack() {
    assertThat(of("AWS/Lambda")).isEqualTo(named(template.handlers().keySet()));
  }

  @Test
  void itTellsOfEveryQueueOfTheStack() {
    assertThat(of("AWS/SQS")).isEqualTo(named(template.resourcesOfType("AWS::SQS::Queue")));
  }

  private static Set<String> named(Collection<String> resources) {
    return resources.stream().map(StackName::functionName).collect(Collectors.toSet());
  }

  /** CloudWatch requires ids that are unique in a widget and begin with a lower-case letter. */
  @Test
  void itsSearchesHaveIds() {
    for (Map<String, Object> widget : ofType("metric")) {
      List<String> ids = new ArrayList<>();
      for (List<Object> metric : metrics(widget)) {
        if (metric.get(0) instanceof Map<?, ?>) {
          Map<String, Object> search = JsonView.of(metric.get(0)).map();
          assertThat(search).containsKeys("expression", "label");
          ids.add(String.valueOf(search.get("id")));
        }
      }
      assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][a-z0-9]*"));
    }
  }

  @Test
  void whatIsForCloudWatchIsLeftToCloudWatch() {
    assertThat(String.valueOf(dashboard.get("DashboardBody")))
        .contains("\"label\": \"${PROP('Dim.Function')}:${PROP('Dim.Alias')}\"")
        .doesNotContain("${!");
  }
}
