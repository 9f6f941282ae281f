package dev.coalmine.embedded.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coalmine.embedded.protocol.Arns;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.model.ApiGatewayException;
import software.amazon.awssdk.services.apigateway.model.Authorizer;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigateway.model.CreateAuthorizerResponse;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.PutMethodRequest;

class AuthorizerOperationsTest {
  private static final String URI = Arns.integration("auth", "${stageVariables.alias}");
  private static final String HEADER = "method.request.header.Authorization";

  private final ApiGatewayFixture fixture = new ApiGatewayFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static CreateAuthorizerRequest.Builder token(String name) {
    return CreateAuthorizerRequest.builder()
        .restApiId(ApiGatewayFixture.API)
        .name(name)
        .type(AuthorizerType.TOKEN)
        .authorizerUri(URI)
        .identitySource(HEADER);
  }

  @Test
  void anAuthorizerIsCreatedReadAndListed() {
    CreateAuthorizerResponse made = fixture.client.createAuthorizer(token("tok").build());
    fixture.client.createAuthorizer(token("other").authorizerResultTtlInSeconds(0).build());

    assertThat(made.id()).hasSize(6);
    assertThat(made.authType()).isEqualTo("custom");
    assertThat(made.authorizerResultTtlInSeconds()).isEqualTo(300);
    assertThat(
            fixture
                .client
                .getAuthorizer(get -> get.restApiId(ApiGatewayFixture.API).authorizerId(made.id()))
                .authorizerUri())
        .isEqualTo(URI);
    assertThat(fixture.client.getAuthorizers(get -> get.restApiId(ApiGatewayFixture.API)).items())
        .extracting(Authorizer::name)
        .containsExactly("tok", "other");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () ->
                fixture.client.getAuthorizer(
                    get -> get.restApiId(ApiGatewayFixture.API).authorizerId("nobody")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          TOKEN   | /invocations | Authorization | BadRequestException | Invalid token source expression
          TOKEN   | /invocations | -             | BadRequestException | Invalid token source expression
          TOKEN   | /response-streaming-invocations | method.request.header.X | BadRequestException | Invalid Authorizer URI
          REQUEST | /invocations | -             | BadRequestException | Identity source is required
          COGNITO_USER_POOLS | -  | method.request.header.X | BadRequestException | Provider ARNs are required
          SECRET  | /invocations | -             | ValidationException | enum value set
          """)
  void refusesWhatATypeLacks(String type, String end, String source, String code, String text) {
    assertThatExceptionOfType(ApiGatewayException.class)
        .isThrownBy(
            () ->
                fixture.client.createAuthorizer(
                    token("tok")
                        .type(type)
                        .authorizerUri(end == null ? null : URI.replace("/invocations", end))
                        .identitySource(source)
                        .build()))
        .matches(refused -> refused.awsErrorDetails().errorCode().equals(code))
        .withMessageContaining(text);
  }

  @Test
  void aMethodNeedsAnAuthorizerThatExists() {
    String root =
        fixture
            .client
            .getResources(get -> get.restApiId(ApiGatewayFixture.API))
            .items()
            .get(0)
            .id();
    PutMethodRequest.Builder put =
        PutMethodRequest.builder()
            .restApiId(ApiGatewayFixture.API)
            .resourceId(root)
            .httpMethod("GET")
            .authorizationType("CUSTOM");
    for (String missing : List.of("", "abc123")) {
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> fixture.client.putMethod(put.authorizerId(missing).build()))
          .withMessageContaining("Invalid authorizer ID specified.");
    }

    String id = fixture.client.createAuthorizer(token("tok").build()).id();
    assertThat(fixture.client.putMethod(put.authorizerId(id).build()).authorizerId()).isEqualTo(id);
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          AWS_PROXY, /response-streaming-invocations, STREAM, -
          AWS_PROXY, /invocations, -, -
          AWS_PROXY, /invocations, BUFFERED, -
          AWS_PROXY, /invocations, STREAM, BadRequestException
          AWS, /response-streaming-invocations, STREAM, BadRequestException
          AWS_PROXY, /invocations, SOMETIMES, ValidationException
          """)
  void aStreamHasAnInvocationOfItsOwn(String type, String end, String mode, String code) {
    String resource =
        fixture
            .client
            .getResources(get -> get.restApiId(ApiGatewayFixture.API))
            .items()
            .get(1)
            .id();
    Runnable put =
        () ->
            fixture.client.putIntegration(
                integration ->
                    integration
                        .restApiId(ApiGatewayFixture.API)
                        .resourceId(resource)
                        .httpMethod("GET")
                        .integrationHttpMethod("POST")
                        .type(type)
                        .uri(URI.replace("/invocations", end))
                        .responseTransferMode(mode));
    if (code == null) {
      put.run();
      assertThat(
              fixture
                  .client
                  .getIntegration(
                      get ->
                          get.restApiId(ApiGatewayFixture.API)
                              .resourceId(resource)
                              .httpMethod("GET"))
                  .responseTransferModeAsString())
          .isEqualTo(mode);
    } else {
      assertThatExceptionOfType(ApiGatewayException.class)
          .isThrownBy(put::run)
          .matches(refused -> refused.awsErrorDetails().errorCode().equals(code));
    }
  }
}
