package dev.coalmine.cli.world;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.coalmine.embedded.lambda.FunctionRunner;
import java.nio.charset.StandardCharsets;

/** The context of an invocation. No client here is a mobile SDK, so that its data is absent. */
record HandlerContext(FunctionRunner.FunctionCall call) implements Context {

  @Override
  public String getAwsRequestId() {
    return call.requestId();
  }

  @Override
  public String getLogGroupName() {
    return "/coalmine/local";
  }

  @Override
  public String getLogStreamName() {
    return call.function();
  }

  @Override
  public String getFunctionName() {
    return call.function();
  }

  @Override
  public String getFunctionVersion() {
    return call.version();
  }

  @Override
  public String getInvokedFunctionArn() {
    return call.invokedArn();
  }

  @Override
  public CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) call.timeout().toMillis();
  }

  @Override
  public int getMemoryLimitInMB() {
    return call.memoryMegabytes();
  }

  @Override
  public LambdaLogger getLogger() {
    return new LambdaLogger() {
      @Override
      public void log(String message) {
        System.out.println(message);
      }

      @Override
      public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
      }
    };
  }
}
