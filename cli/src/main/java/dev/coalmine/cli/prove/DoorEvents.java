package dev.coalmine.cli.prove;

import dev.coalmine.embedded.cloudformation.CustomResourceResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

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
       "RequestId": "%s", "LogicalResourceId": "Release",
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

  /**
   * Updates the stack's release to another version. After a failure, CloudFormation rolls the stack
   * back: it asks for the version from before (CloudFormation user guide, "Custom resources").
   */
  static void updateStack(StoryAccount account, String before, String after) {
    account.addDoor(
        request(account, "33333333-abcd-3333-abcd-333333abcdef", after)
            .thenCompose(
                told ->
                    told.status().equals("FAILED")
                        ? request(account, "44444444-abcd-4444-abcd-444444abcdef", before)
                            .thenApply(rolledBack -> told)
                        : CompletableFuture.completedFuture(told)));
  }

  private static CompletableFuture<CustomResourceResponse> request(
      StoryAccount account, String id, String version) {
    String event = STACK_EVENT.formatted(id, PROPERTIES.formatted(version));
    return account.world().stacks().sendRequest(object(event));
  }

  static void runPipeline(StoryAccount account, String request) {
    String event = JOB.formatted(Json.toText(request));
    account.addDoor(account.world().pipelines().run(object(event)).result());
  }

  private static Map<String, Object> object(String json) {
    return JsonView.parse(json.getBytes(StandardCharsets.UTF_8)).object();
  }
}
