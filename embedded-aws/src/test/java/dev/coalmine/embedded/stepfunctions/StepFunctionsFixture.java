package dev.coalmine.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coalmine.embedded.EmbeddedAws;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.SettableClock;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/** Tests of Step Functions over HTTP, with the SDK's client and a scripted engine. */
abstract class StepFunctionsFixture {
  static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:coalmine";
  static final String EXECUTION = "arn:aws:states:us-east-1:000000000000:execution:coalmine:";

  final SettableClock clock = new SettableClock();
  final ScriptedEngine engine = new ScriptedEngine(clock);
  final StepFunctionsService service = new StepFunctionsService(clock, 7, engine);
  final FaultInjection faults = new FaultInjection();
  final EmbeddedAws aws = new EmbeddedAws(List.of(service), faults).serve(0);
  final SfnClient client =
      SfnClient.builder()
          .endpointOverride(aws.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
          .httpClient(UrlConnectionHttpClient.create())
          .build();

  StepFunctionsFixture() {
    service.register(new StateMachine("coalmine", "{\"StartAt\":\"A\"}", "arn:role", true, false));
  }

  @AfterEach
  void close() {
    client.close();
    aws.close();
  }

  StartExecutionResponse start(String name, String input) {
    return client.startExecution(
        request -> request.stateMachineArn(MACHINE).name(name).input(input));
  }

  DescribeExecutionResponse read(String name) {
    return client.describeExecution(request -> request.executionArn(EXECUTION + name));
  }

  static void refused(ThrowingCallable call, String code) {
    assertThatExceptionOfType(SfnException.class)
        .isThrownBy(call)
        .matches(e -> e.statusCode() == 400)
        .extracting(e -> e.awsErrorDetails().errorCode())
        .isEqualTo(code);
  }
}
