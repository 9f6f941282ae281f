package dev.coalmine.embedded.apigateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An immutable resource of an API.
 *
 * @param id six letters and digits on AWS
 * @param parent the id of the parent resource; empty for the root
 * @param pathPart its own segment; empty for the root
 * @param path from the root, beginning with a slash
 * @param methods by HTTP method
 */
record ApiResource(
    String id, String parent, String pathPart, String path, Map<String, ApiMethod> methods) {

  static ApiResource root(String id) {
    return new ApiResource(id, "", "", "/", Map.of());
  }

  ApiResource child(String childId, String part) {
    String prefix = path.equals("/") ? "" : path;
    return new ApiResource(childId, id, part, prefix + "/" + part, Map.of());
  }

  ApiResource with(String httpMethod, ApiMethod method) {
    Map<String, ApiMethod> after = new TreeMap<>(methods);
    after.put(httpMethod, method);
    return new ApiResource(id, parent, pathPart, path, after);
  }

  /** Whether its segment is a path variable. */
  boolean isOpen() {
    return pathPart.startsWith("{");
  }

  /** Whether its segment is a greedy path variable. */
  boolean isGreedy() {
    return pathPart.endsWith("+}");
  }

  /** The segments of its path; none for the root. */
  List<String> segments() {
    return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  /**
   * A Resource on the wire.
   *
   * @param methodsToo whether it includes its methods in full instead of only their names
   */
  Map<String, Object> toJson(boolean methodsToo) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("id", id);
    if (!parent.isEmpty()) {
      wire.put("parentId", parent);
      wire.put("pathPart", pathPart);
    }
    wire.put("path", path);
    if (!methods.isEmpty()) {
      Map<String, Object> listed = new LinkedHashMap<>();
      methods.forEach((name, method) -> listed.put(name, methodsToo ? method.toJson() : Map.of()));
      wire.put("resourceMethods", listed);
    }
    return wire;
  }
}
