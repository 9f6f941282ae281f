package dev.coalmine.cli.world;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.embedded.lambda.FunctionRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Runs a real handler in this process, as Lambda's runtime does. */
public record HandlerRunner(RequestStreamHandler handler) implements FunctionRunner {

  /** Creates the handler as Lambda does: by its name in the template and its public constructor. */
  static HandlerRunner of(String className) {
    try {
      return new HandlerRunner(
          Class.forName(className)
              .asSubclass(RequestStreamHandler.class)
              .getConstructor()
              .newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't create handler " + className, e);
    }
  }

  @Override
  public FunctionResult run(FunctionCall call) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(call.payload()), answer, new HandlerContext(call));
    return new FunctionResult(
        answer.toByteArray(), false, Duration.ofNanos(System.nanoTime() - start));
  }
}
