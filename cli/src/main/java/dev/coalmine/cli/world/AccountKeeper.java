package dev.coalmine.cli.world;

import dev.coalmine.cli.world.AccountState.ExecutionState;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionStatus;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.asl.HistoryEventType;
import dev.coalmine.embedded.clock.SchedulingClock;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.stepfunctions.ExecutionEngine;
import dev.coalmine.embedded.stepfunctions.StepFunctionsService;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Saves and restores what an account has beside the stack, which is deployed anew from its files.
 * An execution that ran is restored as one that was stopped at the restart: EventBridge gets the
 * event that AWS sends at a stop, so that RestoreStopped takes back what it left.
 */
final class AccountKeeper {
  private static final String ERROR = "Coalmine.Restarted";
  private static final String CAUSE = "up ended while this execution ran";

  private final SchedulingClock clock;
  private final AccountServices services;
  private final StepFunctionsService stepFunctions;
  private final InterpreterEngine engine;
  private final Set<String> stackFunctions;
  private Set<String> stackRules;

  /** A keeper for an account that has only its stack so far. */
  AccountKeeper(
      SchedulingClock clock,
      AccountServices services,
      StepFunctionsService stepFunctions,
      InterpreterEngine engine) {
    this.clock = clock;
    this.services = services;
    this.stepFunctions = stepFunctions;
    this.engine = engine;
    this.stackFunctions = Set.copyOf(services.lambda().functions());
    this.stackRules = services.events().arns();
  }

  /** Sets the ARNs of the buses and rules that the stack deployed. */
  void leaveOut(Set<String> arns) {
    stackRules = Set.copyOf(arns);
  }

  /** What the account has now. The caller sees to it that no call is half done. */
  AccountState save() {
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put("functions", services.lambda().save(stackFunctions));
    resources.put("apis", services.apiGateway().save());
    resources.put("alarms", services.cloudWatch().saveAlarms());
    resources.put("events", services.events().save(stackRules));
    List<ExecutionState> executions = new ArrayList<>();
    for (StepFunctionsService.StartedExecution started : stepFunctions.executions()) {
      InterpreterEngine.executionOf(started.view())
          .ifPresent(execution -> executions.add(save(started.start(), execution)));
    }
    return new AccountState(clock.instant(), resources, executions);
  }

  private static ExecutionState save(ExecutionEngine.ExecutionStart start, Execution execution) {
    while (execution.stopDate().isPresent() && !execution.isComplete()) {
      Thread.onSpinWait(); // its last event comes at any moment
    }
    List<HistoryEvent> history = execution.history(); // first: it tells whether it has ended
    boolean ended = !history.isEmpty() && history.get(history.size() - 1).type().endsExecution();
    boolean succeeded = ended && execution.status() == ExecutionStatus.SUCCEEDED;
    SavedExecution saved =
        new SavedExecution(
            start.executionArn(),
            start.name(),
            start.machine(),
            start.input(),
            start.startDate(),
            ended ? execution.status() : ExecutionStatus.RUNNING,
            succeeded ? Optional.of(Json.toText(execution.output())) : Optional.empty(),
            ended ? execution.error() : "",
            ended ? execution.cause() : "",
            ended ? execution.stopDate() : Optional.empty(),
            execution.currentState());
    return new ExecutionState(saved, history);
  }

  /**
   * Adds a saved state to the account. Those of its executions that ran are stopped now.
   *
   * @return the executions, the first started first
   * @throws IllegalArgumentException if the state is something else; the account is then unusable
   */
  List<Execution> restore(AccountState state) {
    services.lambda().restore(state.resources().get("functions"));
    services.apiGateway().restore(state.resources().get("apis"));
    services.cloudWatch().restoreAlarms(state.resources().get("alarms"));
    services.events().restore(state.resources().get("events"));
    return state.executions().stream().map(this::restore).toList();
  }

  private Execution restore(ExecutionState saved) {
    if (saved.execution().status() != ExecutionStatus.RUNNING) {
      return add(saved.execution(), saved.history());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    int last = saved.history().size();
    Map<String, Object> why = Map.of("error", ERROR, "cause", CAUSE);
    HistoryEvent stop = new HistoryEvent(last + 1, 0, now, HistoryEventType.EXECUTION_ABORTED, why);
    List<HistoryEvent> history = new ArrayList<>(saved.history());
    history.add(stop);
    Execution execution = add(saved.execution().aborted(now, ERROR, CAUSE), history);
    engine.publishStop(startOf(saved.execution()), execution, stop);
    return execution;
  }

  private Execution add(SavedExecution saved, List<HistoryEvent> history) {
    ExecutionEngine.ExecutionStart start = startOf(saved);
    InterpreterEngine.InterpretedExecution view = engine.recall(start, saved, history);
    stepFunctions.restore(new StepFunctionsService.StartedExecution(start, view));
    return view.execution();
  }

  private static ExecutionEngine.ExecutionStart startOf(SavedExecution saved) {
    return new ExecutionEngine.ExecutionStart(
        saved.arn(), saved.name(), saved.machine(), saved.input(), saved.startDate());
  }
}
