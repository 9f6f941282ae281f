package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.protocol.RestPath;
import java.util.List;

/** The implemented API Gateway operations with their methods and paths (API 2015-07-09). */
enum ApiGatewayOperation {
  CREATE_REST_API("CreateRestApi", "POST", "/restapis"),
  GET_REST_APIS("GetRestApis", "GET", "/restapis"),
  GET_REST_API("GetRestApi", "GET", "/restapis/{}"),
  DELETE_REST_API("DeleteRestApi", "DELETE", "/restapis/{}"),
  GET_RESOURCES("GetResources", "GET", "/restapis/{}/resources"),
  GET_RESOURCE("GetResource", "GET", "/restapis/{}/resources/{}"),
  CREATE_RESOURCE("CreateResource", "POST", "/restapis/{}/resources/{}"),
  PUT_METHOD("PutMethod", "PUT", "/restapis/{}/resources/{}/methods/{}"),
  GET_METHOD("GetMethod", "GET", "/restapis/{}/resources/{}/methods/{}"),
  PUT_METHOD_RESPONSE(
      "PutMethodResponse", "PUT", "/restapis/{}/resources/{}/methods/{}/responses/{}"),
  PUT_INTEGRATION("PutIntegration", "PUT", "/restapis/{}/resources/{}/methods/{}/integration"),
  GET_INTEGRATION("GetIntegration", "GET", "/restapis/{}/resources/{}/methods/{}/integration"),
  PUT_INTEGRATION_RESPONSE(
      "PutIntegrationResponse",
      "PUT",
      "/restapis/{}/resources/{}/methods/{}/integration/responses/{}"),
  CREATE_AUTHORIZER("CreateAuthorizer", "POST", "/restapis/{}/authorizers"),
  GET_AUTHORIZERS("GetAuthorizers", "GET", "/restapis/{}/authorizers"),
  GET_AUTHORIZER("GetAuthorizer", "GET", "/restapis/{}/authorizers/{}"),
  CREATE_DEPLOYMENT("CreateDeployment", "POST", "/restapis/{}/deployments"),
  GET_DEPLOYMENTS("GetDeployments", "GET", "/restapis/{}/deployments"),
  GET_DEPLOYMENT("GetDeployment", "GET", "/restapis/{}/deployments/{}"),
  DELETE_DEPLOYMENT("DeleteDeployment", "DELETE", "/restapis/{}/deployments/{}"),
  CREATE_STAGE("CreateStage", "POST", "/restapis/{}/stages"),
  GET_STAGES("GetStages", "GET", "/restapis/{}/stages"),
  GET_STAGE("GetStage", "GET", "/restapis/{}/stages/{}"),
  UPDATE_STAGE("UpdateStage", "PATCH", "/restapis/{}/stages/{}"),
  DELETE_STAGE("DeleteStage", "DELETE", "/restapis/{}/stages/{}");

  private final String action;

  @SuppressWarnings("ImmutableEnumChecker") // an immutable record
  private final RestPath path;

  ApiGatewayOperation(String action, String method, String path) {
    this.action = action;
    this.path = RestPath.of(method, path);
  }

  /** Its name in the API model. */
  String action() {
    return action;
  }

  boolean matches(String method, List<String> segments) {
    return path.matches(method, segments);
  }

  /** The values of the path parameters. */
  List<String> pathParameters(List<String> segments) {
    return path.pathParameters(segments);
  }
}
