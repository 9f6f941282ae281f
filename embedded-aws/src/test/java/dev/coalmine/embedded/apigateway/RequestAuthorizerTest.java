package dev.coalmine.embedded.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.Arns;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A method with an authorizer: function auth, by the alias that the stage's variable names. */
class RequestAuthorizerTest {
  private static final String DENIED =
      "{\"Message\":\"User is not authorized to access this resource";

  private final ExecuteApiFixture fixture = new ExecuteApiFixture(0);
  private final List<String> events = new ArrayList<>();
  private String answer = "allow";

  @AfterEach
  void close() {
    fixture.close();
  }

  private FunctionRunner.FunctionResult authorize(FunctionRunner.FunctionCall call) {
    events.add(new String(call.payload(), StandardCharsets.UTF_8));
    String arn = JsonView.parse(call.payload()).get("methodArn").text();
    String policy =
        "{\"principalId\": \"ann\", \"context\": {\"shop\": \"7\"}, \"policyDocument\":"
            + " {\"Statement\": [{\"Effect\": \"%s\", \"Action\": \"execute-api:*\","
            + " \"Resource\": [\"%s\"]}]}}";
    String text =
        switch (answer) {
          case "allow" -> policy.formatted("Allow", arn);
          case "deny" -> policy.formatted("Deny", arn.replace("/GET/", "/*/"));
          case "another method" -> policy.formatted("Allow", arn.replace("/GET/", "/PUT/"));
          case "nothing" -> "{}";
          default -> "{\"errorMessage\": \"" + answer + "\"}";
        };
    boolean failed = !text.contains("principalId") && !text.equals("{}");
    return new FunctionRunner.FunctionResult(
        text.getBytes(StandardCharsets.UTF_8), failed, Duration.ofMillis(5));
  }

