package dev.coalmine.cli.testing;

import dev.coalmine.cli.rehearsal.ExecutionStarter;
import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.FaultInjection;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What interferes with a release: other people, and faults of AWS. */
public final class Interventions {
  private Interventions() {}

  public static void nothing(Rehearsal rehearsal) {}

  /** Disables the rule for alarms: releases read alarms at their polls alone. */
  public static void pollOnly(Rehearsal rehearsal) {
    rehearsal.world().events().call("DisableRule", Map.of("Name", "coalmine-WakeFunctionAlarm"));
  }

  /** Disables the rule for RestoreStopped: a test restores by itself. */
  public static void withoutRestoreStopped(Rehearsal rehearsal) {
    Map<String, Object> rule = Map.of("Name", "coalmine-RestoreStoppedFunctionStopped");
    rehearsal.world().events().call("DisableRule", rule);
  }

  /** Runs something so many seconds after the start. */
  public static void schedule(Rehearsal rehearsal, int seconds, Runnable what) {
    rehearsal.clock().runAt(Rehearsal.START.plusSeconds(seconds), what);
  }

  public static FaultInjection faults(Rehearsal rehearsal) {
    return rehearsal.world().aws().faults();
  }

  /** Injects faults one after another, from call number {@code nth} on. */
  public static void injectFault(Rehearsal rehearsal, String operation, int nth, Fault... faults) {
    IntStream.range(1, nth).forEach(before -> faults(rehearsal).next(operation, Fault.none()));
    faults(rehearsal).next(operation, faults);
  }

  public static Fault accessDenied() {
    return Fault.error(403, "AccessDeniedException", "not authorized to perform this");
  }

  /** As many faults as exhaust the workflow's retries of a state. */
  public static Fault[] untilRetriesEnd(Fault fault) {
    return Collections.nCopies(3, fault).toArray(Fault[]::new);
  }

  /** A fault, and one for each retry of the SDK. */
  public static Fault[] untilSdkGivesUp(Fault first) {
    Stream<Fault> more = Stream.generate(Fault::serviceError).limit(3);
    return Stream.concat(Stream.of(first), more).toArray(Fault[]::new);
  }

  /** One operation of an UpdateStage. */
  public record StagePatchOperation(String op, String path, String value) {
    Map<String, String> wire() {
      return Map.of("op", op, "path", path, "value", value);
    }
  }

  /** Updates stage prod as another person does. */
  public static void patchStage(Rehearsal rehearsal, StagePatchOperation... operations) {
    List<Map<String, String>> wire =
        Arrays.stream(operations).map(StagePatchOperation::wire).toList();
    rehearsal.world().apiGateway().updateStage(SampleAccount.API, SampleAccount.STAGE, wire);
  }

  public static StagePatchOperation replace(String path, String value) {
    return new StagePatchOperation("replace", path, value);
  }

  public static StagePatchOperation remove(String path) {
    return new StagePatchOperation("remove", path, "");
  }

  /** The same before the release starts. */
  public static Consumer<Rehearsal> patchingStage(StagePatchOperation... operations) {
    return rehearsal -> patchStage(rehearsal, operations);
  }

  /** Moves an alias as another person does. */
  public static void moveAlias(
      Rehearsal rehearsal, String function, String version, Map<String, Double> weights) {
    rehearsal.world().lambda().putAlias(function, SampleAccount.ALIAS, version, weights);
  }

  /** Creates an alarm that keeps the state that is set. */
  public static void putAlarm(Rehearsal rehearsal, String alarm) {
    rehearsal
        .world()
        .cloudWatch()
        .call(
            "PutMetricAlarm",
            Map.of(
                "AlarmName", alarm,
                "Namespace", "Shop",
                "MetricName", "Trouble",
                "Statistic", "Sum",
                "Period", 60,
                "EvaluationPeriods", 1,
                "Threshold", 0,
                "ComparisonOperator", "GreaterThanThreshold",
                "TreatMissingData", "ignore"));
  }

  /** Creates an alarm in state OK. */
  public static void putOkAlarm(Rehearsal rehearsal) {
    putAlarm(rehearsal, "shop-trouble");
    setAlarmState(rehearsal, "shop-trouble", "OK");
  }

  /** Sets the alarm to ALARM after so many seconds. */
  public static Consumer<Rehearsal> alarmFiringAt(int seconds) {
    return rehearsal ->
        schedule(rehearsal, seconds, () -> setAlarmState(rehearsal, "shop-trouble", "ALARM"));
  }

  public static void setAlarmState(Rehearsal rehearsal, String alarm, String state) {
    rehearsal
        .world()
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of("AlarmName", alarm, "StateValue", state, "StateReason", "set by hand"));
  }

  /** Starts another release of the same target; it has a timeline of its own. */
  public static void startAnother(Rehearsal rehearsal, String event) {
    try {
      ExecutionStarter.startIn(rehearsal.world(), event);
    } catch (ExecutionStarter.StartRefusedException refused) {
      throw new IllegalStateException(refused);
    }
  }
}
