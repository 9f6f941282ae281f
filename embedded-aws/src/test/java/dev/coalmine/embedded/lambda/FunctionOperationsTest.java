package dev.coalmine.embedded.lambda;

import static dev.coalmine.embedded.LambdaFixture.ARN;
import static dev.coalmine.embedded.LambdaFixture.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.coalmine.embedded.LambdaFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;

class FunctionOperationsTest {
  private final LambdaFixture fixture = new LambdaFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private PublishVersionResponse publishAsItIs() {
    return fixture.client.publishVersion(request -> request.functionName("orders"));
  }

  private GetFunctionConfigurationResponse read(String qualifier) {
    return fixture.client.getFunctionConfiguration(
        request -> request.functionName("orders").qualifier(qualifier));
  }

  private static CreateFunctionRequest.Builder orders() {
    return CreateFunctionRequest.builder()
        .functionName("orders")
        .runtime("java21")
        .role(LambdaFixture.ROLE)
        .handler("orders.Handler")
        .code(code -> code.zipFile(zip("first")));
  }

  @Test
  void newFunctionIsActiveAtOnce() {
    CreateFunctionResponse answer = fixture.createOrders();
    assertThat(answer.functionArn()).isEqualTo(ARN);
    assertThat(answer.version()).isEqualTo("$LATEST");
    assertThat(answer.state()).isEqualTo(State.ACTIVE);
    assertThat(answer.lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
    assertThat(answer.lastModified()).isEqualTo("2026-03-01T12:00:00.000+0000");
    assertThat(answer.timeout()).isEqualTo(3);
    assertThat(answer.memorySize()).isEqualTo(128);
    assertThat(answer.codeSize()).isEqualTo(zip("first").asByteArray().length);
    assertThat(answer.codeSha256()).isEqualTo(FunctionCode.of(zip("first").asByteArray()).sha256());
  }

  @Test
  void functionThatExistsCannotBeCreated() {
    fixture.createOrders();
    assertThatExceptionOfType(ResourceConflictException.class)
        .isThrownBy(fixture::createOrders)
        .withMessageContaining("Function already exist: orders");
  }

  @Test
  void createdAndPublishedFunctionIsVersionOneUnderTheUnqualifiedArn() {
    CreateFunctionResponse answer = fixture.client.createFunction(orders().publish(true).build());
    assertThat(answer.version()).isEqualTo("1");
    assertThat(answer.functionArn()).isEqualTo(ARN);
  }

  @Test
  void zipFunctionNeedsRuntimeAndHandler() {
    assertThatExceptionOfType(InvalidParameterValueException.class)
        .isThrownBy(() -> fixture.client.createFunction(orders().handler(null).build()))
        .withMessageContaining("Runtime and Handler are mandatory");
  }

  @ParameterizedTest
  @CsvSource({"timeout, 901", "memory, 127", "memory, 10241"})
  void limitsAreThoseOfAws(String what, int value) {
    CreateFunctionRequest.Builder request =
        what.equals("timeout") ? orders().timeout(value) : orders().memorySize(value);
    assertThatExceptionOfType(LambdaException.class)
        .isThrownBy(() -> fixture.client.createFunction(request.build()))
        .withMessageContaining("Value '" + value + "' at '" + what)
        .matches(e -> e.awsErrorDetails().errorCode().equals("ValidationException"));
  }

  @Test
  void roleMustLookLikeARole() {
    assertThatExceptionOfType(LambdaException.class)
        .isThrownBy(() -> fixture.client.createFunction(orders().role("me").build()))
        .withMessageContaining("Value 'me' at 'role'");
  }

  @Test
  void codeInS3IsComparedByLocation() {
    fixture.client.createFunction(
        orders().code(code -> code.s3Bucket("bucket").s3Key("one.zip")).build());
    String one = read("$LATEST").codeSha256();
    String two =
        fixture
            .client
            .updateFunctionCode(
                request -> request.functionName("orders").s3Bucket("bucket").s3Key("two.zip"))
            .codeSha256();
    assertThat(two).isNotEqualTo(one);
  }

  @Test
  void publishingGivesRisingNumbersUnderQualifiedArns() {
    fixture.createOrders();
    PublishVersionResponse first = publishAsItIs();
    assertThat(first.version()).isEqualTo("1");
    assertThat(first.functionArn()).isEqualTo(ARN + ":1");
    assertThat(first.state()).isEqualTo(State.ACTIVE);
    assertThat(fixture.publish("other")).isEqualTo("2");
  }

  @Test
  void publishingNothingNewGivesTheOldVersion() {
    fixture.createOrders();
    String first = publishAsItIs().version();
    PublishVersionResponse again = publishAsItIs();
    assertThat(again.version()).isEqualTo(first).isEqualTo("1");
    assertThat(again.sdkHttpResponse().statusCode()).isEqualTo(201);
  }

  @Test
  void changedEnvironmentAloneMakesAVersion() {
    fixture.createOrders();
    publishAsItIs();
    fixture.client.updateFunctionConfiguration(
        request ->
            request
                .functionName("orders")
                .environment(environment -> environment.variables(Map.of("RATE", "2"))));
    assertThat(publishAsItIs().version()).isEqualTo("2");
    assertThat(read("2").environment().variables()).isEqualTo(Map.of("RATE", "2"));
    assertThat(read("1").environment()).isNull();
  }

  @Test
  void configurationThatIsLeftOutStays() {
    fixture.client.createFunction(orders().timeout(30).description("takes orders").build());
    fixture.client.updateFunctionConfiguration(
        request -> request.functionName("orders").memorySize(512));
    assertThat(read("$LATEST").timeout()).isEqualTo(30);
    assertThat(read("$LATEST").memorySize()).isEqualTo(512);
    assertThat(read("$LATEST").description()).isEqualTo("takes orders");
  }

  @Test
  void publishingChangesTheRevisionOfLatest() {
    String before = fixture.createOrders().revisionId();
    publishAsItIs();
    String after = read("$LATEST").revisionId();
    assertThat(after).isNotEqualTo(before);
    publishAsItIs();
    assertThat(read("$LATEST").revisionId()).isEqualTo(after);
  }

  @Test
  void makingAnAliasChangesNoRevision() {
    fixture.createOrders();
    publishAsItIs();
    List<String> before = List.of(read("$LATEST").revisionId(), read("1").revisionId());
    fixture.client.createAlias(
        request -> request.functionName("orders").name("live").functionVersion("1"));
    assertThat(List.of(read("$LATEST").revisionId(), read("1").revisionId())).isEqualTo(before);
  }

  @Test
  void publishingOtherCodeThanExpectedIsRefused() {
    fixture.createOrders();
    assertThatExceptionOfType(InvalidParameterValueException.class)
        .isThrownBy(
            () ->
                fixture.client.publishVersion(
                    request -> request.functionName("orders").codeSha256("other")))
        .withMessageContaining("CodeSHA256 (other) is different from current CodeSHA256");
  }

  @Test
  void publishingAnotherRevisionThanExpectedIsRefused() {
    String revision = fixture.createOrders().revisionId();
    publishAsItIs();
    assertThatExceptionOfType(PreconditionFailedException.class)
        .isThrownBy(
            () ->
                fixture.client.publishVersion(
                    request -> request.functionName("orders").revisionId(revision)));
  }

  @Test
  void numbersAreNeverUsedTwice() {
    fixture.createOrders();
    publishAsItIs();
    fixture.publish("two");
    fixture.client.deleteFunction(request -> request.functionName("orders").qualifier("2"));
    assertThat(fixture.publish("three")).isEqualTo("3");
  }

  @Test
  void versionInUseCannotBeDeleted() {
    fixture.withOrders(3);
    fixture.client.updateAlias(LambdaFixture.live(Map.of("2", 0.1)).build());
    for (String used : List.of("1", "2")) {
      assertThatExceptionOfType(ResourceConflictException.class)
          .isThrownBy(
              () ->
                  fixture.client.deleteFunction(
                      request -> request.functionName("orders").qualifier(used)))
          .withMessageContaining(
              "Unable to delete version because the following aliases reference it: [live]");
    }
    fixture.client.deleteFunction(request -> request.functionName("orders").qualifier("3"));
    assertThat(fixture.lambda.versions("orders")).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$LATEST", "live"})
  void onlyVersionsAreDeletedByQualifier(String qualifier) {
    fixture.withOrders(1);
    assertThatExceptionOfType(InvalidParameterValueException.class)
        .isThrownBy(
            () ->
                fixture.client.deleteFunction(
                    request -> request.functionName("orders").qualifier(qualifier)));
  }

  @Test
  void deletedFunctionIsGone() {
    fixture.withOrders(1);
    fixture.client.deleteFunction(request -> request.functionName("orders"));
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> read("$LATEST"))
        .withMessageContaining("Function not found: " + ARN);
    assertThatNoException().isThrownBy(fixture::createOrders);
  }

  @Test
  void versionsAreListedByPageLatestFirstAndWithoutState() {
    fixture.withOrders(5);
    List<FunctionConfiguration> listed =
        fixture
            .client
            .listVersionsByFunctionPaginator(request -> request.functionName("orders").maxItems(2))
            .versions()
            .stream()
            .toList();
    assertThat(listed)
        .extracting(FunctionConfiguration::version)
        .containsExactly("$LATEST", "1", "2", "3", "4", "5");
    assertThat(listed.get(0).functionArn()).isEqualTo(ARN + ":$LATEST");
    assertThat(listed.get(5).functionArn()).isEqualTo(ARN + ":5");
    assertThat(listed).allSatisfy(version -> assertThat(version.state()).isNull());
  }

  @Test
  void aliasDescribesItsPrimaryVersionUnderItsOwnArn() {
    fixture.withOrders(2);
    fixture.client.updateAlias(LambdaFixture.live(Map.of("2", 0.9)).build());
    assertThat(read("live").version()).isEqualTo("1");
    assertThat(read("live").functionArn()).isEqualTo(ARN + ":live");
  }

  @Test
  void qualifierInTheNameMustNotContradictTheOther() {
    fixture.withOrders(2);
    assertThat(
            fixture
                .client
                .getFunction(request -> request.functionName("orders:2"))
                .configuration()
                .version())
        .isEqualTo("2");
    assertThatExceptionOfType(InvalidParameterValueException.class)
        .isThrownBy(
            () ->
                fixture.client.getFunction(
                    request -> request.functionName("orders:2").qualifier("1")))
        .withMessageContaining("The derived qualifier from the function name does not match");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:lambda:eu-west-1:000000000000:function:orders, 404, ResourceNotFoundException",
    "arn:aws:lambda:us-east-1:111111111111:function:orders, 403, AccessDeniedException",
    "not a name, 400, ValidationException",
    "orders:, 400, ValidationException"
  })
  void otherRegionsAccountsAndBadNamesAreRefused(String name, int status, String code) {
    assertThatExceptionOfType(LambdaException.class)
        .isThrownBy(() -> fixture.client.getFunction(request -> request.functionName(name)))
        .matches(e -> e.statusCode() == status)
        .matches(e -> e.awsErrorDetails().errorCode().equals(code));
  }

