package dev.coalmine.local;

import dev.coalmine.local.aws.AwsError;
import dev.coalmine.local.aws.EmbeddedAws;
import dev.coalmine.local.aws.Faults;
import dev.coalmine.local.aws.Service;
import dev.coalmine.local.aws.WireAnswer;
import dev.coalmine.local.aws.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What stays when a world ends: one port of 127.0.0.1, and the real handlers, made once as Lambda
 * makes them, whose AWS is whichever world stands behind that port.
 */
final class Laptop implements AutoCloseable {
  private final AtomicReference<Optional<World>> world = new AtomicReference<>(Optional.empty());
  private final EmbeddedAws front;
  private final Template template;
  private final String definition;
  private final Map<String, HandlerRunner> handlers = new LinkedHashMap<>();

  /**
   * Listens, and makes the handlers of the template.
   *
   * @param project folder with template.yaml and statemachine/
   * @param port 0 for any free one
   */
  Laptop(Path project, int port) throws IOException {
    template = Template.read(project.resolve("template.yaml"));
    definition = template.definition();
    front = new EmbeddedAws(java.util.List.of(new Behind()), new Faults()).serve(port);
    makeHandlers();
  }

  /** The one place where the environment that Lambda gives its functions is imitated. */
  private void makeHandlers() {
    synchronized (Laptop.class) {
      System.setProperty("aws.endpointUrl", endpoint().toString());
      System.setProperty("aws.region", World.REGION);
      System.setProperty("aws.accessKeyId", "local");
      System.setProperty("aws.secretAccessKey", "local");
      template.handlers().forEach((name, handler) -> handlers.put(name, HandlerRunner.of(handler)));
    }
  }

  URI endpoint() {
    return front.endpoint();
  }

  Template template() {
    return template;
  }

  /** The state machine's definition with its tokens unfilled. */
  String definition() {
    return definition;
  }

  /** Handlers by the logical name of their function in the template. */
  Map<String, HandlerRunner> handlers() {
    return handlers;
  }

  /** From now on this world is what the port and the handlers see. */
  void enter(World next) {
    world.set(Optional.of(next));
  }

  @Override
  public void close() {
    front.close();
  }

  /** Hands every request on to the world, whatever it asks for. */
  private final class Behind implements Service {
    @Override
    public Optional<String> operation(WireRequest request) {
      return Optional.of("");
    }

    @Override
    public WireAnswer answer(WireRequest request) {
      return world.get().orElseThrow().aws().answer(request);
    }

    @Override
    public WireAnswer error(WireRequest request, AwsError error) {
      throw new IllegalStateException("no world answers", error);
    }
  }
}
