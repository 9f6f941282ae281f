package dev.coalmine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.apigateway.ApiGatewayService;
import dev.coalmine.embedded.cloudwatch.CloudWatchService;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters that AWS has and the embedded AWS does not model are refused by name. */
class ParametersTest {
  private final EventFixture events = new EventFixture();
  private final CloudWatchService cloudWatch =
      new CloudWatchService(new MetricStore(), events.clock, "us-east-1", "000000000000");
  private final ApiGatewayService apis = new ApiGatewayService(events.clock, 1);
  private final EmbeddedAws aws = new EmbeddedAws(services(), new FaultInjection());

  private List<AwsService> services() {
    List<AwsService> all = new ArrayList<>(List.of(cloudWatch, apis));
    all.addAll(List.of(events.lambdas, events.machines, events.events, events.pipelines));
    return all;
  }

  private static byte[] body(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static String message(WireResponse answer) {
    return answer.status()
        + " "
        + ServiceCaller.errorCode(answer)
        + ": "
        + ServiceCaller.errorMessage(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GraniteServiceVersion20100801.GetMetricData | {'StartTime': 0, 'EndTime': 60,"
            + " 'LabelOptions': {}, 'MetricDataQueries': [{'Id': 'm', 'AccountId':"
            + " '111122223333', 'MetricStat': {'Metric': {}, 'Period': 60, 'Stat': 'Sum'}}]}"
            + " | ValidationException | does not know the parameter LabelOptions of GetMetricData;"
            + " it knows only 000000000000 for MetricDataQueries.1.member.AccountId of"
            + " GetMetricData, not 111122223333",
        "GraniteServiceVersion20100801.ListMetrics | {'Metricname': 'x'} | ValidationException"
            + " | does not know the parameters metricname",
        "GraniteServiceVersion20100801.PutCompositeAlarm | {'AlarmName': 'a', 'AlarmRule':"
            + " 'FALSE', 'ActionsSuppressor': 'b'} | ValidationException | does not know the"
            + " parameter ActionsSuppressor of PutCompositeAlarm",
        "AWSEvents.PutTargets | {'Rule': 'r', 'Targets': [{'Id': 'i', 'Arn': 'a',"
            + " 'EcsParameters': {}}]} | ValidationException | does not know the parameter"
            + " Targets.1.member.EcsParameters of PutTargets",
        "AWSEvents.PutEvents | {'Entries': [], 'EndpointId': 'e'} | ValidationException"
            + " | does not know the parameter EndpointId of PutEvents",
        "AWSStepFunctions.ListExecutions | {'stateMachineArn': 'm', 'mapRunArn': 'a'}"
            + " | ValidationException | does not know the parameter mapRunArn of ListExecutions",
        "CodePipeline_20150709.PutJobSuccessResult | {'jobId': 'j', 'currentRevision': {}}"
            + " | ValidationException | does not know the parameter currentRevision of"
            + " PutJobSuccessResult"
      })
  void ofAwsJson(String target, String input, String code, String text) {
    WireRequest request =
        new WireRequest("POST", "/", Map.of(), Map.of("x-amz-target", target), body(input));

    assertThat(message(aws.handle(request)))
        .isEqualTo("400 " + code + ": the embedded AWS " + text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST | /2015-03-31/functions | {'FunctionName': 'f', 'Role': 'r', 'Code': {},"
            + " 'PublishTo': 'LATEST_PUBLISHED'} | InvalidParameterValueException"
            + " | does not know the parameter PublishTo of CreateFunction",
        "PUT | /2015-03-31/functions/starter/code | {'ZipFile': 'eA==', 'SourceKMSKeyArn': 'k',"
            + " 'PublishTo': 'x'} | InvalidParameterValueException | does not know the parameters"
            + " SourceKMSKeyArn, PublishTo of UpdateFunctionCode",
        "POST | /restapis | {'name': 'n', 'cloneFrom': 'other'} | BadRequestException"
            + " | does not know the parameter cloneFrom of CreateRestApi",
        "PUT | /restapis/a/resources/r/methods/GET/integration | {'type': 'AWS_PROXY',"
            + " 'integrationTarget': 't'} | BadRequestException | does not know the parameter"
            + " integrationTarget of PutIntegration",
        "PUT | /restapis/a/resources/r/methods/GET | {'authorizationType': 'NONE',"
            + " 'apiKeyRequired': true} | BadRequestException"
            + " | knows only false for apiKeyRequired of PutMethod, not true"
      })
  void ofRestJson(String method, String path, String input, String code, String text) {
    WireRequest request = new WireRequest(method, path, Map.of(), Map.of(), body(input));

    assertThat(message(aws.handle(request)))
        .isEqualTo("400 " + code + ": the embedded AWS " + text);
  }

  @ParameterizedTest
  @CsvSource({"x-amz-tenant-id", "x-amz-client-context", "x-amz-durable-execution-name"})
  void ofHeaders(String header) {
    WireRequest invoke =
        new WireRequest(
            "POST",
            "/2015-03-31/functions/starter/invocations",
            Map.of(),
            Map.of(header, "x"),
            body("{}"));

    assertThat(message(aws.handle(invoke)))
        .endsWith("does not know the parameter " + header + " of InvokeFunction");
    assertThat(events.received).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Action=ListMetrics&Version=2010-08-01&Metricname=x, metricname",
    "Action=ListMetrics&Version=2010-08-01&RecentlyActive=PT3H, RecentlyActive of ListMetrics"
  })
  void ofTheQueryProtocol(String form, String named) {
    Map<String, String> headers = Map.of("content-type", "application/x-www-form-urlencoded");
    WireResponse answer = aws.handle(new WireRequest("POST", "/", Map.of(), headers, body(form)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("<Code>ValidationError</Code>", "the embedded AWS does not know the parameter")
        .contains(named + "</Message>");
  }
}