  @Test
  void versionIsPendingUntilItsTime() {
    fixture.createOrders();
    fixture.lambda.setVersionState(
        "orders", "1", FunctionState.PENDING, fixture.clock.instant().plusSeconds(60));
    PublishVersionResponse published = publishAsItIs();
    assertThat(published.stateAsString()).isEqualTo("Pending");
    assertThat(published.stateReasonCodeAsString()).isEqualTo("Creating");
    assertThat(published.lastUpdateStatus()).isNull();
    fixture.clock.advance(Duration.ofSeconds(60));
    assertThat(read("1").state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void failedVersionStaysFailed() {
    fixture.withOrders(2);
    fixture.lambda.setVersionState("orders", "2", FunctionState.FAILED);
    fixture.clock.advance(Duration.ofDays(1));
    assertThat(read("2").state()).isEqualTo(State.FAILED);
    assertThat(read("1").state()).isEqualTo(State.ACTIVE);
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, The function is currently in the following state: Pending",
    "UPDATING, An update is in progress for resource: " + ARN
  })
  void nothingIsPublishedWhileLatestIsPending(FunctionState state, String why) {
    fixture.createOrders();
    fixture.lambda.setVersionState("orders", "$LATEST", state);
    assertThatExceptionOfType(ResourceConflictException.class)
        .isThrownBy(this::publishAsItIs)
        .withMessageContaining("The operation cannot be performed at this time. " + why);
  }

  @Test
  void tagsComeAndGo() {
    fixture.client.createFunction(orders().tags(Map.of("team", "shop")).build());
    fixture.client.tagResource(request -> request.resource(ARN).tags(Map.of("a", "1", "b", "2")));
    assertThat(fixture.client.listTags(request -> request.resource(ARN)).tags())
        .isEqualTo(Map.of("team", "shop", "a", "1", "b", "2"));
    fixture.client.untagResource(request -> request.resource(ARN).tagKeys("a", "b"));
    assertThat(fixture.client.getFunction(request -> request.functionName("orders")).tags())
        .isEqualTo(Map.of("team", "shop"));
  }

  @Test
  void javaCodeCreatesFunctions() {
    fixture.lambda.createFunction(
        "bills",
        "Bills",
        "one".getBytes(StandardCharsets.UTF_8),
        Map.of(),
        FunctionRunner.RETURNS_NULL);
    assertThat(fixture.lambda.publish("bills", "one".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("1");
    assertThat(fixture.lambda.publish("bills", "two".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("2");
    fixture.lambda.deleteVersion("bills", "1");
    assertThat(fixture.lambda.functions()).containsExactly("bills");
    assertThat(fixture.lambda.versions("bills")).containsExactly("2");
    assertThat(fixture.client.listFunctions().functions())
        .extracting(FunctionConfiguration::functionName)
        .containsExactly("bills");
  }

  @Test
  void functionOnManagedInstancesHasAVersionWithoutNumber() {
    fixture.client.createFunction(
        orders()
            .capacityProviderConfig(
                provider ->
                    provider.lambdaManagedInstancesCapacityProviderConfig(
                        config -> config.capacityProviderArn("arn:aws:lambda:provider")))
            .build());
    fixture.publish("second");
    PublishVersionResponse answer =
        fixture.client.publishVersion(
            request -> request.functionName("orders").publishTo("LATEST_PUBLISHED"));

    assertThat(answer.version()).isEqualTo("$LATEST.PUBLISHED");
    assertThat(answer.functionArn()).isEqualTo(ARN + ":$LATEST.PUBLISHED");
    assertThat(read("$LATEST.PUBLISHED").version()).isEqualTo("$LATEST.PUBLISHED");
    assertThat(
            fixture.client.listVersionsByFunction(list -> list.functionName("orders")).versions())
        .extracting(FunctionConfiguration::version)
        .containsExactly("$LATEST", "$LATEST.PUBLISHED", "1");
  }

  @ParameterizedTest
  @CsvSource({"LATEST_PUBLISHED, InvalidParameterValueException", "NEWEST, ValidationException"})
  void publishingWithoutNumberNeedsManagedInstances(String publishTo, String code) {
    fixture.createOrders();

    assertThatExceptionOfType(LambdaException.class)
        .isThrownBy(
            () ->
                fixture.client.publishVersion(
                    request -> request.functionName("orders").publishTo(publishTo)))
        .matches(refused -> refused.awsErrorDetails().errorCode().equals(code));
  }
}
