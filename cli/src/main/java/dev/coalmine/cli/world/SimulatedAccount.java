package dev.coalmine.cli.world;

import dev.coalmine.cli.project.StackName;
import dev.coalmine.cli.replay.MetricsReplay;
import dev.coalmine.cli.replay.RecordedMetrics;
import dev.coalmine.cli.sam.StackDeployment;
import dev.coalmine.cli.traffic.TrafficGenerator;
import dev.coalmine.cli.traffic.TrafficProfile;
import dev.coalmine.embedded.EmbeddedAws;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.RateLimits;
import dev.coalmine.embedded.apigateway.ApiGatewayService;
import dev.coalmine.embedded.apigateway.ExecuteApiEndpoint;
import dev.coalmine.embedded.asl.AslInterpreter;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionListener;
import dev.coalmine.embedded.asl.TaskResource;
import dev.coalmine.embedded.clock.SchedulingClock;
import dev.coalmine.embedded.clock.TaskExecutor;
import dev.coalmine.embedded.cloudformation.CloudFormationService;
import dev.coalmine.embedded.cloudtrail.CloudTrail;
import dev.coalmine.embedded.cloudwatch.CloudWatchService;
import dev.coalmine.embedded.codepipeline.CodePipelineService;
import dev.coalmine.embedded.eventbridge.EventBridgeService;
import dev.coalmine.embedded.eventbridge.SnsTopics;
import dev.coalmine.embedded.eventbridge.SqsQueues;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.ServiceCaller;
import dev.coalmine.embedded.stepfunctions.StateMachine;
import dev.coalmine.embedded.stepfunctions.StepFunctionsService;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** An AWS account on a clock, with Coalmine's stack deployed in it from its template. */
public final class SimulatedAccount {
  /** Lambda quotas, "Concurrent executions", the default of an account in a Region. */
  private static final int CONCURRENT_EXECUTIONS = 1_000;

  private final LocalRuntime runtime;
  private final SchedulingClock clock;
  private final AccountServices services;
  private final AccountTraffic traffic;
  private final StackDeployment deployment;
  private final StepFunctionsService stepFunctions;
  private final AslInterpreter interpreter;
  private final AccountKeeper keeper;
  private final EmbeddedAws aws;
  private final String stateMachineArn;
  private final Map<String, String> logicalNames = new HashMap<>();
  private final List<BiConsumer<String, FunctionRunner.FunctionResult>> answerListeners =
      new CopyOnWriteArrayList<>();

  /**
   * Creates the account and deploys the stack in it.
   *
   * @param runtime has the handlers and the template; it is connected to this account
   * @param clock the account's time
   * @param wallTime runs the handlers
   * @param limited whether AWS' rate limits apply
   * @param seed of all random values
   * @param listener is called with the events of all executions
   */
  public SimulatedAccount(
      LocalRuntime runtime,
      SchedulingClock clock,
      TaskExecutor wallTime,
      boolean limited,
      long seed,
      ExecutionListener listener) {
    this(runtime, clock, wallTime, limited, seed, listener, Map.of());
  }

  /** The same, with values for parameters of the template. */
  public SimulatedAccount(
      LocalRuntime runtime,
      SchedulingClock clock,
      TaskExecutor wallTime,
      boolean limited,
      long seed,
      ExecutionListener listener,
      Map<String, String> parameters) {
    this.runtime = runtime;
    this.clock = clock;
    ServiceCaller calls = request -> aws().handle(request);
    URI stacksAddress = runtime.inProcessAddress().resolve("/_coalmine/stacks/");
    services = AccountServices.create(clock, wallTime, seed, calls, stacksAddress);
    traffic = new AccountTraffic(clock, services);
    AlarmEvaluationTimer timer =
        new AlarmEvaluationTimer(clock, cloudWatch(), events(), traffic::catchUp);
    events().onRulesChange(timer::onRulesChanged);
    deployment =
        new StackDeployment(
            runtime.sources(),
            StackName.NAME,
            parameters,
            services.forStack(),
            this::notifyAnswerListeners);
    Map<String, StateMachine> machines = deployment.deployFunctions();
    machines.forEach((name, machine) -> logicalNames.put(machine.name(), name));
    interpreter = new AslInterpreter(clock, wallTime, resources(calls), seed);
    InterpreterEngine engine =
        new InterpreterEngine(
            interpreter, runtime.machines(), listener, new ExecutionStatusEvents(events()));
    machines.values().forEach(machine -> engine.definition(machine.definition()));
    stepFunctions = new StepFunctionsService(clock, seed, engine);
    keeper = new AccountKeeper(clock, services, stepFunctions, engine);
    stateMachineArn = machines.values().stream().map(stepFunctions::register).toList().get(0);
    aws = createAws(stepFunctions, limited);
    if (limited) {
      lambda().limitConcurrency(CONCURRENT_EXECUTIONS);
    }
    aws.addCallListener(services.trail());
    aws.attachExecuteApi(
        new ExecuteApiEndpoint(apiGateway(), lambda(), services.apiGatewayMetrics(), clock, seed));
    lambda().addListener(traffic::publishMetrics);
    runtime.connect(aws::handle);
  }

  /** Sends the calls of handlers through this from now on, as a network that takes its time. */
  public SimulatedAccount connectThrough(UnaryOperator<ServiceCaller> network) {
    runtime.connect(network.apply(aws::handle));
    return this;
  }

