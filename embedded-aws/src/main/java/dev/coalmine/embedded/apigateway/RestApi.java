package dev.coalmine.embedded.apigateway;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A REST API with its resources, deployments and stages. The lock of its {@link ApiGatewayStore}
 * guards it.
 */
final class RestApi {
  private final String id;
  private final Map<String, Object> settings;
  private final Instant created;
  private final ApiResource root;
  private final Map<String, ApiResource> resources = new LinkedHashMap<>();
  private final Map<String, ApiAuthorizer> authorizers = new LinkedHashMap<>();
  private final Map<String, ApiDeployment> deployments = new LinkedHashMap<>();
  private final NavigableMap<String, StageSettings> stages = new TreeMap<>();

  /**
   * An API with its root resource.
   *
   * @param settings name, description and others, as on the wire
   */
  RestApi(String id, Map<String, Object> settings, Instant created, String rootId) {
    this.id = id;
    this.settings = settings;
    this.created = created;
    this.root = ApiResource.root(rootId);
    resources.put(rootId, root);
  }

  /** An API as it was saved. */
  static RestApi of(SavedRestApi saved) {
    RestApi api = new RestApi(saved.id(), saved.settings(), saved.created(), saved.rootId());
    saved.resources().forEach(each -> api.resources.put(each.id(), each));
    saved.authorizers().forEach(each -> api.authorizers.put(each.id(), each));
    saved.deployments().forEach(each -> api.deployments.put(each.id(), each));
    saved.stages().forEach(each -> api.stages.put(each.name(), each));
    return api;
  }

  /** All of it, as it is now. */
  SavedRestApi save() {
    return new SavedRestApi(
        id,
        settings,
        created,
        root.id(),
        List.copyOf(resources.values()),
        List.copyOf(authorizers.values()),
        List.copyOf(deployments.values()),
        List.copyOf(stages.values()));
  }

  String id() {
    return id;
  }

  String name() {
    return settings.get("name").toString();
  }

  /** The id of the resource at the path /. */
  String rootId() {
    return root.id();
  }

  Map<String, ApiResource> resources() {
    return resources;
  }

  /** By id. */
  Map<String, ApiAuthorizer> authorizers() {
    return authorizers;
  }

  Map<String, ApiDeployment> deployments() {
    return deployments;
  }

  NavigableMap<String, StageSettings> stages() {
    return stages;
  }

  /** All resources, in the order of their paths. */
  List<ApiResource> resourcesByPath() {
    return resources.values().stream().sorted(Comparator.comparing(ApiResource::path)).toList();
  }

  /** The direct child of a resource with this segment. */
  Optional<ApiResource> child(String parent, String pathPart) {
    return resources.values().stream()
        .filter(one -> one.parent().equals(parent) && one.pathPart().equals(pathPart))
        .findFirst();
  }

  /** A RestApi on the wire. */
  Map<String, Object> toJson() {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("id", id);
    wire.putAll(settings);
    wire.put("createdDate", created.getEpochSecond());
    wire.put("rootResourceId", root.id());
    return wire;
  }
}
