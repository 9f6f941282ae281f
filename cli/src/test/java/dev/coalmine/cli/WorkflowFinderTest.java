package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.account.Sleeper;
import dev.coalmine.embedded.EmbeddedAws;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.FaultInjection;
import dev.coalmine.embedded.asl.TaskTokenResult;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.stepfunctions.ExecutionEngine;
import dev.coalmine.embedded.stepfunctions.ExecutionView;
import dev.coalmine.embedded.stepfunctions.StateMachine;
import dev.coalmine.embedded.stepfunctions.StepFunctionsService;
import dev.coalmine.text.JsonView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a command finds Coalmine's state machine, whatever the stack's name is. */
class WorkflowFinderTest {
  /** Names of the account's state machines; one with an asterisk has the tag of the stack. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # state machines       | --workflow | uses or says
          coalmine               | -          | coalmine
          coalmine* other        | -          | coalmine
          coalmine other*        | -          | coalmine
          sam-app* sam-app-stacks | -         | sam-app
          sam-app* mine*         | mine       | mine
          sam-app*               | coalmine   | there is no state machine coalmine at
          sam-app* mine*         | -          | 2 state machines at
          sam-app mine           | -          | none with the tag coalmine=workflow: the state machines are mine, sam-app; name
          -                      | -          | there are no state machines; name Coalmine's with --workflow or COALMINE_WORKFLOW
          """)
  void itIsTheNamedOneOrCoalmineOrTheOneWithTheTag(String names, String workflow, String used) {
    String[] machines = names == null ? new String[0] : names.split(" ");
    List<String> asked = new ArrayList<>();
    try (EmbeddedAws aws = account(machines)) {
      aws.addCallListener((request, answer) -> asked.add(askedAbout(request)));
      String said =
          run(
              Stream.concat(
                      Stream.of("report", "x", "--endpoint", aws.endpoint().toString()),
                      workflow == null ? Stream.of() : Stream.of("--workflow", workflow))
                  .toArray(String[]::new));

      asked.removeIf(String::isEmpty);
      if (asked.isEmpty()) {
        assertThat(said).contains(used);
      } else {
        assertThat(asked).containsOnly(Arns.stateMachine(used));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          list --region nowhere | --region must be a Region such as eu-central-1, not nowhere
          list --region eu-west-1 --workflow arn:aws:states:us-east-1:000000000000:stateMachine:x \
          | --region is eu-west-1, but arn:aws:states:us-east-1:000000000000:stateMachine:x is in us-east-1
          list --profile nobodys | there is no profile nobodys in ~/.aws
          """)
  void contradictionsAreNamed(String command, String said) {
    assertThat(run(command.split(" "))).contains(said);
  }

  /** The state machine whose executions are listed; empty for another question. */
  private static String askedAbout(WireRequest request) {
    return JsonView.of(Json.parse(new String(request.body(), StandardCharsets.UTF_8)))
        .text("stateMachineArn", "");
  }

  private static String run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(Main.run(both, both, Sleeper.WALL, words)).isEqualTo(Main.USAGE);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Who may read the tags of Coalmine's state machine need not be allowed to read all others. */
  @Test
  void tagsThatMayNotBeReadArePassedOver() {
    FaultInjection faults = new FaultInjection();
    List<String> asked = new ArrayList<>();
    try (EmbeddedAws aws = account(faults, "foreign", "sam-app*")) {
      String[] report = {"report", "x", "--endpoint", aws.endpoint().toString()};
      aws.addCallListener((request, answer) -> asked.add(askedAbout(request)));
      Fault denied = Fault.error(400, "AccessDeniedException", "not for you");
      faults.next("ListTagsForResource", denied);
      run(report);
      assertThat(asked).contains(Arns.stateMachine("sam-app"));

      faults.always("ListTagsForResource", denied);
      assertThat(run(report)).contains("the tag coalmine=workflow (the tags of 2 may not be read)");
    }
  }

  private static EmbeddedAws account(String... machines) {
    return account(new FaultInjection(), machines);
  }

  private static EmbeddedAws account(FaultInjection faults, String... machines) {
    StepFunctionsService service =
        new StepFunctionsService(
            () -> Instant.parse("2026-01-01T12:00:00Z"), 1, new NoExecutions());
    for (String name : machines) {
      Map<String, String> tags =
          name.endsWith("*") ? Map.of("coalmine", "workflow", "team", "shop") : Map.of("team", "x");
      service.register(
          new StateMachine(
              name.replace("*", ""), "{}", "arn:aws:iam::1:role/r", false, false, tags));
    }
    EmbeddedAws aws = new EmbeddedAws(List.of(service), faults);
    aws.serve(0);
    return aws;
  }

  private record NoExecutions() implements ExecutionEngine {
    @Override
    public ExecutionView start(ExecutionStart start) {
      throw new IllegalStateException("nothing starts here");
    }

    @Override
    public TaskTokenResult succeed(String token, String output) {
      throw new IllegalStateException("nothing waits here");
    }

    @Override
    public TaskTokenResult fail(String token, Optional<String> error, Optional<String> cause) {
      throw new IllegalStateException("nothing waits here");
    }

    @Override
    public TaskTokenResult heartbeat(String token) {
      throw new IllegalStateException("nothing waits here");
    }
  }
}
