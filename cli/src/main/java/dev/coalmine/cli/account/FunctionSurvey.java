package dev.coalmine.cli.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** What an account has of a function that could be released: reads only. */
public final class FunctionSurvey {
  private static final int MOST_NAMED = 20;
  private static final String NUMBER = "[0-9]+";

  private final AwsAccount account;

  public FunctionSurvey(AwsAccount account) {
    this.account = account;
  }

  /**
   * A function.
   *
   * @param name its name
   * @param runtime Lambda's identifier; empty for an image
   * @param versions published versions, the oldest first
   * @param aliases the version that each alias serves
   * @param metricAlarms those on its metrics, as DescribeAlarms tells them
   * @param compositeAlarms those whose rules name one of these
   */
  public record SurveyedFunction(
      String name,
      String runtime,
      List<String> versions,
      Map<String, String> aliases,
      List<Map<String, Object>> metricAlarms,
      List<Map<String, Object>> compositeAlarms) {

    /** The names of all its alarms. */
    public List<String> alarmNames() {
      List<String> names = new ArrayList<>();
      metricAlarms.forEach(alarm -> names.add((String) alarm.get("AlarmName")));
      compositeAlarms.forEach(alarm -> names.add((String) alarm.get("AlarmName")));
      return names;
    }
  }

  /**
   * The function with a name, or the only one.
   *
   * @throws CommandFailedException if there is none, or several and no name is given
   */
  public SurveyedFunction read(Optional<String> name) {
    try (LambdaClient lambda = account.lambda();
        CloudWatchClient cloudWatch = account.cloudWatch()) {
      String function = name.orElseGet(() -> onlyOne(names(lambda)));
      List<FunctionConfiguration> versions =
          account.call(() -> versions(lambda, function)).stream()
              .filter(version -> version.version().matches(NUMBER))
              .toList();
      Map<String, String> aliases = new TreeMap<>();
      account
          .call(() -> aliases(lambda, function))
          .forEach(alias -> aliases.put(alias.name(), alias.functionVersion()));
      DescribeAlarmsResponse alarms = account.call(() -> alarms(cloudWatch, function));
      return new SurveyedFunction(
          function,
          versions.isEmpty()
              ? ""
              : Optional.ofNullable(versions.get(0).runtimeAsString()).orElse(""),
          versions.stream().map(FunctionConfiguration::version).toList(),
          aliases,
          alarms.metricAlarms().stream().map(SdkTree::of).toList(),
          alarms.compositeAlarms().stream().map(SdkTree::of).toList());
    }
  }

  private List<FunctionConfiguration> versions(LambdaClient lambda, String function) {
    try {
      return lambda
          .listVersionsByFunctionPaginator(list -> list.functionName(function))
          .versions()
          .stream()
          .toList();
    } catch (ResourceNotFoundException none) {
      throw CommandFailedException.usage(
          "there is no function %s at %s: %s"
              .formatted(function, account.location(), list(names(lambda))));
    }
  }

  private static List<AliasConfiguration> aliases(LambdaClient lambda, String function) {
    return lambda.listAliasesPaginator(list -> list.functionName(function)).aliases().stream()
        .toList();
  }

  private List<String> names(LambdaClient lambda) {
    return account.call(
        () ->
            lambda.listFunctionsPaginator(list -> {}).functions().stream()
                .map(FunctionConfiguration::functionName)
                .sorted()
                .toList());
  }

  private String onlyOne(List<String> names) {
    if (names.size() == 1) {
      return names.get(0);
    }
    throw CommandFailedException.usage("name the function with --function: " + list(names));
  }

  private static String list(List<String> names) {
    return names.isEmpty()
        ? "there are no functions"
        : "the functions are "
            + String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
            + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "");
  }

  /** Alarms on metrics of the function, and composite ones that name them. */
  private static DescribeAlarmsResponse alarms(CloudWatchClient cloudWatch, String function) {
    List<MetricAlarm> metric = new ArrayList<>();
    List<CompositeAlarm> composite = new ArrayList<>();
    cloudWatch
        .describeAlarmsPaginator(
            list -> list.alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM))
        .forEach(
            page -> {
              metric.addAll(page.metricAlarms());
              composite.addAll(page.compositeAlarms());
            });
    metric.removeIf(alarm -> !watches(alarm, function));
    composite.removeIf(alarm -> !names(alarm, metric));
    return DescribeAlarmsResponse.builder().metricAlarms(metric).compositeAlarms(composite).build();
  }

  private static boolean watches(MetricAlarm alarm, String function) {
    return isOf(alarm.dimensions(), function)
        || alarm.metrics().stream()
            .filter(query -> query.metricStat() != null)
            .anyMatch(query -> isOf(query.metricStat().metric().dimensions(), function));
  }

  private static boolean isOf(List<Dimension> dimensions, String function) {
    return dimensions.stream()
        .anyMatch(each -> each.name().equals("FunctionName") && each.value().equals(function));
  }

  /** A rule names an alarm in parentheses, with or without quotation marks. */
  private static boolean names(CompositeAlarm composite, List<MetricAlarm> alarms) {
    return alarms.stream()
        .map(MetricAlarm::alarmName)
        .anyMatch(
            name ->
                composite.alarmRule().contains("\"" + name + "\"")
                    || composite.alarmRule().contains("(" + name + ")"));
  }
}
