package dev.coalmine.embedded.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.protocol.AwsError;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecuteApiEndpointTest {
  private static final String ISE = "{\"message\": \"Internal server error\"}";

  private final ExecuteApiFixture fixture = new ExecuteApiFixture(0);

  @AfterEach
  void close() {
    fixture.close();
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static void says(HttpResponse<String> answer, int status, String type, String body) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo(type);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
  }

  @Test
  void theFunctionBehindTheMethodAnswers() throws Exception {
    HttpResponse<String> answer = fixture.get("/orders");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"function\":\"orders\",\"version\":\"1\"}");
    assertThat(header(answer, "X-Amz-Executed-Version")).isEqualTo("1");
    assertThat(header(answer, "X-Coalmine-Canary")).isEqualTo("false");
    assertThat(header(answer, "x-amz-apigw-id")).hasSize(12);
    assertThat(header(answer, "x-amzn-RequestId")).hasSize(36);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void anyMethodComesThrough(String method) throws Exception {
    fixture.setRunner(call -> said(Json.parseObject(call.payload()).get("httpMethod")));
    HttpRequest.Builder request = fixture.request("/orders");
    assertThat(fixture.send(request.method(method, BodyPublishers.noBody())).body())
        .isEqualTo(method);
  }

  @Test
  void headHasTheHeadersAndNoBody() throws Exception {
    HttpRequest.Builder request = fixture.request("/orders");
    HttpResponse<String> answer = fixture.send(request.method("HEAD", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "Content-Length")).isEqualTo("35");
  }

  @ParameterizedTest
  @CsvSource({
    "/nobody/prod/orders",
    "/a1b2c3d4e5/test/orders",
    "/a1b2c3d4e5",
    "/",
  })
  void withoutApiOrStageItIsForbidden(String path) throws Exception {
    URI uri = URI.create(fixture.aws.endpoint() + "/_aws/execute-api" + path);
    says(
        fixture.send(HttpRequest.newBuilder(uri)),
        403,
        "ForbiddenException",
        "{\"message\":\"Forbidden\"}");
  }

  @Test
  void withoutResourceAnAuthenticationTokenIsMissing() throws Exception {
    HttpResponse<String> answer = fixture.get("/nowhere");
    says(
        answer,
        403,
        "MissingAuthenticationTokenException",
        "{\"message\":\"Missing Authentication Token\"}");
    assertThat(header(answer, "X-Amz-Executed-Version")).isEmpty();
  }

  @Test
  void mockIntegrationAnswersNothing() throws Exception {
    HttpResponse<String> answer = fixture.get("/mock");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void functionGetsTheEventOfTheProxyIntegration() throws Exception {
    AtomicReference<Map<String, Object>> seen = new AtomicReference<>();
    fixture.setRunner(
        call -> {
          seen.set(Json.parseObject(call.payload()));
          return said("");
        });
    fixture.send(
        fixture
            .request("/orders/7?size=1&colour=red&size=2")
            .header("X-Tag", "one")
            .header("X-Tag", "two")
            .POST(BodyPublishers.ofString("größer")));
    Map<String, Object> event = seen.get();
    assertThat(event)
        .containsEntry("resource", "/orders/{id}")
        .containsEntry("path", "/orders/7")
        .containsEntry("httpMethod", "POST")
        .containsEntry("queryStringParameters", Map.of("size", "2", "colour", "red"))
        .containsEntry(
            "multiValueQueryStringParameters",
            Map.of("size", List.of("1", "2"), "colour", List.of("red")))
        .containsEntry("pathParameters", Map.of("id", "7"))
        .containsEntry("stageVariables", Map.of("lambdaAlias", "live"))
        .containsEntry("body", "größer")
        .containsEntry("isBase64Encoded", false);
    assertThat(event.get("headers").toString()).contains("X-Tag=two").doesNotContain("Length");
    assertThat(event.get("multiValueHeaders").toString()).contains("X-Tag=[one, two]");
    assertThat(event.get("requestContext").toString())
        .contains(
            "apiId=a1b2c3d4e5",
            "httpMethod=POST",
            "sourceIp=127.0.0.1",
            "path=/prod/orders/7",
            "requestTime=01/Mar/2026:12:00:00 +0000",
            "resourcePath=/orders/{id}",
            "stage=prod");
  }

  @Test
  void missingPartsAreNullInTheEvent() throws Exception {
    AtomicReference<Map<String, Object>> seen = new AtomicReference<>();
    fixture.setRunner(
        call -> {
          seen.set(Json.parseObject(call.payload()));
          return said("");
        });
    fixture.get("/orders");
    for (String field :
        List.of(
            "body", "pathParameters", "queryStringParameters", "multiValueQueryStringParameters")) {
      assertThat(seen.get()).containsEntry(field, null);
    }
  }

  @Test
  void requestIdIsTheOneOfTheEvent() throws Exception {
    fixture.setRunner(
        call ->
            said(context(call).get("requestId") + " " + context(call).get("extendedRequestId")));
    HttpResponse<String> answer = fixture.get("/orders");
    assertThat(answer.body())
        .isEqualTo(header(answer, "x-amzn-RequestId") + " " + header(answer, "x-amz-apigw-id"));
  }

  @Test
  void answerOfTheFunctionIsPassedOn() throws Exception {
    fixture.setResponse(
        """
        {"statusCode": "404", "headers": {"X-One": "1", "X-Yes": true, "Date": "today"},
         "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"], "x-one": ["0"]}, "body": "no order"}\
        """);
    HttpResponse<String> answer = fixture.get("/orders");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("no order");
    assertThat(answer.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
    assertThat(answer.headers().allValues("X-One")).containsExactly("0", "1");
    assertThat(header(answer, "X-Yes")).isEqualTo("true");
    assertThat(header(answer, "x-amzn-Remapped-Date")).isEqualTo("today");
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'statusCode': 200}                                              | 200 |",
        "{'headers': {'X-A': 'b'}}                                        | 200 |",
        "{'statusCode': 200, 'headers': null}                             | 200 |",
        "{'statusCode': 204, 'body': 'not sent'}                          | 204 |",
        "{'statusCode': 200, 'body': 'dGVzdA==', 'isBase64Encoded': true} | 200 | dGVzdA=="
      })
  void fieldsMayBeLeftOut(String json, int status, String body) throws Exception {
    fixture.setResponse(json.replace('\'', '"'));
    HttpResponse<String> answer = fixture.get("/orders");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body == null ? "" : body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "'text'",
        "{}",
        "[]",
        "{'statusCode': 200, 'wrong': 1}",
        "{'statusCode': 'good'}",
        "{'statusCode': 99}",
        "{'statusCode': 200, 'multiValueHeaders': {'X-A': 'b'}}",
        "{'statusCode': 200, 'headers': {'X-A': ['b']}}",
        "{'statusCode': 200, 'headers': 'none'}",
        "{'statusCode': 200, 'headers': {'X A': 'b'}}",
        "{'statusCode': 200, 'headers': {'X-A': 'b\\r\\nX-B: c'}}",
        "{'statusCode': 200, 'body': {'order': 1}}",
      })
  void malformedAnswerIsABadGateway(String json) throws Exception {
    fixture.setResponse(json.replace('\'', '"'));
    HttpResponse<String> answer = fixture.get("/orders");
    says(answer, 502, "InternalServerErrorException", ISE);
    assertThat(header(answer, "X-Amz-Executed-Version")).isEqualTo("1");
  }

  @Test
  void failedFunctionIsABadGateway() throws Exception {
    fixture.setRunner(
        call -> {
          throw new IllegalStateException("no stock");
        });
    HttpResponse<String> answer = fixture.get("/orders");
    says(answer, 502, "InternalServerErrorException", ISE);
    assertThat(header(answer, "X-Amz-Executed-Version")).isEqualTo("1");
  }

  @Test
  void integrationTimesOutAfter29Seconds() throws Exception {
    fixture.setRunner(
        call -> new FunctionRunner.FunctionResult(new byte[0], false, Duration.ofSeconds(30)));
    says(
        fixture.get("/orders"),
        504,
        "InternalServerErrorException",
        "{\"message\": \"Endpoint request timed out\"}");
    assertThat(fixture.statistic("AWS/ApiGateway", "Latency", "Maximum", Map.of("ApiName", "shop")))
        .isEqualTo(29_000);
  }

  @Test
  void throttledFunctionIsAnInternalError() throws Exception {
    fixture.setRunner(
        call -> {
          throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
        });
    HttpResponse<String> answer = fixture.get("/orders");
    says(answer, 500, "InternalServerErrorException", ISE);
    assertThat(header(answer, "X-Amz-Executed-Version")).isEmpty();
  }

  @Test
  void bodyOverTenMebibytesIsTooLong() throws Exception {
    HttpRequest.Builder request = fixture.request("/orders");
    byte[] body = new byte[10 * 1024 * 1024 + 1];
    says(
        fixture.send(request.POST(BodyPublishers.ofByteArray(body))),
        413,
        "RequestTooLargeException",
        "{\"message\":\"Request Too Long\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/forbidden", "/gone"})
  void forbiddenOrMissingFunctionIsAnInternalError(String path) throws Exception {
    HttpResponse<String> answer = fixture.get(path);
    says(answer, 500, "InternalServerErrorException", ISE);
    assertThat(header(answer, "X-Amz-Executed-Version")).isEmpty();
  }

  @Test
  void permissionCoversOneMethod() throws Exception {
    fixture.lambda.addPermission(
        "orders",
        "live",
        "forbidden-no-more",
        "apigateway.amazonaws.com",
        "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod/GET/forbidden");
    assertThat(fixture.get("/forbidden").statusCode()).isEqualTo(200);
    HttpRequest.Builder post = fixture.request("/forbidden").POST(BodyPublishers.noBody());
    assertThat(fixture.send(post).statusCode()).isEqualTo(500);
  }

  /** API reference, PutIntegration: with credentials API Gateway assumes that role. */
  @Test
  void anIntegrationWithARoleNeedsNoPermissionOfTheFunction() throws Exception {
    fixture.integrate("/forbidden", "arn:aws:iam::000000000000:role/gateway");
    assertThat(fixture.get("/forbidden").statusCode()).isEqualTo(200);
    fixture.integrate("/forbidden", "");
    assertThat(fixture.get("/forbidden").statusCode()).isEqualTo(500);
  }

  @Test
  void requestsCountInTheMetricsOfApiAndStage() throws Exception {
    fixture.get("/orders");
    fixture.get("/nowhere");
    fixture.setResponse("null");
    fixture.get("/orders");
    Map<String, String> stage = Map.of("ApiName", "shop", "Stage", "prod");
    assertThat(fixture.statistic("AWS/ApiGateway", "Count", "SampleCount", stage)).isEqualTo(3);
    assertThat(fixture.statistic("AWS/ApiGateway", "4XXError", "Sum", stage)).isEqualTo(1);
    assertThat(fixture.statistic("AWS/ApiGateway", "5XXError", "Sum", stage)).isEqualTo(1);
    assertThat(fixture.statistic("AWS/ApiGateway", "Latency", "Maximum", stage)).isEqualTo(20);
  }

  @Test
  void anAnswerOf500IsNoErrorOfTheFunctionAndOneOfTheApi() throws Exception {
    List<Boolean> errors = new ArrayList<>();
    fixture.lambda.addListener(invocation -> errors.add(invocation.error()));
    fixture.setResponse("{\"statusCode\": 500}");

    assertThat(fixture.get("/orders").statusCode()).isEqualTo(500);
    Map<String, String> stage = Map.of("ApiName", "shop", "Stage", "prod");
    assertThat(fixture.statistic("AWS/ApiGateway", "5XXError", "Sum", stage)).isEqualTo(1);
    assertThat(errors).containsExactly(false);
  }

  @Test
  void servicesAnswerAtTheSameEndpoint() throws Exception {
    URI functions = URI.create(fixture.aws.endpoint() + "/2015-03-31/functions");
    assertThat(fixture.send(HttpRequest.newBuilder(functions)).body()).contains("orders");
  }

  private static Map<String, Object> context(FunctionRunner.FunctionCall call) {
    return JsonView.parse(call.payload()).get("requestContext").object();
  }

  private static FunctionRunner.FunctionResult said(Object body) {
    byte[] json = Json.toBytes(Map.of("statusCode", 200, "body", body));
    return new FunctionRunner.FunctionResult(json, false, Duration.ofMillis(1));
  }
}
