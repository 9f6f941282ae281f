package dev.coalmine.cli.account;

import dev.coalmine.aws.Executions;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * The account that Coalmine is deployed in: of AWS, or of the embedded AWS that {@code up} serves.
 */
public final class AwsAccount implements AutoCloseable {
  /** The pattern of an execution's ARN. */
  static final String EXECUTION =
      "arn:[a-z-]+:states:[a-z0-9-]+:\\d{12}:execution:[A-Za-z0-9_-]{1,80}:[A-Za-z0-9_-]{1,80}";

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Longer than the timeout of any handler of the workflow. */
  private static final Duration ANSWER = Duration.ofSeconds(65);

  private final Endpoint endpoint;
  private final String workflow;
  private final Sleeper sleeper;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER).build();
  private final SfnClient sfn;
  private String workflowArn = "";

  private AwsAccount(Endpoint endpoint, String workflow, Sleeper sleeper) {
    this.endpoint = endpoint;
    this.workflow = workflow;
    this.sleeper = sleeper;
    sfn = build(SfnClient.builder().httpClient(http));
  }

  private static final ClientOverrideConfiguration NAMED =
      ClientOverrideConfiguration.builder()
          .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "app/coalmine-cli")
          .build();

  /**
   * Creates the clients; no call is made yet.
   *
   * @param release id, name or ARN of the release that a command is about; empty for none
   * @throws CommandFailedException if no Region is configured, or the options contradict each other
   */
  public static AwsAccount connect(AccountPlace place, String release, Sleeper sleeper) {
    String workflow = place.workflow().orElse("");
    return new AwsAccount(
        Endpoint.resolve(place, List.of(release, workflow)),
        workflowArn(workflow, release),
        sleeper);
  }

  /** The state machine of an execution is part of the execution's ARN. */
  private static String workflowArn(String given, String release) {
    return release.matches(EXECUTION)
        ? release.replaceFirst(":execution:", ":stateMachine:").replaceFirst(":[^:]+$", "")
        : given;
  }

  /**
   * Makes a call.
   *
   * @throws CommandFailedException if AWS is unreachable or denies access
   */
  <T> T call(Supplier<T> question) {
    try {
      return question.get();
    } catch (SdkException failure) {
      throw CommandFailedException.unavailable(describe(failure), failure);
    }
  }

  private String describe(SdkException failure) {
    return SessionFault.of(failure)
        .map(fault -> fault.message(endpoint.profile()))
        .orElseGet(
            () ->
                failure instanceof AwsServiceException refusal
                    ? describe(refusal)
                    : describeUnreachable(failure));
  }

  private static String describe(AwsServiceException refusal) {
    return "AWS refused the call: %s: %s"
        .formatted(
            refusal.awsErrorDetails().errorCode(),
            Optional.ofNullable(refusal.awsErrorDetails().errorMessage())
                .orElse("no reason given"));
  }

  private String describeUnreachable(SdkException unreachable) {
    for (Throwable why = unreachable; why != null; why = why.getCause()) {
      if (why instanceof ConnectException
          || why instanceof UnknownHostException
          || why instanceof SocketTimeoutException) {
        return "can't reach AWS at %s: %s".formatted(location(), why.getMessage());
      }
    }
    return String.valueOf(unreachable.getMessage()).startsWith("Unable to load credentials")
        ? "no AWS credentials: give --profile, set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
            + " AWS_SECRET_ACCESS_KEY"
        : "can't call AWS: " + unreachable.getMessage();
  }

  /** The endpoint, or the Region, for messages. */
  public String location() {
    return endpoint.endpoint().map(URI::toString).orElseGet(() -> endpoint.region().id());
  }

  SfnClient sfn() {
    return sfn;
  }

  Sleeper sleeper() {
    return sleeper;
  }

  /** The account's time: what {@code up} serves may have a faster clock. */
  public Instant now() {
    return endpoint.endpoint().flatMap(AwsAccount::simulatedTime).orElseGet(sleeper::now);
  }

  private static Optional<Instant> simulatedTime(URI endpoint) {
    try (InputStream answer = endpoint.resolve("/_coalmine/clock").toURL().openStream()) {
      return JsonView.of(Json.parseObject(answer.readAllBytes())).text("now").map(Instant::parse);
    } catch (IOException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /**
   * The state machine's ARN.
   *
   * @throws CommandFailedException if it was not found
   */
  public String workflowArn() {
    if (workflowArn.isEmpty()) {
      workflowArn = workflow.startsWith("arn:") ? workflow : call(this::findWorkflow);
    }
    return workflowArn;
  }

  private String findWorkflow() {
    WorkflowFinder finder = new WorkflowFinder(sfn, location());
    return workflow.isEmpty() ? finder.byNameOrTag() : finder.byName(workflow);
  }

  public Executions executions() {
    return new Executions(sfn, workflowArn());
  }

  /**
   * The answer of a Lambda function.
   *
   * @param failed whether the function threw
   * @param payload JSON
   */
  record FunctionAnswer(boolean failed, String payload) {}

  /** Invokes a function and waits for its answer. */
  FunctionAnswer invoke(String function, Map<String, Object> event) {
    try (LambdaClient lambda = lambda()) {
      SdkBytes payload = SdkBytes.fromUtf8String(Json.toText(event));
      InvokeResponse answer =
          call(() -> lambda.invoke(call -> call.functionName(function).payload(payload)));
      return new FunctionAnswer(answer.functionError() != null, answer.payload().asUtf8String());
    }
  }

  /** A new client, which the caller closes. */
  LambdaClient lambda() {
    return build(LambdaClient.builder().httpClient(http));
  }

  /** A new client, which the caller closes. */
  CloudWatchClient cloudWatch() {
    return build(CloudWatchClient.builder().httpClient(http));
  }

  private <B extends AwsClientBuilder<B, C>, C> C build(B builder) {
    builder
        .region(endpoint.region())
        .credentialsProvider(endpoint.credentials())
        .overrideConfiguration(NAMED);
    endpoint.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  @Override
  public void close() {
    sfn.close();
    http.close();
  }
}
