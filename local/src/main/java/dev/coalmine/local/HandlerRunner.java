package dev.coalmine.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.local.aws.Runner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Runs a real handler, in this process, as Lambda's runtime would. */
record HandlerRunner(RequestStreamHandler handler) implements Runner {

  /** Makes the handler as Lambda does: by its name in the template and its public constructor. */
  static HandlerRunner of(String className) {
    try {
      return new HandlerRunner(
          Class.forName(className)
              .asSubclass(RequestStreamHandler.class)
              .getConstructor()
              .newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("handler " + className + " can't be made", e);
    }
  }

  @Override
  public Result run(Call call) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(call.payload()), answer, new HandlerContext(call));
    return new Result(answer.toByteArray(), false, Duration.ofNanos(System.nanoTime() - start));
  }
}
