package dev.coalmine.cli.world;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.sam.SamTemplate;
import dev.coalmine.cli.sam.StackSources;
import dev.coalmine.embedded.EmbeddedAws;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.asl.StateMachineDefinition;
import dev.coalmine.embedded.http.InProcessTransport;
import dev.coalmine.embedded.http.LoopbackHttpServer;
import dev.coalmine.embedded.http.WebHandler;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The real handlers, created once as Lambda creates them, and on request a port of 127.0.0.1. Their
 * AWS is the account that was connected last.
 */
public final class LocalRuntime implements AutoCloseable {
  private final AtomicReference<Optional<ServiceCaller>> account =
      new AtomicReference<>(Optional.empty());
  private final EmbeddedAws server =
      new EmbeddedAws(List.of(new AccountForwarder()), new FaultInjection());
  private final InProcessTransport.InProcessAddress inProcess =
      InProcessTransport.open(this::answer);
  private final SamTemplate template;
  private final Map<String, String> definitions = new LinkedHashMap<>();
  private final Map<String, HandlerRunner> handlers = new LinkedHashMap<>();
  private final Map<String, StateMachineDefinition> machines = new ConcurrentHashMap<>();
  private final Set<Map<String, String>> checked = ConcurrentHashMap.newKeySet();

  /**
   * Creates the handlers of the template.
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
   * Listens on 127.0.0.1, for the clients of other processes.
   *
   * @param port 0 for any free one
   * @throws java.io.UncheckedIOException if the port is taken
   */
  public LocalRuntime listen(int port) {
    server.serve(port);
    return this;
  }

  /**
   * Checks that a port is free, without keeping it.
   *
   * @throws java.io.UncheckedIOException if the port is taken
   */
  public static void requireFree(int port) {
    LoopbackHttpServer.requireFree(port);
  }

  /**
   * Listens on 127.0.0.1 as the last step of making an account: whoever is connected is answered.
   *
   * @param port 0 for any free one
   * @param site makes the site that is on the same port, for this endpoint
   * @throws java.io.UncheckedIOException if the port is taken
   * @throws IllegalStateException if there is no account yet
   */
  public LocalRuntime listen(int port, Function<URI, WebHandler> site) {
    if (account.get().isEmpty()) {
      throw new IllegalStateException("nobody could answer: no simulated account is connected");
    }
    server.serve(port, site);
    return this;
  }

  /** Serves a site on the same port. */
  public LocalRuntime addSite(WebHandler site) {
    server.attachWeb(site);
    return this;
  }

  private void makeHandlers() {
    inEnvironment(
        () ->
            template
                .handlers()
                .forEach((name, handler) -> handlers.put(name, HandlerRunner.of(handler))));
  }

  /** The only place that imitates the environment that Lambda gives its functions. */
  private void inEnvironment(Runnable init) {
    synchronized (LocalRuntime.class) {
      System.setProperty("aws.endpointUrl", inProcess.uri().toString());
      System.setProperty("aws.region", Arns.REGION);
      System.setProperty("coalmine.workflow", Arns.stateMachine(StackName.NAME));
      System.setProperty("aws.accessKeyId", "local");
      System.setProperty("aws.secretAccessKey", "local");
      System.setProperty("coalmine.stackWorkflow", Arns.stateMachine(StackName.STACK_WORKFLOW));
      System.setProperty(
          "coalmine.sendProbes",
          Arns.function(StackName.functionName("SendProbesFunction"), "live"));
      init.run();
    }
  }

  /** The URL for clients of other processes; known once it listens. */
  public URI endpoint() {
    return server.endpoint();
  }

  public SamTemplate template() {
    return template;
  }

  /** The URL for the handlers, within this process. */
  public URI inProcessAddress() {
    return inProcess.uri();
  }

  /**
   * Takes all in-process calls of the calling thread, and of threads that it starts, from now on:
   * needed where several runtimes are in use at a time.
   */
  public LocalRuntime bindThread() {
    inProcess.bindThread();
    return this;
  }

  /**
   * What one stack of this template is deployed from. Functions that poll a queue are its own,
   * created when they first run: they may remember what they read of the account.
   */
  StackSources sources() {
    Map<String, FunctionRunner> own = new LinkedHashMap<>(handlers);
    template
        .handlers()
        .forEach(
            (name, handler) -> {
              if (template.pollsQueue(name)) {
                own.put(name, new FirstRun(handler));
              }
            });
    return new StackSources(template, definitions, own, checked);
  }

  /** The state machines that were read before, by their text: each account has the same. */
  Map<String, StateMachineDefinition> machines() {
    return machines;
  }

  /** Creates a handler when it first runs, as Lambda does. */
  private final class FirstRun implements FunctionRunner {
    private final String className;
    private Optional<HandlerRunner> handler = Optional.empty();

    private FirstRun(String className) {
      this.className = className;
    }

    @Override
    public FunctionResult run(FunctionCall call) throws IOException {
      return handler().run(call);
    }

    private synchronized HandlerRunner handler() {
      if (handler.isEmpty()) {
        inEnvironment(() -> handler = Optional.of(HandlerRunner.of(className)));
      }
      return handler.orElseThrow();
    }
  }

  /** Sends the calls of handlers and clients to this account from now on. */
  void connect(ServiceCaller calls) {
    account.set(Optional.of(calls));
  }

  @Override
  public void close() {
    inProcess.close();
    server.close();
  }

  private WireResponse answer(WireRequest request) {
    return account.get().orElseThrow().call(request);
  }

  /** Sends every request to the account, whatever its operation. */
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
