package dev.coalmine.embedded;

import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.lambda.LambdaService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;

/** An embedded Lambda over HTTP, with the SDK's client for it. */
public final class LambdaFixture implements AutoCloseable {
  public static final String ROLE = "arn:aws:iam::000000000000:role/orders";
  public static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:orders";

  public final SettableClock clock = new SettableClock();
  final FaultInjection faults = new FaultInjection();
  public final LambdaService service = new LambdaService(clock, 7, Runnable::run);
  public final LambdaControl lambda = service.control();
  public final EmbeddedAws aws = new EmbeddedAws(List.of(service), faults).serve(0);
  public final LambdaClient client = client("");

  /** A client with an application id in its User-Agent. */
  LambdaClient client(String appId) {
    return client(appId, AwsRetryStrategy.standardRetryStrategy());
  }

  LambdaClient client(String appId, RetryStrategy retries) {
    return LambdaClient.builder()
        .endpointOverride(aws.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(
            options ->
                options
                    .retryStrategy(retries)
                    .putAdvancedOption(
                        SdkAdvancedClientOption.USER_AGENT_SUFFIX,
                        appId.isEmpty() ? "" : "app/" + appId))
        .build();
  }

  public CreateFunctionResponse createOrders() {
    return client.createFunction(
        request ->
            request
                .functionName("orders")
                .runtime(Runtime.JAVA21)
                .role(ROLE)
                .handler("orders.Handler")
                .code(code -> code.zipFile(zip("first"))));
  }

  /** Creates orders with versions 1 to {@code versions}, and alias live at version 1. */
  public LambdaFixture withOrders(int versions) {
    createOrders();
    for (int n = 1; n <= versions; n++) {
      publish("code of version " + n);
    }
    client.createAlias(request -> request.functionName("orders").name("live").functionVersion("1"));
    return this;
  }

  public String publish(String code) {
    return client
        .updateFunctionCode(
            request -> request.functionName("orders").zipFile(zip(code)).publish(true))
        .version();
  }

  public static UpdateAliasRequest.Builder live() {
    return UpdateAliasRequest.builder().functionName("orders").name("live");
  }

  public static UpdateAliasRequest.Builder live(Map<String, Double> weights) {
    return live().routingConfig(config -> config.additionalVersionWeights(weights));
  }

  public static SdkBytes zip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("code.txt");
      entry.setTime(0);
      zip.putNextEntry(entry);
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SdkBytes.fromByteArray(bytes.toByteArray());
  }

  @Override
  public void close() {
    client.close();
    aws.close();
  }
}
