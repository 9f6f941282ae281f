package dev.coalmine.cli.prove;

import static dev.coalmine.cli.prove.TargetViews.BILLING;
import static dev.coalmine.cli.prove.TargetViews.ORDERS;
import static dev.coalmine.cli.prove.TargetViews.STAGE;

import dev.coalmine.cli.prove.Story.Traits;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.Arns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The stories: together they enter every state of the workflow, by every door. */
final class Stories {
  private static final String ALIAS = "{\"function\": \"orders\", \"version\": \"8\"}";
  private static final String API_STAGE =
      "{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", \"deployment\": \"x9y8z7\"}";
  private static final String STAGE_VARIABLE =
      "{\"restApi\": \"a1b2c3d4e5\", \"stage\": \"prod\", \"variables\": {\"lambdaAlias\":"
          + " \"next\"}}";
  private static final String STEPS =
      "{\"steps\": [{\"weight\": 10, \"bake\": \"PT1M\"}, {\"weight\": 50, \"bake\": \"PT1M\"}],"
          + " \"poll\": \"PT1M\"}";
  private static final String AT_ONCE = "\"AllAtOnce\"";
  private static final String HOOKS =
      ", \"hooks\": {\"beforeTraffic\": \"orders-smoke\", \"eachStep\": \"orders-check\","
          + " \"afterTraffic\": \"orders-e2e\"}";
  private static final String FIRST = "one";
  private static final long SECOND_STEP = 95;

  private static final Map<String, TargetView> ORDERS_8 =
      Map.of(ORDERS, TargetView.whole("8", Map.of()));
  private static final Map<String, TargetView> STAGE_NEWER =
      Map.of(STAGE, TargetView.whole("x9y8z7", Map.of("lambdaAlias", "live")));

  private static final String BOTH = ALIAS + ", " + STAGE_VARIABLE;
  private static final Map<String, TargetView> BOTH_NEXT =
      Map.of(
          ORDERS,
          TargetView.whole("8", Map.of()),
          STAGE,
          TargetView.whole(SampleAccount.DEPLOYMENT, Map.of("lambdaAlias", "next")));

  private final List<Story> stories = new ArrayList<>();

  private Stories() {}

  /** All stories, in the order in which they are played. */
  static List<Story> all() {
    Stories list = new Stories();
    list.aliases();
    list.stages();
    list.steered();
    list.quick();
    list.several();
    list.stopped();
    list.throughDoors();
    return List.copyOf(list.stories);
  }

  /** The story of this name. */
  static Optional<Story> named(String name) {
    return all().stream().filter(story -> story.name().equals(name)).findFirst();
  }

  private void add(
      String name, Traits traits, Map<String, TargetView> promised, Consumer<StoryAccount> script) {
    stories.add(new Story(name, traits, promised, "", script));
  }

  private void aliases() {
    add("alias-healthy", Traits.HEALTHY, ORDERS_8, starting(request(ALIAS, STEPS, "")));
    add(
        "alias-bad",
        Traits.BAD,
        ORDERS_8,
        failing(request(ALIAS, STEPS, ""), SECOND_STEP, ORDERS_8));
    add("alias-at-once", Traits.HEALTHY, ORDERS_8, starting(request(ALIAS, AT_ONCE, "")));
    add(
        "alias-at-once-bad",
        Traits.BAD,
        ORDERS_8,
        failing(request(ALIAS, AT_ONCE, ""), 30, ORDERS_8));
    add(
        "alias-provisioned",
        Traits.HEALTHY,
        ORDERS_8,
        provisioned(starting(request(ALIAS, AT_ONCE, ""))));
    add(
        "alias-provisioned-bad",
        Traits.BAD,
        ORDERS_8,
        provisioned(failing(request(ALIAS, AT_ONCE, ""), 60, ORDERS_8)));
    String measured = "{\"function\": \"orders\", \"watch\": \"PT2M\", \"maxDuration\": \"PT40M\"}";
    stories.add(new Story("paced", Traits.HEALTHY, ORDERS_8, "healthy", starting(measured)));
    stories.add(new Story("paced-bad", Traits.BAD, ORDERS_8, "failing", starting(measured)));
  }

  private void stages() {
    add("stage-healthy", Traits.HEALTHY, STAGE_NEWER, starting(request(API_STAGE, STEPS, "")));
    add(
        "stage-bad",
        Traits.BAD,
        STAGE_NEWER,
        failing(request(API_STAGE, STEPS, ""), SECOND_STEP + 20, STAGE_NEWER));
    add("two-targets", Traits.HEALTHY, BOTH_NEXT, starting(request(BOTH, STEPS, "")));
    add(
        "two-targets-bad",
        Traits.BAD,
        BOTH_NEXT,
        failing(request(BOTH, AT_ONCE, ""), 45, BOTH_NEXT));
  }

