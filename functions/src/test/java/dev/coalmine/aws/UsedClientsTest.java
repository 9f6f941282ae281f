package dev.coalmine.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;

/** Building a client is a large part of a cold start. */
class UsedClientsTest {
  private static final URI NOBODY = URI.create("http://127.0.0.1:9");

  private final List<String> built = new ArrayList<>();

  @BeforeAll
  static void environment() {
    System.setProperty("aws.region", "us-east-1");
    System.setProperty("aws.accessKeyId", "any");
    System.setProperty("aws.secretAccessKey", "any");
  }

  @AfterAll
  static void leave() {
    System.clearProperty("aws.region");
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void clientThatIsSeldomUsedIsBuiltOnceAtItsFirstCall() {
    LambdaClient lambda = AwsClients.whenUsed(LambdaClient.class, this::builder, "Test");
    assertThat(built).isEmpty();

    for (int call = 0; call < 2; call++) {
      assertThatThrownBy(() -> lambda.getAlias(get -> get.functionName("any").name("any")))
          .isExactlyInstanceOf(SdkClientException.class);
    }
    assertThat(built).containsExactly("built");
  }

  private LambdaClientBuilder builder() {
    built.add("built");
    return LambdaClient.builder().endpointOverride(NOBODY);
  }
}
