package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.protocol.RestPath;
import java.util.List;

/** The implemented Lambda operations with their methods and paths (API 2015-03-31). */
public enum LambdaOperation {
  CREATE_FUNCTION("CreateFunction", "POST", "/2015-03-31/functions"),
  LIST_FUNCTIONS("ListFunctions", "GET", "/2015-03-31/functions"),
  GET_FUNCTION("GetFunction", "GET", "/2015-03-31/functions/{}"),
  DELETE_FUNCTION("DeleteFunction", "DELETE", "/2015-03-31/functions/{}"),
  UPDATE_FUNCTION_CODE("UpdateFunctionCode", "PUT", "/2015-03-31/functions/{}/code"),
  GET_FUNCTION_CONFIGURATION(
      "GetFunctionConfiguration", "GET", "/2015-03-31/functions/{}/configuration"),
  UPDATE_FUNCTION_CONFIGURATION(
      "UpdateFunctionConfiguration", "PUT", "/2015-03-31/functions/{}/configuration"),
  PUBLISH_VERSION("PublishVersion", "POST", "/2015-03-31/functions/{}/versions"),
  LIST_VERSIONS("ListVersionsByFunction", "GET", "/2015-03-31/functions/{}/versions"),
  CREATE_ALIAS("CreateAlias", "POST", "/2015-03-31/functions/{}/aliases"),
  LIST_ALIASES("ListAliases", "GET", "/2015-03-31/functions/{}/aliases"),
  GET_ALIAS("GetAlias", "GET", "/2015-03-31/functions/{}/aliases/{}"),
  UPDATE_ALIAS("UpdateAlias", "PUT", "/2015-03-31/functions/{}/aliases/{}"),
  DELETE_ALIAS("DeleteAlias", "DELETE", "/2015-03-31/functions/{}/aliases/{}"),
  INVOKE("InvokeFunction", "POST", "/2015-03-31/functions/{}/invocations"),
  ADD_PERMISSION("AddPermission", "POST", "/2015-03-31/functions/{}/policy"),
  GET_POLICY("GetPolicy", "GET", "/2015-03-31/functions/{}/policy"),
  REMOVE_PERMISSION("RemovePermission", "DELETE", "/2015-03-31/functions/{}/policy/{}"),
  LIST_TAGS("ListTags", "GET", "/2017-03-31/tags/{}"),
  TAG_RESOURCE("TagResource", "POST", "/2017-03-31/tags/{}"),
  UNTAG_RESOURCE("UntagResource", "DELETE", "/2017-03-31/tags/{}"),
  PUT_PROVISIONED_CONCURRENCY(
      "PutProvisionedConcurrencyConfig", "PUT", "/2019-09-30/functions/{}/provisioned-concurrency"),
  GET_PROVISIONED_CONCURRENCY(
      "GetProvisionedConcurrencyConfig", "GET", "/2019-09-30/functions/{}/provisioned-concurrency"),
  DELETE_PROVISIONED_CONCURRENCY(
      "DeleteProvisionedConcurrencyConfig",
      "DELETE",
      "/2019-09-30/functions/{}/provisioned-concurrency");

  private final String action;

  @SuppressWarnings("ImmutableEnumChecker") // an immutable record
  private final RestPath path;

  LambdaOperation(String action, String method, String path) {
    this.action = action;
    this.path = RestPath.of(method, path);
  }

  /** The IAM action without {@code lambda:}. */
  String action() {
    return action;
  }

  boolean matches(String otherMethod, List<String> segments) {
    return path.matches(otherMethod, segments);
  }

  /** The values of the path parameters. */
  List<String> pathParameters(List<String> segments) {
    return path.pathParameters(segments);
  }
}
