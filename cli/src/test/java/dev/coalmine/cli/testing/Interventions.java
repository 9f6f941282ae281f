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

/** What happens around a release: other people, and faults of AWS. */
public final class Interventions {
  private Interventions() {}

  public static void nothing(Rehearsal stage) {}

  /** Nobody hears of alarms: releases see them at their looks. */
  public static void pollOnly(Rehearsal stage) {
    stage.world().events().call("DisableRule", Map.of("Name", "coalmine-WakeFunctionAlarm"));
  }

  /** RestoreStopped hears of no stopped execution: whoever stops one takes it back. */
  public static void withoutRestoreStopped(Rehearsal stage) {
    Map<String, Object> rule = Map.of("Name", "coalmine-RestoreStoppedFunctionStopped");
    stage.world().events().call("DisableRule", rule);
  }

  /** At so many seconds after the start. */
  public static void schedule(Rehearsal stage, int seconds, Runnable what) {
    stage.clock().runAt(Rehearsal.START.plusSeconds(seconds), what);
  }

  public static FaultInjection faults(Rehearsal stage) {
    return stage.world().aws().faults();
  }

  /** These faults one after another, beginning with call number {@code nth} from now. */
  public static void injectFault(Rehearsal stage, String operation, int nth, Fault... faults) {
    IntStream.range(1, nth).forEach(before -> faults(stage).next(operation, Fault.none()));
    faults(stage).next(operation, faults);
  }

  public static Fault accessDenied() {
    return Fault.error(403, "AccessDeniedException", "not authorized to perform this");
  }

  /** As often as it takes until a state gives up that is retried as the workflow says. */
  public static Fault[] untilRetriesEnd(Fault fault) {
    return Collections.nCopies(3, fault).toArray(Fault[]::new);
  }

  /** The call, and all tries that the SDK itself makes again. */
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

  /** Somebody else updates stage prod. */
  public static void patchStage(Rehearsal stage, StagePatchOperation... operations) {
    List<Map<String, String>> wire =
        Arrays.stream(operations).map(StagePatchOperation::wire).toList();
    stage.world().apiGateway().updateStage(SampleAccount.API, SampleAccount.STAGE, wire);
  }

  public static StagePatchOperation replace(String path, String value) {
    return new StagePatchOperation("replace", path, value);
  }

  public static StagePatchOperation remove(String path) {
    return new StagePatchOperation("remove", path, "");
  }

  /** The same before the release starts. */
  public static Consumer<Rehearsal> patchingStage(StagePatchOperation... operations) {
    return stage -> patchStage(stage, operations);
  }

  /** Somebody else moves an alias. */
  public static void moveAlias(
      Rehearsal stage, String function, String version, Map<String, Double> weights) {
    stage.world().lambda().putAlias(function, SampleAccount.ALIAS, version, weights);
  }

  /** An alarm that keeps the state it is given. */
  public static void putAlarm(Rehearsal stage, String alarm) {
    stage
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

  /** An alarm that is OK until somebody sets it. */
  public static void putOkAlarm(Rehearsal stage) {
    putAlarm(stage, "shop-trouble");
    setAlarmState(stage, "shop-trouble", "OK");
  }

  /** It fires at so many seconds. */
  public static Consumer<Rehearsal> alarmFiringAt(int seconds) {
    return stage -> schedule(stage, seconds, () -> setAlarmState(stage, "shop-trouble", "ALARM"));
  }

  public static void setAlarmState(Rehearsal stage, String alarm, String state) {
    stage
        .world()
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of("AlarmName", alarm, "StateValue", state, "StateReason", "set by hand"));
  }

  /** Another release of the same starts; it has a timeline of its own. */
  public static void startAnother(Rehearsal stage, String event) {
    try {
      ExecutionStarter.startIn(stage.world(), event);
    } catch (ExecutionStarter.StartRefusedException refused) {
      throw new IllegalStateException(refused);
    }
  }
}