  private void steered() {
    add("hooks", Traits.HEALTHY, ORDERS_8, starting(request(ALIAS, STEPS, HOOKS)));
    add(
        "hooks-bad",
        Traits.BAD,
        ORDERS_8,
        failingHook("orders-e2e", request(ALIAS, AT_ONCE, HOOKS)));
    add(
        "approved",
        Traits.HEALTHY,
        ORDERS_8,
        account -> {
          account.start(FIRST, request(ALIAS, STEPS, ", \"approve\": [50]"));
          for (long second = 120; second <= 1800; second += 120) {
            account.at(second, () -> account.command(FIRST, "Ask", "APPROVE"));
          }
        });
    add("revert", Traits.REVERT, Map.of(ORDERS, TargetView.whole("7", Map.of())), Stories::revert);
  }

  /** A hook fails a few seconds after a write: whatever is late is later than the rollback. */
  private void quick() {
    String hook = "orders-check";
    add("quick-alias-bad", Traits.BAD, ORDERS_8, failingHook(hook, request(ALIAS, STEPS, HOOKS)));
    add(
        "quick-stage-bad",
        Traits.BAD,
        STAGE_NEWER,
        failingHook(hook, request(API_STAGE, STEPS, HOOKS)));
    add("quick-targets-bad", Traits.BAD, BOTH_NEXT, failingHook(hook, request(BOTH, STEPS, HOOKS)));
  }

  private static void revert(StoryAccount account) {
    account.setCounting(false);
    account.start(FIRST, request(ALIAS, AT_ONCE, ""));
    account
        .clock()
        .runUntil(() -> account.release(FIRST).filter(r -> r.stopDate().isPresent()).isPresent());
    account.clock().runTo(account.clock().instant().plusSeconds(20));
    account.setCounting(true);
    account.start(
        "two",
        "{\"revert\": \"%s\", \"by\": \"ann\", \"why\": \"calls\"}"
            .formatted(Arns.execution("coalmine", FIRST)));
  }

  private void several() {
    Map<String, TargetView> ninth = Map.of(ORDERS, TargetView.whole("9", Map.of()));
    for (String kind : List.of("queue", "replace")) {
      add(
          kind,
          Traits.PAIR,
          ninth,
          account -> {
            account.world().lambda().publish("orders", new byte[] {9});
            account.start(FIRST, request(ALIAS, STEPS, ""));
            String next = request(ALIAS.replace("8", "9"), STEPS, ", \"ifBusy\": \"" + kind + "\"");
            account.at(30, () -> account.start("two", next));
          });
    }
    add(
        "two-functions-bad",
        Traits.BAD,
        Map.of(ORDERS, TargetView.whole("8", Map.of()), BILLING, TargetView.whole("4", Map.of())),
        failing(
            request(ALIAS + ", {\"function\": \"billing\"}", STEPS, ""), SECOND_STEP, ORDERS_8));
  }

  private void stopped() {
    add("stopped-alias", Traits.STOPPED, ORDERS_8, stopping(request(ALIAS, STEPS, ""), 40));
    add("stopped-stage", Traits.STOPPED, STAGE_NEWER, stopping(request(API_STAGE, STEPS, ""), 60));
    add("stopped-watch", Traits.STOPPED, ORDERS_8, stopping(request(ALIAS, AT_ONCE, ""), 40));
  }

  private void throughDoors() {
    add("stack", Traits.HEALTHY, ORDERS_8, account -> DoorEvents.updateStack(account, "7", "8"));
    add(
        "stack-bad",
        Traits.BAD,
        ORDERS_8,
        account -> {
          DoorEvents.updateStack(account, "7", "8");
          account.failCanary(SECOND_STEP, ORDERS_8);
        });
    add(
        "pipeline",
        Traits.HEALTHY,
        ORDERS_8,
        account -> DoorEvents.runPipeline(account, request(ALIAS, STEPS, "")));
  }

  static String request(String targets, String plan, String more) {
    return """
    {"targets": [%s], "plan": %s, "watch": "PT1M", "maxDuration": "PT30M",
     "gate": {"metrics": false, "alarms": ["%s"]}%s}
    """
        .formatted(targets, plan, StoryAccount.ALARM, more);
  }

  private static Consumer<StoryAccount> starting(String request) {
    return account -> account.start(FIRST, request);
  }

  private static Consumer<StoryAccount> failing(
      String request, long second, Map<String, TargetView> promised) {
    return account -> {
      account.start(FIRST, request);
      account.failCanary(second, promised);
    };
  }

  private static Consumer<StoryAccount> failingHook(String hook, String request) {
    return account -> {
      account.world().lambda().setRunner(hook, call -> says("Failed"));
      account.start(FIRST, request);
    };
  }

  private static Consumer<StoryAccount> stopping(String request, long second) {
    return account -> {
      account.start(FIRST, request);
      account.at(second, account::stopAll);
    };
  }

  private static Consumer<StoryAccount> provisioned(Consumer<StoryAccount> then) {
    return account -> {
      account.world().lambda().setProvisioningTime(Duration.ZERO);
      account
          .world()
          .lambda()
          .putProvisionedConcurrency(SampleAccount.FUNCTION, SampleAccount.ALIAS, 5);
      account.world().lambda().setProvisioningTime(Duration.ofMinutes(2));
      then.accept(account);
    };
  }

  private static FunctionRunner.FunctionResult says(String status) {
    byte[] answer = Json.toBytes(Map.of("status", status, "message", "404"));
    return new FunctionRunner.FunctionResult(answer, false, Duration.ofMillis(1));
  }
}
