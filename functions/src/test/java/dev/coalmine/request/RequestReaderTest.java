package dev.coalmine.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.Weight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

class RequestReaderTest {

  @Test
  void theSmallestRequestHasADefaultForEverythingElse() {
    RequestReader.ParsedRequest asked = read("{'function': 'orders'}");

    assertThat(asked.faults()).isEmpty();
    assertThat(asked.request().targets()).containsExactly(new AliasTarget("orders", "live", ""));
    assertThat(asked.request().plan().name()).isEqualTo("paced");
    assertThat(asked.request().settings())
        .isEqualTo(
            new ReleaseSettings(
                Duration.ofMinutes(1),
                Duration.ofHours(2),
                InconclusiveAction.ROLL_BACK,
                Duration.ofMinutes(10),
                Hooks.NONE,
                new Approval(List.of(), Duration.ofDays(1)),
                BusyAction.REFUSE));
    assertThat(asked.request().alarms()).isEmpty();
  }

  @Test
  void hooksAreNamesOrArnsWithOrWithoutQualifier() {
    for (String hook :
        List.of("f", "f:8", "f:live", "arn:aws:lambda:us-east-1:000000000000:function:f:live")) {
      RequestReader.ParsedRequest asked =
          read("{'function': 'f', 'hooks': {'beforeTraffic': '" + hook + "'}}");
      assertThat(asked.faults()).isEmpty();
      assertThat(asked.request().settings().hooks()).isEqualTo(new Hooks(hook, "", ""));
    }
  }

  @Test
  void peopleAreAskedForADayUnlessTheRequestSaysOtherwise() {
    String asks = "{'function': 'f', 'approve': [50, 100.0]";
    assertThat(read(asks + "}").request().settings().approval())
        .isEqualTo(new Approval(List.of(50, 100), Duration.ofDays(1)));
    assertThat(
            read(asks + ", 'approvalTimeout': 'PT2H'}").request().settings().approval().timeout())
        .isEqualTo(Duration.ofHours(2));
  }

  @Test
  void looksThatPeopleAreWaitedForMustFitIntoAHistoryToo() {
    String tight = "{'function': 'f', 'maxDuration': 'PT20H', 'watch': 'PT0S'";
    assertThat(read(tight + "}").request().settings().poll()).isEqualTo(Duration.ofMinutes(1));
    assertThat(read(tight + ", 'approve': [10, 20, 30, 40]}").request().settings().poll())
        .isGreaterThan(Duration.ofMinutes(1));
  }

  @Test
  void theLongFormMeansTheSameAsTheShortOne() {
    String rest = "'plan': {'steps': [{'weight': 5, 'bake': 'PT2M'}]}}";
    assertThat(read("{'function': 'f', 'alias': 'a', 'version': '3', " + rest))
        .isEqualTo(read("{'targets': [{'function': 'f', 'alias': 'a', 'version': '3'}], " + rest));
  }

  @Test
  void aWholeNumberMayBeWrittenAsAFractionOfNone() {
    assertThat(read(steps("{'weight': 10.0, 'bake': 'PT1M'}")).request().plan().steps())
        .containsExactly(new Step(new Weight(10), Duration.ofMinutes(1)));
  }

