package dev.coalmine.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** A Lambda client whose functions succeed or fail by their names. */
public final class CannedLambda implements LambdaClient {
  private final List<String> invoked = new ArrayList<>();
  private final Predicate<String> fails;

  /** Functions of which these fail. */
  public CannedLambda(Predicate<String> fails) {
    this.fails = fails;
  }

  /** Functions that call this client. */
  public HookFunctions hookFunctions() {
    return new HookFunctions(this);
  }

  /** The last part of each invoked ARN, with the payload, in order. */
  public List<String> invoked() {
    return invoked;
  }

  @Override
  public InvokeResponse invoke(InvokeRequest request) {
    String name = request.functionName().replaceFirst(".*:function:", "");
    invoked.add(name + " " + request.payload().asUtf8String());
    return InvokeResponse.builder()
        .functionError(fails.test(name) ? "Unhandled" : null)
        .payload(SdkBytes.fromUtf8String("{}"))
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