  /** What the account has beside its stack, between two calls. */
  public AccountState save() {
    return aws.betweenCalls(keeper::save);
  }

  /**
   * Adds a saved state, as the first thing after the triggers were enabled. Those of its executions
   * that ran are stopped now, and restored by the stack like others that are stopped.
   *
   * @return its executions, the first started first
   * @throws IllegalArgumentException if the state is something else; the account is then unusable
   */
  public List<Execution> restore(AccountState state) {
    return keeper.restore(state);
  }

  /** The data points of the last time, as a tree to save. */
  public Object saveMetrics(Duration time) {
    return cloudWatch().metrics().save(clock.instant().minus(time));
  }

  private Map<String, TaskResource> resources(ServiceCaller calls) {
    PutEventsTask putEvents = new PutEventsTask(calls);
    LambdaInvokeTask invoke = new LambdaInvokeTask(calls, logicalNames::get);
    return Map.of(
        LambdaInvokeTask.ARN, invoke,
        LambdaInvokeTask.WAITING_ARN, invoke,
        PutEventsTask.ARN, putEvents,
        PutEventsTask.WAITING_ARN, putEvents);
  }

  private EmbeddedAws createAws(StepFunctionsService stepFunctions, boolean limited) {
    return new EmbeddedAws(
        List.of(
            services.lambdaService(),
            cloudWatch(),
            stepFunctions,
            apiGateway(),
            events(),
            pipelines(),
            stacks()),
        new FaultInjection(),
        limited ? RateLimits.awsDefaults(clock) : RateLimits.off(),
        traffic::catchUpBefore,
        Map.of(
            "/_coalmine/clock", () -> Map.of("now", clock.instant().toString()),
            "/_coalmine/queues", queues()::messagesByArn,
            "/_coalmine/topics", topics()::messagesByArn,
            "/_coalmine/jobs", pipelines()::jobs,
            "/_coalmine/stacks", stacks()::results));
  }

  /** Drops what is older, or more, from now on; without this call, all executions are kept. */
  public SimulatedAccount keep(Retention retention) {
    stepFunctions.keepEnded(retention.executions());
    interpreter.packHistories();
    cloudWatch().metrics().keepFor(retention.metrics());
    return this;
  }

  /** Keeps all data points that are not too old, however many: the heap is the bound. */
  public SimulatedAccount keepMetricsBeyondRoom() {
    cloudWatch().metrics().keepAtMost(Long.MAX_VALUE);
    return this;
  }

  /** Deploys the rules and schedules of the template, which start releases from now on. */
  public SimulatedAccount enableTriggers() {
    deployment.deployTriggers();
    keeper.leaveOut(events().arns());
    return this;
  }

  /**
   * Updates the stack as a new jar does: a new version of each function, to which its alias moves,
   * and state machines that call the new versions. Executions that run keep their definitions.
   */
  public void upgrade() {
    deployment.upgradeFunctions().values().forEach(stepFunctions::register);
  }

  /** Disables the rule by which a firing alarm wakes a release. */
  public void disableWake() {
    events().call("DisableRule", Map.of("Name", StackName.functionName("WakeFunction") + "Alarm"));
  }

  /**
   * Adds traffic to an alias from now on, as a traffic file describes it, to the traffic that it
   * has already.
   */
  public TrafficGenerator addTraffic(
      TrafficProfile profile, String function, String alias, long seed) {
    return traffic.addToAlias(profile, function, alias, seed);
  }

  /** Adds traffic to a stage of an API, in the same way. */
  public TrafficGenerator addStageTraffic(
      TrafficProfile profile, String restApi, String stage, long seed) {
    return traffic.addToStage(profile, restApi, stage, seed);
  }

  /** Lets CloudWatch answer with recorded metrics for an alias and its versions from now on. */
  public MetricsReplay replayMetrics(
      RecordedMetrics recording, String function, String alias, String canary) {
    return traffic.replay(recording, function, alias, canary);
  }

  private void notifyAnswerListeners(String function, FunctionRunner.FunctionResult result) {
    answerListeners.forEach(each -> each.accept(function, result));
  }

  /** Adds a listener for the results of Coalmine's functions, by their logical names. */
  public void onFunctionAnswer(BiConsumer<String, FunctionRunner.FunctionResult> listener) {
    answerListeners.add(listener);
  }

  public SchedulingClock clock() {
    return clock;
  }

  public EmbeddedAws aws() {
    return aws;
  }

  /** Lambda, for requests over the wire. */
  public AwsService lambdaService() {
    return services.lambdaService();
  }

  public LambdaControl lambda() {
    return services.lambda();
  }

  public ApiGatewayService apiGateway() {
    return services.apiGateway();
  }

  public CloudWatchService cloudWatch() {
    return services.cloudWatch();
  }

  public EventBridgeService events() {
    return services.events();
  }

  public CodePipelineService pipelines() {
    return services.pipelines();
  }

  public CloudFormationService stacks() {
    return services.stacks();
  }

  CloudTrail trail() {
    return services.trail();
  }

  public SqsQueues queues() {
    return services.queues();
  }

  public SnsTopics topics() {
    return services.topics();
  }

  public String stateMachineArn() {
    return stateMachineArn;
  }
}
