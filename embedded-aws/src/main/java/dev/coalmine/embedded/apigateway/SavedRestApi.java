package dev.coalmine.embedded.apigateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that API Gateway knows of one API, as it is saved.
 *
 * @param id the API's id
 * @param settings name, description and others, as on the wire
 * @param created when it was created
 * @param rootId the id of the root resource
 * @param resources all of them, the root included
 * @param authorizers all of them
 * @param deployments the oldest first
 * @param stages all of them
 */
record SavedRestApi(
    String id,
    Map<String, Object> settings,
    Instant created,
    String rootId,
    List<ApiResource> resources,
    List<ApiAuthorizer> authorizers,
    List<ApiDeployment> deployments,
    List<StageSettings> stages) {}
