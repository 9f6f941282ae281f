package dev.coalmine.aws;

import dev.coalmine.target.MethodIntegration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Resource;

/** REST APIs of API Gateway. */
public final class RestApis {
  private static final int PAGE = 500;

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

  /** The integrations of the API's methods, as its resources are now. */
  public List<MethodIntegration> integrations(String restApi) {
    List<MethodIntegration> integrations = new ArrayList<>();
    apiGateway
        .get()
        .getResourcesPaginator(get -> get.restApiId(restApi).embed("methods").limit(PAGE))
        .items()
        .forEach(resource -> add(restApi, resource, integrations));
    return integrations;
  }

  private void add(String restApi, Resource resource, List<MethodIntegration> integrations) {
    if (!resource.hasResourceMethods()) {
      return;
    }
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
