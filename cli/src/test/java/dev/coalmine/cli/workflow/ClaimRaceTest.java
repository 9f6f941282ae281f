package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.clock.VirtualClock;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two releases find the same stage unclaimed and claim it at the same moment. In whatever order
 * their calls come, one of them runs, and the other one is refused.
 */
@Timeout(300)
class ClaimRaceTest {
  private static final String REFUSED = "dev.coalmine.target.RefusedException";
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private final VirtualClock clock = new VirtualClock(Rehearsal.START);
  private final SimulatedAccount world = LOCAL.account(clock);

  /** Every order of three calls of each release: read, mark, read back. */
  static List<String> orders() {
    List<String> orders = new ArrayList<>();
    for (int bits = 0; bits < 1 << 6; bits++) {
      if (Integer.bitCount(bits) == 3) {
        StringBuilder order = new StringBuilder();
        for (int call = 0; call < 6; call++) {
          order.append((bits >> call & 1) == 1 ? 'A' : 'B');
        }
        orders.add(order.toString());
      }
    }
    return orders;
  }

  @ParameterizedTest
  @MethodSource("orders")
  void oneRunsAndTheOtherIsRefused(String order) {
    SampleAccount.createIn(world);
    Map<String, Map<String, Object>> releases = new LinkedHashMap<>();
    for (String name : List.of("A", "B")) {
      releases.put(name, prepared(name));
    }
    Map<String, ClaimAnswer> claims = claim(releases, order);
    clock.runTo(Rehearsal.START.plusSeconds(20));

    List<String> running = new ArrayList<>();
    claims.forEach(
        (name, claim) -> {
          ClaimAnswer last =
              claim.failed() ? claim : invoke("ShiftWeight", event(claim.document()));
          if (last.failed()) {
            assertThat(last.document()).containsEntry("errorType", REFUSED);
          } else {
            running.add(name);
          }
        });

    assertThat(running).hasSize(1);
    Map<String, Object> stage =
        world.apiGateway().settings(SampleAccount.API, SampleAccount.STAGE).orElseThrow().others();
    assertThat(stage).containsEntry("description", "coalmine " + arn(running.get(0)));
  }

  private static String arn(String name) {
    return "arn:aws:states:us-east-1:000000000000:execution:coalmine:" + name;
  }

  private Map<String, Object> prepared(String name) {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("request", Json.parse(StageScenarios.TWO_STEPS.replace("[\"shop-trouble\"]", "[]")));
    asked.put("release", Map.of());
    asked.put("execution", arn(name));
    asked.put("startedAt", Rehearsal.START.toString());
    asked.put("now", Rehearsal.START.toString());
    return invoke("Prepare", asked).document();
  }

  private Map<String, ClaimAnswer> claim(Map<String, Map<String, Object>> releases, String order) {
    CallOrder turns = new CallOrder(order);
    world.aws().faults().always("GetStage", Fault.before(turns::await));
    world.aws().faults().always("UpdateStage", Fault.before(turns::await));
    Map<String, ClaimAnswer> claims = new LinkedHashMap<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Map<String, CompletableFuture<ClaimAnswer>> answers = new LinkedHashMap<>();
      releases.forEach(
          (name, release) ->
              answers.put(
                  name,
                  CompletableFuture.supplyAsync(
                      () -> turns.as(name, () -> invoke("Claim", event(release))), threads)));
      answers.forEach((name, answer) -> claims.put(name, answer.join()));
    } finally {
      threads.shutdownNow();
      world.aws().faults().clear();
    }
    return claims;
  }

  private Map<String, Object> event(Map<String, Object> release) {
    return Map.of("release", release, "now", clock.instant().toString(), "failure", Map.of());
  }

  /** A handler's answer, or its failure. */
  private record ClaimAnswer(boolean failed, Map<String, Object> document) {}

  private ClaimAnswer invoke(String state, Map<String, Object> payload) {
    WireResponse answer =
        world
            .aws()
            .handle(
                new WireRequest(
                    "POST",
                    "/2015-03-31/functions/coalmine-" + state + "Function/invocations",
                    Map.of(),
                    Map.of("content-type", "application/json"),
                    Json.toText(payload).getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.status()).isEqualTo(200);
    boolean failed =
        answer.headers().keySet().stream()
            .anyMatch(name -> name.equalsIgnoreCase("X-Amz-Function-Error"));
    return new ClaimAnswer(failed, Json.parseObject(answer.body()));
  }

  /** Lets one thread at a time make its next call, in a given order. */
  private static final class CallOrder {
    private final Deque<String> order = new ArrayDeque<>();
    private final Set<String> over = new HashSet<>();
    private final ThreadLocal<String> name = new ThreadLocal<>();
    private String running = "";

    CallOrder(String order) {
      Stream.of(order.split("")).forEach(this.order::add);
    }

    /** Runs a handler in a named thread. */
    ClaimAnswer as(String who, java.util.function.Supplier<ClaimAnswer> what) {
      name.set(who);
      try {
        return what.get();
      } finally {
        end(who);
      }
    }

    private synchronized void end(String who) {
      over.add(who);
      leave(who);
    }

    private void leave(String who) {
      if (running.equals(who)) {
        running = "";
      }
      order.removeIf(over::contains);
      notifyAll();
    }

    synchronized void await() {
      String who = name.get();
      leave(who);
      try {
        while (!running.isEmpty() || !(order.isEmpty() || order.peek().equals(who))) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      running = who;
      order.poll();
    }
  }
}
