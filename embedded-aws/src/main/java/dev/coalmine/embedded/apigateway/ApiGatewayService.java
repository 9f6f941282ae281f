package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.RecordTrees;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsService;
import dev.coalmine.embedded.protocol.ParameterTable;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * API Gateway: REST APIs with their deployments, stages and stage canaries (REST JSON, API
 * 2015-07-09). Its public methods change and read its state from Java, as another client would.
 */
public final class ApiGatewayService implements AwsService, ApiRouter {
  private static final ParameterTable PARAMETERS =
      ParameterTable.of(ApiGatewayService.class, "apigateway.parameters", "BadRequestException");

  private final ApiGatewayStore store;
  private final RestApiOperations apis;
  private final ResourceOperations resources;
  private final MethodOperations methods;
  private final AuthorizerOperations authorizers;
  private final DeploymentOperations deployments;
  private final StageOperations stages;

  /**
   * An API Gateway without APIs.
   *
   * @param clock the current time
   * @param seed of the ids
   */
  public ApiGatewayService(InstantSource clock, long seed) {
    store = new ApiGatewayStore(clock, seed);
    apis = new RestApiOperations(store);
    resources = new ResourceOperations(store);
    methods = new MethodOperations(store);
    authorizers = new AuthorizerOperations(store);
    deployments = new DeploymentOperations(store);
    stages = new StageOperations(store);
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    return ApiGatewayCall.of(request).map(call -> "apigateway:" + call.operation().action());
  }

  /** The IAM actions of API Gateway are the HTTP methods. */
  @Override
  public String permission(WireRequest request, String operation) {
    return "apigateway:" + request.method();
  }

  @Override
  public WireResponse handle(WireRequest request) {
    ApiGatewayCall call =
        ApiGatewayCall.of(request)
            .orElseThrow(
                () ->
                    new AwsError(
                        404, "UnknownOperationException", "no operation at " + request.path()));
    PARAMETERS.check(call.operation().action(), request, Optional.of(call.fields()));
    synchronized (store) {
      return answer(call);
    }
  }

  @Override
  public WireResponse errorResponse(WireRequest request, AwsError error) {
    return ApiGatewayErrors.toResponse(error);
  }

  private WireResponse answer(ApiGatewayCall call) {
    return switch (call.operation()) {
      case CREATE_REST_API -> apis.create(call);
      case GET_REST_APIS -> apis.list(call);
      case GET_REST_API -> apis.get(call);
      case DELETE_REST_API -> apis.delete(call);
      case GET_RESOURCES -> resources.list(call);
      case GET_RESOURCE -> resources.get(call);
      case CREATE_RESOURCE -> resources.create(call);
      case PUT_METHOD -> methods.put(call);
      case GET_METHOD -> methods.get(call);
      case PUT_METHOD_RESPONSE -> methods.putResponse(call);
      case PUT_INTEGRATION -> methods.putIntegration(call);
      case GET_INTEGRATION -> methods.getIntegration(call);
      case PUT_INTEGRATION_RESPONSE -> methods.putIntegrationResponse(call);
      case CREATE_AUTHORIZER -> authorizers.create(call);
      case GET_AUTHORIZERS -> authorizers.list(call);
      case GET_AUTHORIZER -> authorizers.get(call);
      case CREATE_DEPLOYMENT -> deployments.create(call);
      case GET_DEPLOYMENTS -> deployments.list(call);
      case GET_DEPLOYMENT -> deployments.get(call);
      case DELETE_DEPLOYMENT -> deployments.delete(call);
      case CREATE_STAGE -> stages.create(call);
      case GET_STAGES -> stages.list(call);
      case GET_STAGE -> stages.get(call);
      case UPDATE_STAGE -> stages.update(call);
      case DELETE_STAGE -> stages.delete(call);
    };
  }

  @Override
  public Optional<ApiRoute> route(
      String restApi, String stage, String method, String path, double draw) {
    synchronized (store) {
      return settings(restApi, stage)
          .map(found -> RouteResolver.route(store.api(restApi), found, method, path, draw));
    }
  }

  @Override
  public Optional<StageTrafficSplit> stage(String restApi, String stage) {
    synchronized (store) {
      return settings(restApi, stage).map(found -> RouteResolver.stage(store.api(restApi), found));
    }
  }

  /** All APIs with resources, deployments and stages, as a tree to save. */
  public Object save() {
    synchronized (store) {
      return store.apis().values().stream().map(api -> RecordTrees.write(api.save())).toList();
    }
  }

  /**
   * Adds the APIs of a tree that {@link #save} returned.
   *
   * @throws IllegalArgumentException if the tree is something else
   */
  public void restore(Object tree) {
    List<SavedRestApi> saved = RecordTrees.readAll(SavedRestApi.class, tree, "apis");
    synchronized (store) {
      saved.forEach(each -> store.apis().put(each.id(), RestApi.of(each)));
    }
  }

