package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to a stage of an API.
 *
 * @param id API Gateway's request id
 * @param at when it arrived
 * @param restApi the API's id
 * @param stage the stage's name
 * @param path within the stage, beginning with a slash, percent-encoded
 * @param request the whole request
 */
record ApiRequest(
    String id, Instant at, String restApi, String stage, String path, WireRequest request) {
  /** The prefix of the paths of all stages. */
  static final String PATH_PREFIX = "/_aws/execute-api/";

  private static final Pattern REPEATED = Pattern.compile("(.+)#[0-9]+");

  static ApiRequest of(WireRequest wire, String id, Instant at) {
    String[] parts = wire.path().substring(PATH_PREFIX.length()).split("/", 3);
    String stage = parts.length < 2 ? "" : parts[1];
    String path = parts.length < 3 ? "/" : "/" + parts[2];
    return new ApiRequest(id, at, parts[0], stage, path, wire);
  }

  /** Decoded query parameters, each with all its values. */
  Map<String, List<String>> query() {
    return grouped(request.query());
  }

  /** Headers by lower-case name, each with all its values. */
  Map<String, List<String>> headers() {
    return grouped(request.headers());
  }

  private static Map<String, List<String>> grouped(Map<String, String> numbered) {
    Map<String, List<String>> grouped = new LinkedHashMap<>();
    numbered.forEach(
        (name, value) -> {
          Matcher again = REPEATED.matcher(name);
          boolean repeated = again.matches() && grouped.containsKey(again.group(1));
          grouped
              .computeIfAbsent(repeated ? again.group(1) : name, n -> new ArrayList<>(1))
              .add(value);
        });
    return grouped;
  }
}
