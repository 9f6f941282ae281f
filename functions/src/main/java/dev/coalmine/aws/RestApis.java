package dev.coalmine.aws;

import dev.coalmine.target.MethodIntegration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiGatewayException;
import software.amazon.awssdk.services.apigateway.model.GetAuthorizersResponse;
import software.amazon.awssdk.services.apigateway.model.Method;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/** REST APIs of API Gateway. */
public final class RestApis {
  private static final int PAGE = 500;
  private static final int FORBIDDEN = 403;

  private final Supplier<ApiGatewayClient> apiGateway;

  RestApis(Supplier<ApiGatewayClient> apiGateway) {
    this.apiGateway = apiGateway;
  }

  /** The API's name, which is a dimension of its CloudWatch metrics. */
  public String name(String restApi) {
    return apiGateway.get().getRestApi(get -> get.restApiId(restApi)).name();
  }

  /** Whether the API has this deployment. */
  public boolean hasDeployment(String restApi, String deployment) {
    try {
      apiGateway.get().getDeployment(get -> get.restApiId(restApi).deploymentId(deployment));
      return true;
    } catch (NotFoundException none) {
      return false;
    }
  }

  /** When the deployment was created; empty if there is none. */
  public Optional<Instant> createdAt(String restApi, String deployment) {
    try {
      return Optional.ofNullable(
          apiGateway
              .get()
              .getDeployment(get -> get.restApiId(restApi).deploymentId(deployment))
              .createdDate());
    } catch (NotFoundException none) {
      return Optional.empty();
    }
  }

  /**
   * Other APIs of the same name, which has a stage of this name too: CloudWatch counts the requests
   * of both together. A stage that this role may not read counts as there.
   */
  public List<String> namesakes(String restApi, String name, String stage) {
    return apiGateway.get().getRestApisPaginator(list -> list.limit(PAGE)).items().stream()
        .filter(api -> name.equals(api.name()) && !restApi.equals(api.id()))
        .map(RestApi::id)
        .filter(other -> mayHaveStage(other, stage))
        .toList();
  }

  private boolean mayHaveStage(String restApi, String stage) {
    try {
      apiGateway.get().getStage(get -> get.restApiId(restApi).stageName(stage));
      return true;
    } catch (NotFoundException none) {
      return false;
    } catch (ApiGatewayException refused) {
      if (refused.statusCode() == FORBIDDEN) {
        return true;
      }
      throw refused;
    }
  }

  /**
   * What the API's methods call, as its resources are now: their integrations, and the authorizers
   * before them.
   */
  public List<MethodIntegration> integrations(String restApi) {
    List<MethodIntegration> integrations = new ArrayList<>();
    Set<String> authorizers = new HashSet<>();
    apiGateway
        .get()
        .getResourcesPaginator(get -> get.restApiId(restApi).embed("methods").limit(PAGE))
        .items()
        .forEach(resource -> add(restApi, resource, integrations, authorizers));
    if (!authorizers.isEmpty()) {
      addAuthorizers(restApi, authorizers, integrations);
    }
    return integrations;
  }

  /** The SDK has no paginator for authorizers. Those of Cognito have no URI. */
  private void addAuthorizers(
      String restApi, Set<String> used, List<MethodIntegration> integrations) {
    String position = null;
    do {
      String from = position;
      GetAuthorizersResponse page =
          apiGateway
              .get()
              .getAuthorizers(list -> list.restApiId(restApi).limit(PAGE).position(from));
      page.items().stream()
          .filter(one -> used.contains(one.id()) && one.authorizerUri() != null)
          .map(
              one ->
                  MethodIntegration.ofAuthorizer(
                      one.id(),
                      one.name(),
                      one.authorizerUri(),
                      one.authorizerCredentials() != null))
          .forEach(integrations::add);
      position = page.position();
    } while (position != null);
  }

  private void add(
      String restApi,
      Resource resource,
      List<MethodIntegration> integrations,
      Set<String> authorizers) {
    if (!resource.hasResourceMethods()) {
      return;
    }
    resource.resourceMethods().values().stream()
        .map(Method::authorizerId)
        .filter(Objects::nonNull)
        .forEach(authorizers::add);
    resource
        .resourceMethods()
        .forEach(
            (name, method) ->
                Optional.ofNullable(method.methodIntegration())
                    .or(() -> find(restApi, resource.id(), name))
                    .ifPresent(
                        found ->
                            integrations.add(
                                new MethodIntegration(
                                    name,
                                    resource.path(),
                                    found.uri() == null ? "" : found.uri(),
                                    found.credentials() != null))));
  }

  /** Reads a single integration, for when GetResources leaves them out. */
  private Optional<software.amazon.awssdk.services.apigateway.model.Integration> find(
      String restApi, String resource, String method) {
    try {
      var found =
          apiGateway
              .get()
              .getIntegration(
                  get -> get.restApiId(restApi).resourceId(resource).httpMethod(method));
      return Optional.of(
          software.amazon.awssdk.services.apigateway.model.Integration.builder()
              .uri(found.uri())
              .credentials(found.credentials())
              .build());
    } catch (NotFoundException none) {
      return Optional.empty();
    }
  }
}