  private Map<String, Object> call(String method, String path, Map<String, Object> body) {
    WireResponse response =
        fixture.aws.handle(
            new WireRequest(
                method,
                "/restapis/" + ExecuteApiFixture.API + path,
                Map.of(),
                Map.of(),
                Json.toBytes(body)));
    assertThat(response.status())
        .as(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo(201);
    return Json.parseObject(response.body());
  }

  /** Deploys {@code GET /paid}, whose authorizer has this type and these settings. */
  private void deploy(String type, String authorization, Map<String, Object> settings) {
    fixture.lambda.createFunction(
        "auth", "auth.Handler", new byte[] {1}, Map.of(), this::authorize);
    fixture.lambda.publish("auth", new byte[] {2});
    fixture.lambda.putAlias("auth", "live", "1", Map.of());
    Map<String, Object> fields = new LinkedHashMap<>(settings);
    fields.put("name", "tok");
    fields.put("type", type);
    if (!type.startsWith("COGNITO")) {
      fields.put("authorizerUri", Arns.integration("auth", "${stageVariables.lambdaAlias}"));
    }
    String id = call("POST", "/authorizers", fields).get("id").toString();
    fixture.lambda.addPermission(
        "auth",
        "live",
        "gate",
        "apigateway.amazonaws.com",
        Arns.authorizer(ExecuteApiFixture.API, id));
    List<Object> resources =
        new JsonView(
                Json.parseObject(
                    fixture
                        .aws
                        .handle(
                            new WireRequest(
                                "GET",
                                "/restapis/" + ExecuteApiFixture.API + "/resources",
                                Map.of(),
                                Map.of(),
                                new byte[0]))
                        .body()))
            .get("item")
            .list();
    String root = new JsonView(resources.get(0)).get("id").text();
    String paid =
        call("POST", "/resources/" + root, Map.of("pathPart", "paid")).get("id").toString();
    String method = "/resources/" + paid + "/methods/GET";
    boolean guarded = List.of("CUSTOM", "COGNITO_USER_POOLS").contains(authorization);
    call(
        "PUT",
        method,
        guarded
            ? Map.of("authorizationType", authorization, "authorizerId", id)
            : Map.of("authorizationType", authorization));
    call(
        "PUT",
        method + "/integration",
        Map.of(
            "type", "AWS_PROXY",
            "httpMethod", "POST",
            "uri", Arns.integration("orders", "${stageVariables.lambdaAlias}")));
    fixture.lambda.addPermission(
        "orders",
        "live",
        "paid",
        "apigateway.amazonaws.com",
        Arns.executeApi(ExecuteApiFixture.API, "*", "GET", "/paid"));
    fixture.apis.createDeployment(ExecuteApiFixture.API, "second");
    fixture.apis.updateStage(
        ExecuteApiFixture.API,
        ExecuteApiFixture.STAGE,
        List.of(Map.of("op", "replace", "path", "/deploymentId", "value", "second")));
  }

  private HttpResponse<String> get(String token) throws Exception {
    HttpRequest.Builder request = fixture.request("/paid?shop=7");
    return fixture.send(token.isEmpty() ? request : request.header("Authorization", token));
  }

  private static String type(HttpResponse<?> response) {
    return response.headers().firstValue("x-amzn-ErrorType").orElse("");
  }

  @ParameterizedTest(name = "{0} says {1}: {2} {3}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          -,    allow,          401, UnauthorizedException
          wild, allow,          401, UnauthorizedException
          ok-7, allow,          200, ''
          ok-7, deny,           403, AccessDeniedException
          ok-7, another method, 403, AccessDeniedException
          ok-7, Unauthorized,   401, UnauthorizedException
          ok-7, out of order,   500, AuthorizerConfigurationException
          ok-7, nothing,        500, AuthorizerConfigurationException
          """)
  void aTokenIsJudgedByTheFunction(String token, String said, int status, String error)
      throws Exception {
    deploy(
        "TOKEN",
        "CUSTOM",
        Map.of(
            "identitySource", "method.request.header.Authorization",
            "identityValidationExpression", "ok-.*"));
    answer = said;
    HttpResponse<String> response = get(token == null ? "" : token);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(type(response)).isEqualTo(error);
    if (status == 403) {
      assertThat(response.body())
          .isEqualTo(DENIED + (said.equals("deny") ? " with an explicit deny" : "") + "\"}");
    }
    assertThat(events).hasSize("ok-7".equals(token) ? 1 : 0);
  }

  @Test
  void theFunctionGetsTheToken() throws Exception {
    deploy("TOKEN", "CUSTOM", Map.of("identitySource", "method.request.header.Authorization"));
    get("ok-7");

    assertThat(events)
        .containsExactly(
            "{\"type\":\"TOKEN\",\"methodArn\":\""
                + Arns.executeApi(ExecuteApiFixture.API, "prod", "GET", "/paid")
                + "\",\"authorizationToken\":\"ok-7\"}");
  }

  @Test
  void theFunctionGetsTheRequestAndTheBackendItsAnswer() throws Exception {
    deploy(
        "REQUEST",
        "CUSTOM",
        Map.of(
            "identitySource",
            "method.request.querystring.shop, stageVariables.lambdaAlias, context.httpMethod"));
    List<Object> seen = new ArrayList<>();
    fixture.setRunner(
        call -> {
          seen.add(JsonView.parse(call.payload()).get("requestContext").get("authorizer").object());
          return new FunctionRunner.FunctionResult(
              "{\"statusCode\": 200}".getBytes(StandardCharsets.UTF_8), false, Duration.ZERO);
        });

    assertThat(get("").statusCode()).isEqualTo(200);
    assertThat(events.get(0))
        .contains("\"type\":\"REQUEST\"", "\"queryStringParameters\":{\"shop\":\"7\"}");
    assertThat(seen).containsExactly(Map.of("principalId", "ann", "shop", "7"));
  }

  @Test
  void withoutPermissionTheAuthorizerIsMisconfigured() throws Exception {
    deploy("TOKEN", "CUSTOM", Map.of("identitySource", "method.request.header.Authorization"));
    fixture.lambda.putAlias("auth", "next", "1", Map.of());
    fixture.apis.updateStage(
        ExecuteApiFixture.API,
        ExecuteApiFixture.STAGE,
        List.of(Map.of("op", "replace", "path", "/variables/lambdaAlias", "value", "next")));

    assertThat(type(get("ok-7"))).isEqualTo("AuthorizerConfigurationException");
  }

  @Test
  void noTokenOfCognitoIsAccepted() throws Exception {
    deploy(
        "COGNITO_USER_POOLS",
        "COGNITO_USER_POOLS",
        Map.of(
            "identitySource",
            "method.request.header.Authorization",
            "providerARNs",
            List.of("arn:aws:cognito-idp:us-east-1:000000000000:userpool/x")));

    assertThat(get("any").statusCode()).isEqualTo(401);
  }

  @Test
  void aMethodForSignedRequestsWantsASignature() throws Exception {
    deploy("TOKEN", "AWS_IAM", Map.of("identitySource", "method.request.header.Authorization"));

    assertThat(type(get(""))).isEqualTo("MissingAuthenticationTokenException");
    assertThat(get("AWS4-HMAC-SHA256 Credential=any").statusCode()).isEqualTo(200);
  }
}
