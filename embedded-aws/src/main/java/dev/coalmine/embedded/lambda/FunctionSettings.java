package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.JsonFields;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A function's configuration as the owner set it. Most fields are only stored and returned.
 *
 * @param fields by their names in the API
 */
record FunctionSettings(Map<String, Object> fields) {
  private static final String ROLE =
      "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+";
  private static final String RUNTIME =
      "nodejs.*|java\\d.*|python\\d.*|dotnet.*|go1\\.x|ruby\\d.*|provided.*";

  private static final List<String> NAMES =
      List.of(
          "Runtime",
          "Role",
          "Handler",
          "Description",
          "Timeout",
          "MemorySize",
          "VpcConfig",
          "DeadLetterConfig",
          "Environment",
          "KMSKeyArn",
          "TracingConfig",
          "Layers",
          "FileSystemConfigs",
          "EphemeralStorage",
          "SnapStart",
          "LoggingConfig",
          "ImageConfig",
          "CapacityProviderConfig");

  FunctionSettings {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** The settings of a CreateFunction request, completed with AWS's defaults. */
  static FunctionSettings created(String function, JsonFields request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Description", "");
    fields.put("Timeout", 3);
    fields.put("MemorySize", 128);
    fields.put("TracingConfig", Map.of("Mode", "PassThrough"));
    fields.put("EphemeralStorage", Map.of("Size", 512));
    fields.put("SnapStart", Map.of("ApplyOn", "None"));
    fields.put(
        "LoggingConfig", ordered("LogFormat", "Text", "LogGroup", "/aws/lambda/" + function));
    fields.put("PackageType", request.has("PackageType") ? request.text("PackageType") : "Zip");
    fields.put("Architectures", List.of("x86_64"));
    FunctionSettings settings = new FunctionSettings(fields).changed(request);
    settings.refuseIncomplete();
    return settings.onArchitectures(request);
  }

  /** These settings changed by an UpdateFunctionConfiguration request. Omitted fields stay. */
  FunctionSettings changed(JsonFields request) {
    Map<String, Object> changed = new LinkedHashMap<>(fields);
    for (String name : NAMES) {
      if (request.has(name)) {
        changed.put(name, request.tree().get(name));
      }
    }
    if (request.has("LoggingConfig")) {
      changed.put("LoggingConfig", merged(fields, request, "LoggingConfig"));
    }
    FunctionSettings settings = new FunctionSettings(changed);
    settings.refuseBadValues();
    return settings;
  }

  /** These settings with the request's architectures, if it names any. */
  FunctionSettings onArchitectures(JsonFields request) {
    if (!request.has("Architectures")) {
      return this;
    }
    Map<String, Object> changed = new LinkedHashMap<>(fields);
    changed.put("Architectures", request.list("Architectures"));
    return new FunctionSettings(changed);
  }

  FunctionSettings withDescription(String description) {
    Map<String, Object> changed = new LinkedHashMap<>(fields);
    changed.put("Description", description);
    return new FunctionSettings(changed);
  }

  String text(String name) {
    return new JsonFields(fields).text(name);
  }

  int number(String name) {
    return new JsonFields(fields).number(name, 0);
  }

  /** The ARN of the dead-letter target, or the empty string. */
  String deadLetterTarget() {
    return new JsonFields(fields).object("DeadLetterConfig").text("TargetArn");
  }

  /** Whether the function runs on managed instances. */
  boolean hasCapacityProvider() {
    return fields.containsKey("CapacityProviderConfig");
  }

  boolean isSnapStarted() {
    return new JsonFields(fields).object("SnapStart").text("ApplyOn").equals("PublishedVersions");
  }

  Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    JsonFields given = new JsonFields(fields).object("Environment").object("Variables");
    given.tree().forEach((name, value) -> variables.put(name, String.valueOf(value)));
    return variables;
  }

  private void refuseIncomplete() {
    boolean zip = fields.get("PackageType").equals("Zip");
    if (zip && (text("Runtime").isEmpty() || text("Handler").isEmpty())) {
      throw LambdaErrors.invalid(
          "Runtime and Handler are mandatory parameters for functions created with deployment"
              + " packages.");
    }
  }

  private void refuseBadValues() {
    if (fields.containsKey("Role") && !text("Role").matches(ROLE)) {
      throw LambdaErrors.invalidPattern(text("Role"), "role", ROLE);
    }
    if (fields.containsKey("Runtime") && !text("Runtime").matches(RUNTIME)) {
      throw LambdaErrors.invalid(
          "Value "
              + text("Runtime")
              + " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: ["
              + RUNTIME
              + "] or be a valid ARN");
    }
    checkRange("Timeout", 1, 900);
    checkRange("MemorySize", 128, 10_240);
  }

  private void checkRange(String name, int lowest, int highest) {
    int value = number(name);
    String where = JsonView.lowerFirst(name);
    if (value < lowest) {
      throw LambdaErrors.validation(
          value, where, "Member must have value greater than or equal to " + lowest);
    }
    if (value > highest) {
      throw LambdaErrors.validation(
          value, where, "Member must have value less than or equal to " + highest);
    }
  }

  private static Map<String, Object> merged(
      Map<String, Object> before, JsonFields request, String name) {
    Map<String, Object> merged = new LinkedHashMap<>(new JsonFields(before).object(name).tree());
    merged.putAll(request.object(name).tree());
    return merged;
  }

  private static Map<String, Object> ordered(String key, Object value, String key2, Object value2) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put(key2, value2);
    return map;
  }
}
