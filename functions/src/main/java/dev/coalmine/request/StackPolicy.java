package dev.coalmine.request;

import dev.coalmine.target.AwsLocation;
import dev.coalmine.target.StageTarget;
import dev.coalmine.text.DurationText;
import dev.coalmine.text.Quote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What the stack lets requests ask for, whoever starts a release and by which door. Without it, who
 * may start an execution may move all traffic of a target at once, without a gate.
 *
 * @param gate which gate a release must have
 * @param minimumBake the shortest time below 100 %
 * @param variables stage variables that a request may set
 * @param plans names of plans; those of presets without their prefix
 * @param hooks functions that a request may have called, as hooks or to send probes
 */
public record StackPolicy(
    GateRule gate,
    Duration minimumBake,
    AllowedNames variables,
    AllowedNames plans,
    AllowedNames hooks) {
  /** Stands for any characters in a list of names. */
  static final String ANY = "*";

  private static final String GATE = "RequireGate";
  private static final String BAKE = "MinimumBake";

  /** The faults of a request whose plan could not be read. */
  private static final String PLAN_FAULT =
      "(?s)(plan must|plan \"|plan\\.steps |step \\d+ of |unknown field step ).*";

  /** What a release must have done before it reaches 100 %. */
  public PromotionRule promotionRule() {
    return new PromotionRule(minimumBake, gate);
  }

  /** Whether a request may move all traffic at once, without gate and watch. */
  public boolean allowsAtOnce() {
    return gate == GateRule.NONE && minimumBake.isZero() && plans.allows("AllAtOnce");
  }

  /**
   * Where a request asks for more than the policy allows; each fault names the value and the
   * parameter.
   *
   * @param read a request with its own faults; what could not be read is not judged here
   * @param home the location of functions that are given by name
   */
  public List<String> faults(RequestReader.ParsedRequest read, AwsLocation home) {
    Request request = read.request();
    List<String> faults = new ArrayList<>();
    gate(request, faults);
    if (read.faults().stream().noneMatch(fault -> fault.matches(PLAN_FAULT))) {
      bake(request, faults);
      plan(request, faults);
    }
    variables(request, faults);
    for (String name : Hooks.NAMES) {
      hook("hooks." + name, request.settings().hooks().function(name), home, faults);
    }
    hook("probe.function", request.settings().probe().function(), home, faults);
    return faults;
  }

  private void gate(Request request, List<String> faults) {
    if (!gate.allows(request)) {
      faults.add(
          "gate %s: %s"
              .formatted(
                  gateText(request),
                  gate == GateRule.METRICS
                      ? asks(GATE, "metrics") + ", so switch on the errors of gate.metrics"
                      : asks(GATE, "true") + ", so name alarms or switch on gate.metrics"));
    }
    if (gate != GateRule.NONE) {
      unproven(request, faults);
    }
  }

  /** What would be promoted although no gate has passed. */
  private void unproven(Request request, List<String> faults) {
    InconclusiveAction otherwise = request.settings().whenInconclusive();
    if (otherwise != InconclusiveAction.ROLL_BACK) {
      faults.add(
          "whenInconclusive %s would promote what the gate has not passed: %s, so use rollBack"
              .formatted(otherwise.word(), asks(GATE, gate.word())));
    }
    if (isAtOnce(request) && request.settings().watch().isZero()) {
      faults.add(
          "plan %s with watch PT0S ends before the gate has checked anything: %s, so use another plan or a watch"
              .formatted(request.plan().name(), asks(GATE, gate.word())));
    }
  }

  private static String gateText(Request request) {
    if (!request.scope().isOff()) {
      return "does not compare errors";
    }
    return request.alarms().isEmpty() ? "has no alarms and no metrics" : "has alarms alone";
  }

  private void plan(Request request, List<String> faults) {
    if (!plans.allows(request.plan().name())) {
      faults.add("plan %s %s".formatted(request.plan().name(), plans.why("AllowedPlans")));
    }
  }

  private static boolean isAtOnce(Request request) {
    return !request.plan().isPaced() && request.plan().steps().isEmpty();
  }

  /** The evidence sets the bakes of paced plans, which the release itself makes long enough. */
  private void bake(Request request, List<String> faults) {
    Duration bakes = request.plan().totalBakeTime();
    if (!request.plan().isPaced() && bakes.compareTo(minimumBake) < 0) {
      faults.add(
          "plan %s keeps the canary below 100 %% for %s: %s"
              .formatted(request.plan().name(), bakes, asks(BAKE, minimumBake)));
    }
    Duration longest = request.settings().maxDuration();
    if (longest.compareTo(minimumBake) < 0) {
      faults.add("maxDuration is %s: %s".formatted(longest, asks(BAKE, minimumBake)));
    }
  }

  private void variables(Request request, List<String> faults) {
    request.targets().stream()
        .filter(StageTarget.class::isInstance)
        .map(StageTarget.class::cast)
        .forEach(
            stage ->
                new TreeSet<>(stage.variables().keySet())
                    .stream()
                        .filter(name -> !variables.allows(name))
                        .map(
                            name ->
                                "variable %s of stage %s %s"
                                    .formatted(
                                        Quote.name(name), stage, variables.why("AllowedVariables")))
                        .forEach(faults::add));
  }

  private void hook(String field, String function, AwsLocation home, List<String> faults) {
    if (!function.isEmpty() && !hooks.allowsFunction(function, home)) {
      faults.add("%s %s %s".formatted(field, function, hooks.why("AllowedHooks")));
    }
  }

  private static String asks(String parameter, Object value) {
    return "the stack's parameter %s is %s".formatted(parameter, value);
  }

  /** The parameters that limit something, for people; empty for a policy without limits. */
  public List<String> toLines() {
    List<String> lines = new ArrayList<>();
    if (gate != GateRule.NONE) {
      lines.add("%s %s: promoted only after the gate has passed".formatted(GATE, gate.word()));
    }
    if (!minimumBake.isZero()) {
      lines.add("%s: at least %s below 100 %%".formatted(BAKE, DurationText.of(minimumBake)));
    }
    variables.addTo(lines, "AllowedVariables");
    plans.addTo(lines, "AllowedPlans");
    hooks.addTo(lines, "AllowedHooks");
    return lines;
  }
}
