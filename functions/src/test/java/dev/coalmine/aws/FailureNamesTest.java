package dev.coalmine.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;

/** The state machine retries by these names. */
class FailureNamesTest {
  /** A service that always fails in this way. */
  private record FailingClient(int status, String code) implements CloudWatchClient {
    @Override
    public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
      throw CloudWatchException.builder()
          .statusCode(status)
          .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource({
    "400, Throttling, dev.coalmine.aws.ThrottledException",
    "429, TooManyRequestsException, dev.coalmine.aws.ThrottledException",
    "500, InternalServiceError, dev.coalmine.aws.ServerErrorException",
    "403, AccessDenied, software.amazon.awssdk.services.cloudwatch.model.CloudWatchException"
  })
  void aFailureHasTheNameOfItsKindByPagesToo(int status, String code, Class<?> name) {
    CloudWatchClient client =
        FailureNames.of(CloudWatchClient.class, () -> new FailingClient(status, code));
    DescribeAlarmsRequest request = DescribeAlarmsRequest.builder().build();

    assertThatThrownBy(() -> client.describeAlarms(request)).isExactlyInstanceOf(name);
    assertThatThrownBy(() -> client.describeAlarms(any -> {})).isExactlyInstanceOf(name);
    assertThatThrownBy(() -> client.describeAlarmsPaginator(request).forEach(page -> {}))
        .isExactlyInstanceOf(name);
    assertThatThrownBy(() -> client.describeAlarmsPaginator(any -> {}).forEach(page -> {}))
        .isExactlyInstanceOf(name);
  }
}
