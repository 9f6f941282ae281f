package dev.coalmine.cli.account;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
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

  /** The version of the unpublished code. */
  public static final String LATEST = "$LATEST";

  private final AwsAccount account;

  public FunctionSurvey(AwsAccount account) {
    this.account = account;
  }

  /**
   * A function.
   *
   * @param name its name
   * @param runtime Lambda's identifier of the newest version's runtime; empty for an image
   * @param versions published versions, the oldest first
   * @param aliases the version that each alias serves
   * @param metricAlarms those on its metrics, as DescribeAlarms tells them
   * @param compositeAlarms those whose rules name one of these, or one another
   * @param namedAlarms other alarms that those rules name, of both kinds
   */
  public record SurveyedFunction(
      String name,
      String runtime,
      List<String> versions,
      Map<String, String> aliases,
      List<Map<String, Object>> metricAlarms,
      List<Map<String, Object>> compositeAlarms,
      List<Map<String, Object>> namedAlarms) {

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
      DescribeAlarmsResponse all = account.call(() -> alarms(cloudWatch));
      List<MetricAlarm> metric =
          all.metricAlarms().stream().filter(alarm -> watches(alarm, function)).toList();
      List<CompositeAlarm> composite = resting(all.compositeAlarms(), metric);
      return new SurveyedFunction(
          function,
          versions.isEmpty()
              ? ""
              : Optional.ofNullable(versions.get(versions.size() - 1).runtimeAsString()).orElse(""),
          versions.stream().map(FunctionConfiguration::version).toList(),
          aliases,
          metric.stream().map(SdkTree::of).toList(),
          composite.stream().map(SdkTree::of).toList(),
          named(all, metric, composite));
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
              .formatted(function, account.location(), namesIfAllowed(lambda)));
    }
  }

  private String namesIfAllowed(LambdaClient lambda) {
    try {
      return list(names(lambda));
    } catch (CommandFailedException denied) {
      return "check its name and the Region";
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

  /** All alarms of the account. */
  private static DescribeAlarmsResponse alarms(CloudWatchClient cloudWatch) {
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
    return DescribeAlarmsResponse.builder().metricAlarms(metric).compositeAlarms(composite).build();
  }

  /** Composite alarms that name one of these, or another such composite alarm. */
  private static List<CompositeAlarm> resting(
      List<CompositeAlarm> all, List<MetricAlarm> watching) {
    Set<String> names = new HashSet<>();
    watching.forEach(alarm -> names.add(alarm.alarmName()));
    while (all.stream()
        .filter(alarm -> names.stream().anyMatch(name -> names(alarm, name)))
        .map(alarm -> names.add(alarm.alarmName()))
        .reduce(false, Boolean::logicalOr)) {} // until a pass finds no more
    return all.stream().filter(alarm -> names.contains(alarm.alarmName())).toList();
  }

  /** The other alarms that composite ones name, and what those name. */
  private static List<Map<String, Object>> named(
      DescribeAlarmsResponse all, List<MetricAlarm> metric, List<CompositeAlarm> composite) {
    List<CompositeAlarm> rules = new ArrayList<>(composite);
    for (int i = 0; i < rules.size(); i++) {
      CompositeAlarm rule = rules.get(i);
      all.compositeAlarms().stream()
          .filter(other -> names(rule, other.alarmName()) && !rules.contains(other))
          .forEach(rules::add);
    }
    Stream<MetricAlarm> others =
        all.metricAlarms().stream()
            .filter(other -> !metric.contains(other))
            .filter(other -> rules.stream().anyMatch(rule -> names(rule, other.alarmName())));
    return Stream.<SdkPojo>concat(others, rules.stream().skip(composite.size()))
        .map(SdkTree::of)
        .toList();
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

  /** A rule names an alarm, or its ARN, in parentheses, with or without quotation marks. */
  private static boolean names(CompositeAlarm composite, String alarm) {
    String name = Pattern.quote(alarm);
    return Pattern.compile("[(\"'](arn:[^\"')]*:alarm:)?%s[)\"']".formatted(name))
        .matcher(composite.alarmRule())
        .find();
  }
}