  /** The names of all stages, by API id. */
  public Map<String, List<String>> stages() {
    synchronized (store) {
      Map<String, List<String>> stages = new TreeMap<>();
      store.apis().forEach((id, api) -> stages.put(id, List.copyOf(api.stages().keySet())));
      return stages;
    }
  }

  /** The settings of a stage. Empty when there is no such stage. */
  public Optional<StageSettings> settings(String restApi, String stage) {
    synchronized (store) {
      return Optional.ofNullable(store.apis().get(restApi)).map(api -> api.stages().get(stage));
    }
  }

  /**
   * Creates an API with only its root resource.
   *
   * @param id the API's id
   * @param name its ApiName in CloudWatch
   * @return its id
   * @throws IllegalArgumentException if the id is taken
   */
  public String createApi(String id, String name) {
    synchronized (store) {
      if (store.apis().containsKey(id)) {
        throw new IllegalArgumentException("API " + id + " exists already");
      }
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("name", name);
      settings.put("apiKeySource", "HEADER");
      settings.put("disableExecuteApiEndpoint", false);
      settings.put(
          "endpointConfiguration", Map.of("types", List.of("EDGE"), "ipAddressType", "ipv4"));
      return apis.create(id, settings).id();
    }
  }

  /**
   * Creates a method on a path, or replaces its integration. Existing deployments do not change.
   *
   * @param path of the resource, such as {@code /orders/{id}}; missing resources are created
   * @param httpMethod such as GET, or ANY
   * @param integrationUri of a Lambda function, as {@link Arns#integration} makes it; empty for a
   *     mock
   * @throws AwsError if there is no such API, or AWS would refuse the path
   */
  public void putMethod(String restApi, String path, String httpMethod, String integrationUri) {
    synchronized (store) {
      RestApi api = store.api(restApi);
      ApiResource resource = api.resources().get(api.rootId());
      for (String part : path.substring(1).split("/", -1)) {
        if (!part.isEmpty()) {
          ApiResource parent = resource;
          resource =
              api.child(parent.id(), part).orElseGet(() -> resources.create(api, parent, part));
        }
      }
      ApiMethod method = MethodOperations.newMethod(httpMethod, integrationUri);
      api.resources().put(resource.id(), resource.with(httpMethod, method));
    }
  }

  /**
   * Creates an authorizer for tokens, and lets it guard a method that exists. Existing deployments
   * do not change.
   *
   * @param uri of its Lambda function, as {@link Arns#integration} makes it
   * @return the authorizer's id
   */
  public String putAuthorizer(
      String restApi, String path, String httpMethod, String name, String uri) {
    synchronized (store) {
      RestApi api = store.api(restApi);
      ApiAuthorizer authorizer = authorizers.create(api, name, uri);
      ApiResource resource =
          api.resources().values().stream()
              .filter(one -> one.path().equals(path))
              .findFirst()
              .orElseThrow(() -> ApiGatewayErrors.notFound("Resource"));
      ApiMethod guarded = resource.methods().get(httpMethod).guardedBy(authorizer.id());
      api.resources().put(resource.id(), resource.with(httpMethod, guarded));
      return authorizer.id();
    }
  }

  /**
   * Creates a deployment of the API's current state. No stage changes.
   *
   * @param id the deployment's id
   * @return its id
   * @throws AwsError as CreateDeployment refuses it
   */
  public String createDeployment(String restApi, String id) {
    synchronized (store) {
      return deployments.create(store.api(restApi), id, "").id();
    }
  }

  /**
   * Creates a stage without a canary.
   *
   * @throws AwsError as CreateStage refuses it
   */
  public void createStage(
      String restApi, String name, String deployment, Map<String, String> variables) {
    synchronized (store) {
      StageSettings stage = StageOperations.named(name, deployment, store.now()).with(variables);
      stages.create(store.api(restApi), stage);
    }
  }

  /**
   * Updates a stage as UpdateStage does.
   *
   * @param operations its patchOperations: op, path, value and from
   * @throws AwsError as UpdateStage refuses it; nothing is changed then
   */
  public void updateStage(String restApi, String stage, List<Map<String, String>> operations) {
    synchronized (store) {
      List<PatchOperation> read = PatchOperation.all(List.copyOf(operations));
      stages.update(store.api(restApi), store.stage(restApi, stage), read);
    }
  }

  /**
   * Makes the next UpdateStage of a client apply only this many operations and then fail with a
   * 500. Probably AWS applies all or nothing, but no recording shows it.
   */
  public void failNextUpdateAfter(int operations) {
    synchronized (store) {
      stages.failNextUpdateAfter(operations);
    }
  }
}
