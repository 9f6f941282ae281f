package dev.coalmine.request;

import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.Target;
import dev.coalmine.text.Quote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The release request in the properties of a stack's resource.
 *
 * @param body the request, a JSON tree
 * @param targets the targets that could be read
 * @param deadline the deadline of CloudFormation
 * @param skipsMissing whether an alias that does not exist yet has nothing to release, because the
 *     stack creates it after its release
 * @param faults all faults; empty for a valid request
 */
public record StackRequestReader(
    Map<String, Object> body,
    List<Target> targets,
    StackDeadline deadline,
    boolean skipsMissing,
    List<String> faults) {
  private static final Pattern QUALIFIED =
      Pattern.compile("(arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:[A-Za-z0-9_-]+):(.+)");
  private static final String IF_MISSING = "ifMissing";
  private static final List<String> TO_ITSELF = List.of("ServiceToken", StackDeadline.PROPERTY);

  public StackRequestReader {
    targets = List.copyOf(targets);
    faults = List.copyOf(faults);
  }

  /**
   * Reads a resource's properties. CloudFormation passes each scalar as a text, and Ref returns the
   * ARN of a version or an alias.
   */
  public static StackRequestReader of(Map<String, Object> properties) {
    Map<String, Object> tree = new LinkedHashMap<>(properties);
    tree.keySet().removeAll(TO_ITSELF);
    List<String> faults = new ArrayList<>(removeWaits(tree));
    Object ifMissing = tree.getOrDefault(IF_MISSING, "refuse");
    tree.remove(IF_MISSING);
    if (!List.of("refuse", "skip").contains(ifMissing)) {
      faults.add(IF_MISSING + " must be refuse or skip, not " + Quote.of("" + ifMissing));
    }
    translate(tree);
    RequestReader.ParsedRequest asked = RequestReader.read(tree);
    faults.addAll(asked.faults());
    asked.request().targets().stream()
        .filter(StackRequestReader::namesNoVersion)
        .map(
            target ->
                "version of %s is missing: name it in the resource's properties".formatted(target))
        .forEach(faults::add);
    StackDeadline time = StackDeadline.of(properties);
    if (faults.isEmpty()) {
      time.timeFault(asked.request()).ifPresent(faults::add);
    }
    return new StackRequestReader(
        tree, asked.request().targets(), time, "skip".equals(ifMissing), faults);
  }

  private static boolean namesNoVersion(Target target) {
    return target instanceof AliasTarget alias && alias.version().isEmpty();
  }

  /**
   * Removes fields that make a release wait for people or other releases: CloudFormation waits an
   * hour at most.
   */
  private static List<String> removeWaits(Map<String, Object> tree) {
    List<String> faults = new ArrayList<>();
    for (String name : List.of("approve", "approvalTimeout")) {
      if (tree.remove(name) != null) {
        faults.add(waitFault(name, "leave it out"));
      }
    }
    if (tree.remove("whenInconclusive", "ask")) {
      faults.add(waitFault("whenInconclusive \"ask\"", "use rollBack or promote"));
    }
    if (tree.remove("ifBusy", "queue")) {
      faults.add(waitFault("ifBusy \"queue\"", "use refuse"));
    }
    return faults;
  }

  private static String waitFault(String what, String instead) {
    return "%s is not supported in a stack, where a release takes at most an hour and cannot wait for approval or for another release: %s"
        .formatted(what, instead);
  }

  private static void translate(Map<String, Object> tree) {
    target(tree);
    tree.computeIfPresent("targets", (name, list) -> each(list, StackRequestReader::target));
    tree.computeIfPresent("plan", (name, plan) -> object(plan, StackRequestReader::plan));
    tree.computeIfPresent("gate", (name, gate) -> object(gate, StackRequestReader::gate));
    tree.computeIfPresent("probe", (name, probe) -> object(probe, StackRequestReader::probe));
  }

  private static void plan(Map<String, Object> plan) {
    plan.computeIfPresent(
        "steps",
        (name, steps) ->
            each(steps, step -> step.computeIfPresent("weight", (weight, text) -> number(text))));
  }

  private static void probe(Map<String, Object> probe) {
    probe.computeIfPresent("perMinute", (name, text) -> number(text));
  }

  private static void gate(Map<String, Object> gate) {
    gate.computeIfPresent(
        "metrics",
        (name, metrics) ->
            metrics instanceof Map
                ? object(metrics, scope -> scope.replaceAll((one, text) -> flag(text)))
                : flag(metrics));
  }

  /** An alias and a version may be ARNs, of the same function. */
  private static void target(Map<String, Object> target) {
    for (String name : List.of("version", "alias")) {
      if (target.get(name) instanceof String text) {
        Matcher arn = QUALIFIED.matcher(text);
        if (arn.matches() && isOf(target, arn.group(1))) {
          target.put(name, arn.group(2));
          target.putIfAbsent("function", arn.group(1));
        }
      }
    }
  }

  private static boolean isOf(Map<String, Object> target, String arn) {
    Object function = target.get("function");
    return !target.containsKey("function")
        || arn.equals(function)
        || arn.substring(arn.lastIndexOf(':') + 1).equals(function);
  }

  private static Object flag(Object text) {
    return "true".equals(text) || "false".equals(text) ? Boolean.valueOf("" + text) : text;
  }

  private static Object number(Object text) {
    return String.valueOf(text).matches("[0-9]{1,9}") ? Integer.valueOf("" + text) : text;
  }

  private static Object each(Object list, Consumer<Map<String, Object>> change) {
    return list instanceof List<?> many
        ? many.stream().map(one -> object(one, change)).toList()
        : list;
  }

  @SuppressWarnings("unchecked") // the keys of a JSON object are strings
  private static Object object(Object tree, Consumer<Map<String, Object>> change) {
    if (!(tree instanceof Map)) {
      return tree;
    }
    Map<String, Object> copy = new LinkedHashMap<>((Map<String, Object>) tree);
    change.accept(copy);
    return copy;
  }

  /**
   * The request for the targets that do not have the wanted version or deployment yet. It goes
   * forward as the properties say. It goes back at once and without a gate, as the old version or
   * deployment has served before; a number is no proof of that, so where the stack's policy does
   * not allow such a request, it goes back as the properties say, too.
   *
   * @param ways the direction of each target, in their order; not all THERE
   * @param policy what the stack lets requests ask for
   * @throws RefusedException if some have to go forward and others back
   */
  public Map<String, Object> toRequest(List<UpdateDirection> ways, StackPolicy policy) {
    if (ways.contains(UpdateDirection.FORWARD) && ways.contains(UpdateDirection.BACK)) {
      throw new RefusedException(
          "some targets would move forward and others back: %s; one release moves all targets in the same direction"
              .formatted(describe(ways)));
    }
    return ways.contains(UpdateDirection.BACK) && policy.allowsAtOnce()
        ? immediateRequest(ways)
        : onlyPendingTargets(new LinkedHashMap<>(body), ways);
  }

  private String describe(List<UpdateDirection> ways) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      words.add(
          "%s to %s is %s".formatted(targets.get(i), targets.get(i).canaryText(), ways.get(i)));
    }
    return String.join(", ", words);
  }

  private Map<String, Object> immediateRequest(List<UpdateDirection> ways) {
    Map<String, Object> request = new LinkedHashMap<>();
    for (String name : List.of("function", "alias", "version", "targets")) {
      if (body.containsKey(name)) {
        request.put(name, body.get(name));
      }
    }
    request.put("plan", "AllAtOnce");
    request.put("gate", Map.of("metrics", false));
    request.put("watch", "PT0S");
    return onlyPendingTargets(request, ways);
  }

  private static Map<String, Object> onlyPendingTargets(
      Map<String, Object> request, List<UpdateDirection> ways) {
    if (request.get("targets") instanceof List<?> all) {
      List<Object> moving = new ArrayList<>();
      for (int i = 0; i < ways.size(); i++) {
        if (ways.get(i) != UpdateDirection.THERE) {
          moving.add(all.get(i));
        }
      }
      request.put("targets", moving);
    }
    return request;
  }

  /** The versions that the stack wants, for the outputs of its template. */
  public String versions() {
    return String.join(", ", targets.stream().map(Target::canaryText).toList());
  }
}
