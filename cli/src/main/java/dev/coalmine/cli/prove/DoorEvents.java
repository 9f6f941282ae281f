package dev.coalmine.cli.prove;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The events by which a stack and a pipeline ask for a release. */
final class DoorEvents {
  private static final String PROPERTIES =
      """
      {"ServiceToken": "arn:aws:lambda:us-east-1:000000000000:function:coalmine-StackRequestFunction",
       "function": "orders", "alias": "live", "version": "%s", "watch": "PT1M",
       "maxDuration": "PT30M", "gate": {"metrics": "false", "alarms": ["shop-trouble"]},
       "plan": {"steps": [{"weight": "10", "bake": "PT1M"}, {"weight": "50", "bake": "PT1M"}]}}
      """;
  private static final String STACK_EVENT =
      """
      {"RequestType": "Update", "ResponseURL": "https://stacks.invalid/answer",
       "ServiceToken": "arn:aws:lambda:us-east-1:000000000000:function:coalmine-StackRequestFunction",
       "StackId": "arn:aws:cloudformation:us-east-1:000000000000:stack/shop/51af3dc0",
       "RequestId": "33333333-abcd-3333-abcd-333333abcdef", "LogicalResourceId": "Release",
       "PhysicalResourceId": "orders:live", "ResourceType": "Custom::CoalmineRelease",
       "ResourceProperties": %s}
      """;
  private static final String JOB =
      """
      {"CodePipeline.job": {"id": "11111111-abcd-1111-abcd-111111abcdef",
        "accountId": "000000000000", "data": {"actionConfiguration": {"configuration":
         {"FunctionName": "coalmine-PipelineJobFunction", "UserParameters": %s}},
         "inputArtifacts": [], "outputArtifacts": [],
         "artifactCredentials": {"accessKeyId": "none", "secretAccessKey": "none",
           "sessionToken": "none"}}}}
      """;

  private DoorEvents() {}

  static void updateStack(StoryAccount account, String version) {
    String event = STACK_EVENT.formatted(PROPERTIES.formatted(version));
    account.addDoor(account.world().stacks().sendRequest(object(event)));
  }

  static void runPipeline(StoryAccount account, String request) {
    String event = JOB.formatted(Json.toText(request));
    account.addDoor(account.world().pipelines().run(object(event)).result());
  }

  private static Map<String, Object> object(String json) {
    return JsonView.parse(json.getBytes(StandardCharsets.UTF_8)).object();
  }
}
