package dev.coalmine.local.remote;

import dev.coalmine.aws.Executions;
import dev.coalmine.local.json.Json;
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
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;

/** The account that Coalmine is deployed in: one of AWS, or what {@code up} serves. */
public final class Account implements AutoCloseable {
  /** What the ARN of an execution looks like. */
  static final String EXECUTION =
      "arn:[a-z-]+:states:[a-z0-9-]+:\\d{12}:execution:[A-Za-z0-9_-]{1,80}:[A-Za-z0-9_-]{1,80}";

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Longer than any handler of the workflow may run. */
  private static final Duration ANSWER = Duration.ofSeconds(65);

  private static final int MOST_NAMED = 20;

  private final Where where;
  private final String workflow;
  private final Pace pace;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER).build();
  private final SfnClient sfn;
  private String workflowArn = "";

  private Account(Where where, String workflow, Pace pace) {
    this.where = where;
    this.workflow = workflow;
    this.pace = pace;
    var builder =
        SfnClient.builder()
            .httpClient(http)
            .region(where.region())
            .credentialsProvider(where.credentials())
            .overrideConfiguration(NAMED);
    where.endpoint().ifPresent(builder::endpointOverride);
    sfn = builder.build();
  }

  private static final ClientOverrideConfiguration NAMED =
      ClientOverrideConfiguration.builder()
          .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "app/coalmine-cli")
          .build();

  /**
   * An account; nobody is asked yet.
   *
   * @param endpoint of somebody who plays AWS; else AWS is where the SDK finds it
   * @param workflow ARN or name of the state machine
   * @param release what names the release that it is about; empty if none does
   * @throws Failure if there is no Region to ask
   */
  public static Account of(Optional<URI> endpoint, String workflow, String release, Pace pace) {
    return new Account(
        Where.of(endpoint, Stream.of(release, workflow)), workflow(workflow, release), pace);
  }

  /** An execution's ARN says whose it is. */
  private static String workflow(String given, String release) {
    return release.matches(EXECUTION)
        ? release.replaceFirst(":execution:", ":stateMachine:").replaceFirst(":[^:]+$", "")
        : given;
  }

  /**
   * Asks AWS.
   *
   * @throws Failure if it can't be reached, or does not let us
   */
  <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (AwsServiceException refusal) {
      throw Failure.unavailable(words(refusal), refusal);
    } catch (SdkException unreachable) {
      throw Failure.unavailable(words(unreachable), unreachable);
    }
  }

  private static String words(AwsServiceException refusal) {
    return "AWS refuses: %s: %s"
        .formatted(
            refusal.awsErrorDetails().errorCode(),
            Optional.ofNullable(refusal.awsErrorDetails().errorMessage())
                .orElse("no reason given"));
  }

  private String words(SdkException unreachable) {
    for (Throwable why = unreachable; why != null; why = why.getCause()) {
      if (why instanceof ConnectException
          || why instanceof UnknownHostException
          || why instanceof SocketTimeoutException) {
        return "can't reach AWS at %s: %s".formatted(place(), why.getMessage());
      }
    }
    return String.valueOf(unreachable.getMessage()).startsWith("Unable to load credentials")
        ? "no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY;"
            + " of an SSO profile: eval \"$(aws configure export-credentials --format env)\""
        : "AWS can't be asked: " + unreachable.getMessage();
  }

  /** Where it is, for a person. */
  public String place() {
    return where.endpoint().map(URI::toString).orElseGet(() -> where.region().id());
  }

  SfnClient sfn() {
    return sfn;
  }

  /** How time passes there. */
  Pace pace() {
    return pace;
  }

  /** What time it is there: what {@code up} serves may have a faster clock. */
  public Instant now() {
    return where.endpoint().flatMap(Account::clock).orElseGet(pace::now);
  }

  private static Optional<Instant> clock(URI endpoint) {
    try (InputStream answer = endpoint.resolve("/_coalmine/clock").toURL().openStream()) {
      return Optional.of(Json.object(answer.readAllBytes()).get("now"))
          .map(now -> Instant.parse(now.toString()));
    } catch (IOException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /**
   * The state machine's ARN.
   *
   * @throws Failure if there is none of that name
   */
  public String workflow() {
    if (workflowArn.isEmpty()) {
      workflowArn = workflow.startsWith("arn:") ? workflow : ask(this::find);
    }
    return workflowArn;
  }

  private String find() {
    List<StateMachineListItem> all =
        sfn.listStateMachinesPaginator(list -> {}).stateMachines().stream().toList();
    return all.stream()
        .filter(one -> one.name().equals(workflow))
        .findFirst()
        .map(StateMachineListItem::stateMachineArn)
        .orElseThrow(() -> missing(all.stream().map(StateMachineListItem::name).toList()));
  }

  private Failure missing(List<String> names) {
    String there =
        names.isEmpty()
            ? "there are none at all"
            : "there are "
                + String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
                + (names.size() > MOST_NAMED
                    ? " and " + (names.size() - MOST_NAMED) + " more"
                    : "");
    return Failure.usage(
        "there is no state machine %s at %s: %s; --workflow names another"
            .formatted(workflow, place(), there));
  }

  /** Its executions. */
  public Executions executions() {
    return new Executions(sfn, workflow());
  }

  /**
   * What a function of the workflow answered.
   *
   * @param failed whether it threw
   * @param payload JSON
   */
  record Answered(boolean failed, String payload) {}

  /** Invokes a function and waits for its answer. */
  Answered invoke(String function, Map<String, Object> event) {
    var builder =
        LambdaClient.builder()
            .httpClient(http)
            .region(where.region())
            .credentialsProvider(where.credentials())
            .overrideConfiguration(NAMED);
    where.endpoint().ifPresent(builder::endpointOverride);
    try (LambdaClient lambda = builder.build()) {
      SdkBytes payload = SdkBytes.fromUtf8String(Json.text(event));
      InvokeResponse answer =
          ask(() -> lambda.invoke(call -> call.functionName(function).payload(payload)));
      return new Answered(answer.functionError() != null, answer.payload().asUtf8String());
    }
  }

  @Override
  public void close() {
    sfn.close();
    http.close();
  }
}
