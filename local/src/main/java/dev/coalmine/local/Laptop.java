package dev.coalmine.local;

import dev.coalmine.local.aws.Arns;
import dev.coalmine.local.aws.AwsError;
import dev.coalmine.local.aws.EmbeddedAws;
import dev.coalmine.local.aws.Faults;
import dev.coalmine.local.aws.InProcess;
import dev.coalmine.local.aws.Service;
import dev.coalmine.local.aws.Site;
import dev.coalmine.local.aws.WireAnswer;
import dev.coalmine.local.aws.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What stays when a world ends: the real handlers, made once as Lambda makes them, whose AWS is
 * whichever world was entered last; and for others, if wanted, a port of 127.0.0.1.
 */
final class Laptop implements AutoCloseable {
  private final AtomicReference<Optional<World>> world = new AtomicReference<>(Optional.empty());
  private final EmbeddedAws front = new EmbeddedAws(List.of(new Behind()), new Faults());
  private final InProcess.Address address = InProcess.open(this::answer);
  private final Template template;
  private final Map<String, String> definitions = new LinkedHashMap<>();
  private final Map<String, HandlerRunner> handlers = new LinkedHashMap<>();

  /**
   * Makes the handlers of the template.
   *
   * @param project folder with template.yaml and statemachine/
   */
  Laptop(Path project) throws IOException {
    template = Template.read(project.resolve("template.yaml"));
    for (String machine : template.stateMachines()) {
      definitions.put(machine, template.definition(machine));
    }
    makeHandlers();
  }

  /**
   * Listens on 127.0.0.1 from now on, for the clients of other processes.
   *
   * @param port 0 for any free one
   * @throws java.io.UncheckedIOException if the port is taken
   */
  Laptop serve(int port) {
    front.serve(port);
    return this;
  }

  /** Shows people a site beside what it listens for, from now on. */
  Laptop open(Site site) {
    front.open(site);
    return this;
  }

  /** The one place where the environment that Lambda gives its functions is imitated. */
  private void makeHandlers() {
    synchronized (Laptop.class) {
      System.setProperty("aws.endpointUrl", address.uri().toString());
      System.setProperty("aws.region", Arns.REGION);
      System.setProperty("coalmine.workflow", Arns.stateMachine(World.NAME));
      System.setProperty("aws.accessKeyId", "local");
      System.setProperty("aws.secretAccessKey", "local");
      System.setProperty("coalmine.stackWorkflow", Arns.stateMachine(World.STACKS));
      template.handlers().forEach((name, handler) -> handlers.put(name, HandlerRunner.of(handler)));
    }
  }

  /** Where the clients of other processes find it, once it listens. */
  URI endpoint() {
    return front.endpoint();
  }

  Template template() {
    return template;
  }

  /** A state machine's definition with its tokens unfilled. */
  String definition(String machine) {
    return definitions.get(machine);
  }

  /** Where the handlers find their AWS, within this process. */
  URI address() {
    return address.uri();
  }

  /** Handlers by the logical name of their function in the template. */
  Map<String, HandlerRunner> handlers() {
    return handlers;
  }

  /** From now on this world is what the handlers and the port see. */
  void enter(World next) {
    world.set(Optional.of(next));
  }

  @Override
  public void close() {
    address.close();
    front.close();
  }

  private WireAnswer answer(WireRequest request) {
    return world.get().orElseThrow().aws().answer(request);
  }

  /** Hands every request on to the world, whatever it asks for. */
  private final class Behind implements Service {
    @Override
    public Optional<String> operation(WireRequest request) {
      return Optional.of("");
    }

    @Override
    public WireAnswer answer(WireRequest request) {
      return Laptop.this.answer(request);
    }

    @Override
    public WireAnswer error(WireRequest request, AwsError error) {
      throw new IllegalStateException("no world answers", error);
    }
  }
}