  @Test
  void ninetyNineStepsAreAPlan() {
    StringBuilder steps = new StringBuilder();
    for (int weight = 1; weight <= 99; weight++) {
      steps.append(weight == 1 ? "" : ",").append("{'weight':%d,'bake':'PT1M'}".formatted(weight));
    }
    RequestReader.ParsedRequest asked = read(steps(steps.toString()));

    assertThat(asked.faults()).isEmpty();
    assertThat(asked.request().plan().steps()).hasSize(99);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                            | function is missing: name the function to release, or use targets
          []                                            | the request must be a JSON object, not a list of 0
          7                                             | the request must be a JSON object, not 7
          {'function': null}                            | function must not be null: omit it; function is missing: name the function to release, or use targets
          {'targets': [{'function': null}]}             | targets[0].function is missing: set function, or restApi and stage; targets[0].function must not be null: omit it
          {'function': 'f', 'plan': null}               | plan must not be null: omit it
          {'function': 'f', 'gate': {'alarms': null}}   | gate.alarms must not be null: omit it
          {'function': 'a b'}                           | function must be a function's name or its ARN without a version or alias, not "a b"
          {'function': 'arn:aws:lambda:us-east-1:111122223333:function:f:8'} | function must be a function's name or its ARN without a version or alias, not "arn:aws:lambda:us-east-1:111122223333:function:f:8": that is version 8 of function f: set function to "f" and version to "8"
          {'function': 'f', 'alias': '7'}               | alias must be the name of an alias: letters, digits, - or _, not digits alone, not "7"
          {'function': 'f', 'version': '$LATEST'}       | version must be a published version's number: $LATEST can change during the release
          {'function': 'f', 'version': 0}               | version must be a whole number from 1 to 2147483647, not 0
          {'function': 'f', 'version': 'x'}             | version must be a published version's number, not "x"
          {'function': 'f', 'id': 'a/b'}                | id must be 1 to 64 letters, digits, _ or -, not "a/b"
          {'function': 'f', 'alarm': []}                | unknown field alarm (known: id, function, alias, version, targets, plan, gate, maxDuration, whenInconclusive, watch, hooks, approve, approvalTimeout, ifBusy, probe)
          {'function': 'f', 'Wach': 'PT1M'}             | unknown field Wach (did you mean watch?)
          {'function': 'f', 'plan': 'Linear'}           | plan "Linear" is unknown: use paced, thorough, steps or one of Canary10Percent5Minutes, Canary10Percent10Minutes, Canary10Percent15Minutes, Canary10Percent30Minutes, Linear10PercentEvery1Minute, Linear10PercentEvery2Minutes, Linear10PercentEvery3Minutes, Linear10PercentEvery10Minutes, AllAtOnce
          {'function': 'f', 'plan': 7}                  | plan must be a JSON object, not 7
          {'function': 'f', 'plan': {}}                 | plan.steps must be a list of at least one step {"weight", "bake"}
          {'function': 'f', 'plan': {'steps': []}}      | plan.steps must be a list of at least one step {"weight", "bake"}
          {'function': 'f', 'watch': 'ten'}             | watch must be an ISO-8601 duration of whole seconds from PT0S to a year, such as "PT5M", not "ten"
          {'function': 'f', 'watch': 'PT999999H'}       | watch must be an ISO-8601 duration of whole seconds from PT0S to a year, such as "PT5M", not "PT999999H"
          {'function': 'f', 'plan': 'Linear10PercentEvery1Minute', 'maxDuration': 'PT8M'} | maxDuration PT8M is shorter than the sum of all bakes, PT9M
          {'function': 'f', 'whenInconclusive': 'wait'} | whenInconclusive must be one of "rollBack", "promote", "ask", not "wait"
          {'function': 'f', 'whenInconclusive': null}   | whenInconclusive must not be null: omit it
          {'function': 'f', 'gate': 'a'}                | gate must be a JSON object, not "a"
          {'function': 'f', 'gate': {'alarms': 'a'}}    | gate.alarms must be a list of at most 100 alarm names, not "a"
          {'function': 'f', 'gate': {'alarms': [7]}}    | gate.alarms must be names of 1 to 255 characters, not 7
          {'function': 'f', 'gate': {'alarms': ['a','a']}} | gate.alarms lists "a" twice
          {'function': 'f', 'gate': {'metrics': 'on'}}  | gate.metrics must be true, false or {"errors", "latency"}, not "on"
          {'function': 'f', 'gate': {'metrics': {'errors': 1, 'tail': true}}}  | unknown field gate.metrics.tail (known: errors, latency); gate.metrics.errors must be true or false, not 1
          {'function': 'f', 'gate': {'metrics': false}} | plan paced needs metrics, but gate.metrics switches them off: use steps or a preset
          {'function': 'f', 'hooks': ['a']}             | hooks must be a JSON object, not a list of 1
          {'function': 'f', 'hooks': {'afterTrafic': 'a'}} | unknown field hooks.afterTrafic (did you mean afterTraffic?)
          {'function': 'f', 'hooks': {'eachStep': 'a b'}} | hooks.eachStep must be the name or ARN of a function, with or without version or alias, not "a b"
          {'function': 'f', 'approve': 50}              | approve must be a list of at most 10 weights, not 50
          {'function': 'f', 'approve': [1,2,3,4,5,6,7,8,9,10,11]} | approve must be a list of at most 10 weights, not a list of 11
          {'function': 'f', 'approve': [0]}             | approve[1] must be a whole number from 1 to 100, not 0
          {'function': 'f', 'approve': [50, '60']}      | approve[2] must be a whole number from 1 to 100, not "60"
          {'function': 'f', 'approve': [50, 50]}        | approve must be in ascending order: 50 is not above 50
          {'function': 'f', 'approvalTimeout': 'PT0S'}  | approvalTimeout must be an ISO-8601 duration of whole seconds from PT1S to a year, such as "PT5M", not "PT0S"
          {'function': 'f', 'approvalTimeout': 'P31D'}  | approvalTimeout PT744H is longer than the maximum, PT720H
          {'function': 'f', 'ifBusy': 'wait'}           | ifBusy must be one of "refuse", "queue", "replace", not "wait"
          {'function': 'f', 'probe': 5}                 | probe must be a JSON object, not 5
          {'function': 'f', 'probe': {}}                | probe has no requests: set events, or the function that sends them; probe.perMinute is missing: set how many requests a minute each version gets, 1 to 60
          {'function': 'f', 'probe': {'events': [{}], 'function': 'p', 'perMinute': 5}} | probe.function and probe.events cannot be combined
          {'function': 'f', 'probe': {'event': [{}], 'function': 'a b', 'perMinute': 61}} | unknown field probe.event (did you mean events?); probe.function must be the name or ARN of a function, with or without version or alias, not "a b"; probe.perMinute must be a whole number from 1 to 60, not 61
          {'function': 'f', 'probe': {'events': {}, 'perMinute': 2.5}} | probe.events must be a list of 1 to 20 events, not an object; probe.perMinute must be a whole number from 1 to 60, not 2.5
          {'function': 'f', 'probe': {'events': [], 'perMinute': 1}} | probe.events must be a list of 1 to 20 events, not a list of 0
          {'function': 'f', 'probe': {'events': [0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20], 'perMinute': 1}} | probe.events must be a list of 1 to 20 events, not a list of 21
          {'function': 'f', 'probe': {'events': [{}, null], 'perMinute': 1}} | probe.events[2] must not be null
          {'function': 'f', 'plan': 'AllAtOnce', 'probe': {'function': 'p', 'perMinute': 1}} | probe has no time with plan AllAtOnce: probes are sent while the canary is below 100 %
          {'function': 'f', 'plan': 'Canary10Percent5Minutes', 'gate': {'metrics': false}, 'probe': {'function': 'p', 'perMinute': 1}} | probe needs gate.metrics, which counts its requests
          {'targets': [{'restApi': 'a', 'stage': 's', 'deployment': 'd'}], 'probe': {'function': 'p', 'perMinute': 1}} | probe cannot be used with stage a/s: only versions behind an alias can be invoked directly; release that alias, or omit probe
          {'targets': [{'function': 'f'}, {'function': 'g'}], 'probe': {'events': [{}], 'perMinute': 1}} | probe.events would go to the functions of all 2 targets: use probe.function, which is told the target
          {'function': 'f', 'targets': []}              | function and targets cannot be combined; targets must be a list of 1 to 10 aliases and stages, not a list of 0
          {'targets': [{'function': 'f', 'stage': 's'}]} | unknown field targets[0].function (known: restApi, stage, deployment, variables); targets[0].restApi is missing; targets[0].deployment is missing: set deployment or variables for the canary
          {'targets': [{'restApi': 'a'}]}               | targets[0].stage is missing; targets[0].deployment is missing: set deployment or variables for the canary
          {'targets': [{'httpApi': 'a', 'stage': 's'}]} | targets[0].httpApi cannot be released: an HTTP API's stage has no canary; release the alias behind it
          {'targets': [{'restApi': 'a/b', 'stage': 's t', 'deployment': 7}]} | targets[0].restApi must be a REST API's id, such as "a1b2c3d4e5", not "a/b"; targets[0].stage must be a stage's name: letters, digits, _ or -, not "s t"; targets[0].deployment must be a deployment's id, such as "x9y8z7", not 7
          {'targets': [{'restApi': 'a', 'stage': 's', 'variables': {}}]} | targets[0].variables must be an object of stage variables, not an object
          {'targets': [{'restApi': 'a', 'stage': 's', 'variables': {'a-b': 'x', 'c': 7, 'd': 'e f'}}]} | targets[0].variables has "a-b": a name has only letters, digits and _; targets[0].variables.c must be a string of letters, digits and -._~:/?#&=, not 7; targets[0].variables.d must be a string of letters, digits and -._~:/?#&=, not "e f"
          {'targets': [{'function': 'f'}, {'function': 'arn:aws:lambda:us-east-1:111122223333:function:f', 'version': 3}]} | targets[1]: f:live is listed twice
          {'targets': [{'restApi': 'a', 'stage': 's', 'deployment': 'd'}, {'restApi': 'a', 'stage': 's', 'deployment': 'e'}]} | targets[1]: a/s is listed twice
          {'targets': [{'function': 'f', 'alias': 'a b'}, 7]} | targets[0].alias must be the name of an alias: letters, digits, - or _, not digits alone, not "a b"; targets[1] must be a JSON object, not 7; targets[1].function is missing: set function, or restApi and stage
          """)
  void refuses(String request, String faults) {
    assertThat(String.join("; ", read(request).faults())).isEqualTo(faults);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'weight': 5, 'bake': 'PT1M'}, {'weight': 5, 'bake': 'PT1M'} | step 2 of 2: weight 5 must be above the step before it (5)
          {'weight': 25, 'bake': 'PT1M'}, {'weight': 20, 'bake': 'PT1M'} | step 2 of 2: weight 20 must be above the step before it (25)
          {'weight': 0, 'bake': 'PT1M'}    | step 1 of 1.weight must be a whole number from 1 to 99, not 0
          {'weight': 100, 'bake': 'PT1M'}  | step 1 of 1.weight must be a whole number from 1 to 99, not 100
          {'weight': -5, 'bake': 'PT1M'}   | step 1 of 1.weight must be a whole number from 1 to 99, not -5
          {'weight': 2.5, 'bake': 'PT1M'}  | step 1 of 1.weight must be a whole number from 1 to 99, not 2.5
          {'weight': '5', 'bake': 'PT1M'}  | step 1 of 1.weight must be a whole number from 1 to 99, not "5"
          {'weight': 1e999, 'bake': 'PT1M'} | step 1 of 1.weight must be a whole number from 1 to 99, not Infinity
          {'weight': 5}                    | step 1 of 1.bake is missing: set how long to hold this weight
          {'weight': 5, 'bake': 'PT0S'}    | step 1 of 1.bake must be an ISO-8601 duration of whole seconds from PT1S to a year, such as "PT5M", not "PT0S"
          {'weight': 5, 'bake': 'PT-5M'}   | step 1 of 1.bake must be an ISO-8601 duration of whole seconds from PT1S to a year, such as "PT5M", not "PT-5M"
          {'weight': 5, 'bake': 'PT1.5S'}  | step 1 of 1.bake must be an ISO-8601 duration of whole seconds from PT1S to a year, such as "PT5M", not "PT1.5S"
          {'weight': 5, 'bake': 300}       | step 1 of 1.bake must be an ISO-8601 duration of whole seconds from PT1S to a year, such as "PT5M", not 300
          {'wait': 5, 'bake': 'PT1M'}      | unknown field step 1 of 1.wait (known: weight, bake); step 1 of 1.weight must be a whole number from 1 to 99, not nothing
          'x'                              | step 1 of 1 must be a JSON object, not "x"; step 1 of 1.weight must be a whole number from 1 to 99, not nothing; step 1 of 1.bake is missing: set how long to hold this weight
          """)
  void refusesSteps(String steps, String faults) {
    assertThat(String.join("; ", read(steps(steps)).faults())).isEqualTo(faults);
  }

