package dev.coalmine.local;

import dev.coalmine.local.aws.Fault;
import dev.coalmine.local.aws.Faults;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What happens around a release: other people, and faults of AWS. */
final class Meanwhile {
  private Meanwhile() {}

  static void nothing(Rehearsal stage) {}

  /** Nobody hears of alarms: releases see them at their looks. */
  static void pollOnly(Rehearsal stage) {
    stage.world().events().call("DisableRule", Map.of("Name", "coalmine-WakeFunctionAlarm"));
  }

  /** RestoreStopped hears of no stopped execution: whoever stops one takes it back. */
  static void withoutRestoreStopped(Rehearsal stage) {
    Map<String, Object> rule = Map.of("Name", "coalmine-RestoreStoppedFunctionStopped");
    stage.world().events().call("DisableRule", rule);
  }

  /** At so many seconds after the start. */
  static void at(Rehearsal stage, int seconds, Runnable what) {
    stage.clock().at(Rehearsal.START.plusSeconds(seconds), what);
  }

  static Faults faults(Rehearsal stage) {
    return stage.world().aws().faults();
  }

  /** These faults one after another, beginning with call number {@code nth} from now. */
  static void fault(Rehearsal stage, String operation, int nth, Fault... faults) {
    IntStream.range(1, nth).forEach(before -> faults(stage).next(operation, Fault.none()));
    faults(stage).next(operation, faults);
  }

  static Fault denied() {
    return Fault.error(403, "AccessDeniedException", "not authorized to perform this");
  }

  /** As often as it takes until a state gives up that is retried as the workflow says. */
  static Fault[] forGood(Fault fault) {
    return Collections.nCopies(3, fault).toArray(Fault[]::new);
  }

  /** The call, and all tries that the SDK itself makes again. */
  static Fault[] failing(Fault first) {
    Stream<Fault> more = Stream.generate(Fault::serviceError).limit(3);
    return Stream.concat(Stream.of(first), more).toArray(Fault[]::new);
  }

  /** One operation of an UpdateStage. */
  record Operation(String op, String path, String value) {
    Map<String, String> wire() {
      return Map.of("op", op, "path", path, "value", value);
    }
  }

  /** Somebody else updates stage prod. */
  static void patch(Rehearsal stage, Operation... operations) {
    List<Map<String, String>> wire = Arrays.stream(operations).map(Operation::wire).toList();
    stage.world().apiGateway().update(Scene.API, Scene.STAGE, wire);
  }

  static Operation replace(String path, String value) {
    return new Operation("replace", path, value);
  }

  static Operation remove(String path) {
    return new Operation("remove", path, "");
  }

  /** The same before the release starts. */
  static Consumer<Rehearsal> patched(Operation... operations) {
    return stage -> patch(stage, operations);
  }

  /** Somebody else moves an alias. */
  static void route(Rehearsal stage, String function, String version, Map<String, Double> weights) {
    stage.world().lambda().route(function, Scene.ALIAS, version, weights);
  }

  /** An alarm that keeps the state it is given. */
  static void put(Rehearsal stage, String alarm) {
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
  static void calm(Rehearsal stage) {
    put(stage, "shop-trouble");
    alarm(stage, "shop-trouble", "OK");
  }

  /** It fires at so many seconds. */
  static Consumer<Rehearsal> firing(int seconds) {
    return stage -> at(stage, seconds, () -> alarm(stage, "shop-trouble", "ALARM"));
  }

  static void alarm(Rehearsal stage, String alarm, String state) {
    stage
        .world()
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of("AlarmName", alarm, "StateValue", state, "StateReason", "set by hand"));
  }

  /** Another release of the same starts; it has a timeline of its own. */
  static void start(Rehearsal stage, String event) {
    try {
      StartExecution.in(stage.world(), event);
    } catch (StartExecution.Refused refused) {
      throw new IllegalStateException(refused);
    }
  }
}
