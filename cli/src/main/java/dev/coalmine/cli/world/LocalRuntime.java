package dev.coalmine.cli.world;

import dev.coalmine.cli.sam.SamTemplate;
import dev.coalmine.embedded.EmbeddedAws;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.http.InProcessTransport;
import dev.coalmine.embedded.http.WebHandler;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsService;
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
public final class LocalRuntime implements AutoCloseable {
  private final AtomicReference<Optional<SimulatedAccount>> world =
      new AtomicReference<>(Optional.empty());
  private final EmbeddedAws front =
      new EmbeddedAws(List.of(new AccountForwarder()), new FaultInjection());
  private final InProcessTransport.InProcessAddress address = InProcessTransport.open(this::answer);
  private final SamTemplate template;
  private final Map<String, String> definitions = new LinkedHashMap<>();
  private final Map<String, HandlerRunner> handlers = new LinkedHashMap<>();

  /**
   * Makes the handlers of the template.
   *
   * @param project folder with template.yaml and statemachine/
   */
  public LocalRuntime(Path project) throws IOException {
    template = SamTemplate.read(project.resolve("template.yaml"));
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
  public LocalRuntime listen(int port) {
    front.serve(port);
    return this;
  }

  /** Shows people a site beside what it listens for, from now on. */
  public LocalRuntime addSite(WebHandler site) {
    front.attach(site);
    return this;
  }

  /** The one place where the environment that Lambda gives its functions is imitated. */
  private void makeHandlers() {
    synchronized (LocalRuntime.class) {
      System.setProperty("aws.endpointUrl", address.uri().toString());
      System.setProperty("aws.region", Arns.REGION);
      System.setProperty("coalmine.workflow", Arns.stateMachine(SimulatedAccount.NAME));
      System.setProperty("aws.accessKeyId", "local");
      System.setProperty("aws.secretAccessKey", "local");
      System.setProperty("coalmine.stackWorkflow", Arns.stateMachine(SimulatedAccount.STACKS));
      template.handlers().forEach((name, handler) -> handlers.put(name, HandlerRunner.of(handler)));
    }
  }

  /** Where the clients of other processes find it, once it listens. */
  public URI endpoint() {
    return front.endpoint();
  }

  public SamTemplate template() {
    return template;
  }

  /** A state machine's definition with its tokens unfilled. */
  public String definition(String machine) {
    return definitions.get(machine);
  }

  /** Where the handlers find their AWS, within this process. */
  public URI inProcessAddress() {
    return address.uri();
  }

  /** Handlers by the logical name of their function in the template. */
  public Map<String, HandlerRunner> handlers() {
    return handlers;
  }

  /** From now on this world is what the handlers and the port see. */
  void connect(SimulatedAccount next) {
    world.set(Optional.of(next));
  }

  @Override
  public void close() {
    address.close();
    front.close();
  }

  private WireResponse answer(WireRequest request) {
    return world.get().orElseThrow().aws().handle(request);
  }

  /** Hands every request on to the world, whatever it asks for. */
  private final class AccountForwarder implements AwsService {
    @Override
    public Optional<String> operation(WireRequest request) {
      return Optional.of("");
    }

    @Override
    public WireResponse handle(WireRequest request) {
      return LocalRuntime.this.answer(request);
    }

    @Override
    public WireResponse errorResponse(WireRequest request, AwsError error) {
      throw new IllegalStateException("no simulated account is running", error);
    }
  }
}