  @Test
  void listsAllFaultsAtOnce() {
    assertThat(
            read("{'function': '', 'alias': '1', 'plan': 'x', 'watch': 1, 'gate': {'metrics': 1},"
                    + " 'wat': 2}")
                .faults())
        .hasSize(6);
  }

  @Test
  void aPollThatCannotFitIsRefusedWithTheArithmetic() {
    String request =
        "{'function': 'f', 'plan': {'steps': [{'weight': 5, 'bake': 'PT50H'}], 'poll': 'PT1M'}}";

    assertThat(read(request).faults())
        .containsExactly(
            "plan.poll: polling every PT1M for up to PT52H10M takes 3,133 polls of 13 history"
                + " events, with steps and reserve 47,256 events; an execution's history holds"
                + " 25,000: use PT2M13S or longer");
  }

  @Test
  void aPollThatIsSaidToFitIsAccepted() {
    String request =
        "{'function': 'f', 'plan': {'steps': [{'weight': 5, 'bake': 'PT50H'}], 'poll': 'PT2M13S'}}";

    assertThat(read(request).faults()).isEmpty();
  }

  @Test
  void aLongBakeIsPolledLessOften() {
    String request = "{'function': 'f', 'plan': {'steps': [{'weight': 5, 'bake': 'P30D'}]}}";
    ReleaseSettings terms = read(request).request().settings();

    assertThat(read(request).faults()).isEmpty();
    assertThat(terms.poll()).isEqualTo(Duration.ofSeconds(1834));
  }

  @Test
  void anythingLongerThanAnExecutionIsRefused() {
    String request =
        "{'function': 'f', 'plan': {'steps': [{'weight': 5, 'bake': 'P200D'}, {'weight': 9, 'bake':"
            + " 'P200D'}]}}";

    assertThat(read(request).faults())
        .containsExactly(
            "maxDuration PT9602H and watch PT10M add up to 400 days: an execution lasts at most one"
                + " year, keep the sum within 360 days");
  }

  @Test
  void treesThatNobodyWouldWriteAreRefusedToo() {
    Object deep = Map.of("function", List.of(Map.of("x", List.of())), "plan", Map.of("steps", 5));

    assertThat(RequestReader.read(deep).faults()).hasSize(2);
    assertThat(RequestReader.read(null).faults()).hasSize(1);
  }

  private static String steps(String steps) {
    return "{'function': 'f', 'plan': {'steps': [%s]}}".formatted(steps);
  }

  private static RequestReader.ParsedRequest read(String json) {
    return RequestReader.read(JSON.std.anyFrom(json.replace('\'', '"')));
  }
}
