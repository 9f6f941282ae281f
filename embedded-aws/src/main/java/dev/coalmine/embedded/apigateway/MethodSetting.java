package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.JsonFields;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A setting that a stage has for one of its methods, or for all of them. */
enum MethodSetting {
  METRICS("metrics/enabled", "metricsEnabled", false),
  DATA_TRACE("logging/dataTrace", "dataTraceEnabled", false),
  LOG_LEVEL("logging/loglevel", "loggingLevel", ""),
  BURST_LIMIT("throttling/burstLimit", "throttlingBurstLimit", 5000),
  RATE_LIMIT("throttling/rateLimit", "throttlingRateLimit", 10_000.0),
  CACHING("caching/enabled", "cachingEnabled", false),
  TIME_TO_LIVE("caching/ttlInSeconds", "cacheTtlInSeconds", 300),
  CACHE_ENCRYPTED("caching/dataEncrypted", "cacheDataEncrypted", false),
  CACHE_CONTROL(
      "caching/requireAuthorizationForCacheControl", "requireAuthorizationForCacheControl", true),
  UNAUTHORIZED_CACHE_CONTROL(
      "caching/unauthorizedCacheControlHeaderStrategy",
      "unauthorizedCacheControlHeaderStrategy",
      "SUCCEED_WITH_RESPONSE_HEADER");

  private static final String ALL = "methodSettings";

  /** As recorded, without the missing commas. */
  private static final String PATHS =
      "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId,"
          + " /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format,"
          + " /{resourcePath}/{httpMethod}/metrics/enabled,"
          + " /{resourcePath}/{httpMethod}/logging/dataTrace,"
          + " /{resourcePath}/{httpMethod}/logging/loglevel,"
          + " /{resourcePath}/{httpMethod}/throttling/burstLimit"
          + "/{resourcePath}/{httpMethod}/throttling/rateLimit"
          + "/{resourcePath}/{httpMethod}/caching/ttlInSeconds,"
          + " /{resourcePath}/{httpMethod}/caching/enabled,"
          + " /{resourcePath}/{httpMethod}/caching/dataEncrypted,"
          + " /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl,"
          + " /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy,"
          + " /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel,"
          + " /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds,"
          + " /*/*/caching/enabled, /*/*/caching/dataEncrypted,"
          + " /*/*/caching/requireAuthorizationForCacheControl,"
          + " /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name},"
          + " /tracingEnabled";

  private final String path;
  private final String field;

  @SuppressWarnings("ImmutableEnumChecker") // a boolean, a number or a text
  private final Object defaultValue;

  MethodSetting(String path, String field, Object defaultValue) {
    this.path = path;
    this.field = field;
    this.defaultValue = defaultValue;
  }

  /** The error for a path that UpdateStage does not support. */
  static AwsError unknown(PatchOperation operation) {
    return ApiGatewayErrors.badRequest(
        "Invalid method setting path: " + operation.path() + ". Must be one of: [" + PATHS + "]");
  }

  /** The stage with one changed setting of a method. The method's other settings stay. */
  static StageSettings replace(StageSettings stage, PatchOperation operation) {
    List<String> segments = operation.segments();
    MethodSetting setting =
        Arrays.stream(values())
            .filter(one -> segments.size() == 4)
            .filter(one -> one.path.equals(segments.get(2) + "/" + segments.get(3)))
            .findFirst()
            .orElseThrow(() -> unknown(operation));
    JsonFields before = new JsonFields(stage.others()).object(ALL);
    String method = key(segments);
    Map<String, Object> changed = defaults();
    changed.putAll(before.object(method).tree());
    changed.put(setting.field, setting.value(operation));
    Map<String, Object> all = new LinkedHashMap<>(before.tree());
    all.put(method, changed);
    return stage.with(ALL, all);
  }

  private static Map<String, Object> defaults() {
    Map<String, Object> defaults = new LinkedHashMap<>();
    for (MethodSetting one : values()) {
      if (!one.defaultValue.equals("")) {
        defaults.put(one.field, one.defaultValue);
      }
    }
    return defaults;
  }

  /** The stage without the settings of one method. Empty when the method has none. */
  static Optional<StageSettings> remove(StageSettings stage, List<String> segments) {
    Map<String, Object> all =
        new LinkedHashMap<>(new JsonFields(stage.others()).object(ALL).tree());
    boolean known = segments.size() == 2 && all.remove(key(segments)) != null;
    return known ? Optional.of(stage.with(ALL, all)) : Optional.empty();
  }

  private static String key(List<String> segments) {
    return segments.get(0).replaceFirst("^/", "") + "/" + segments.get(1);
  }

  private Object value(PatchOperation operation) {
    String value = operation.value();
    try {
      if (defaultValue instanceof Boolean) {
        return Boolean.parseBoolean(value);
      }
      if (defaultValue instanceof Integer) {
        return Integer.parseInt(value);
      }
      return defaultValue instanceof Double ? (Object) Double.parseDouble(value) : value;
    } catch (NumberFormatException none) { // not recorded
      throw ApiGatewayErrors.badRequest(
          "Invalid value " + value + " for the method setting " + operation.path());
    }
  }
}
