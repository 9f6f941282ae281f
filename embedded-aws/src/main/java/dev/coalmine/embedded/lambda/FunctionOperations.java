package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lambda's operations on functions and versions. The caller holds the store's monitor. */
final class FunctionOperations {
  private static final int PAGE = 50;
  private static final String DEFAULT_ROLE = "arn:aws:iam::" + Arns.ACCOUNT + ":role/local";

  private final LambdaStore store;

  FunctionOperations(LambdaStore store) {
    this.store = store;
  }

  WireResponse create(LambdaCall call) {
    JsonFields fields = call.fields();
    String name = FunctionRef.parse(fields.text("FunctionName"), "").name();
    FunctionSettings settings = FunctionSettings.created(name, fields);
    FunctionCode code = FunctionCode.of(fields.object("Code"));
    LambdaFunction function = create(name, settings, code);
    fields.object("Tags").tree().forEach((key, value) -> function.tags().put(key, "" + value));
    FunctionVersion made = fields.flag("Publish") ? publish(function, "") : function.latest();
    // Recorded: with Publish the response describes version 1, yet its ARN is unqualified.
    return RestJson.response(201, store.describeVersion(function, Arns.function(name), made));
  }

  LambdaFunction create(String name, FunctionSettings settings, FunctionCode code) {
    if (store.functions().containsKey(name)) {
      throw LambdaErrors.conflict("Function already exist: " + name);
    }
    FunctionVersion latest =
        new FunctionVersion(
            FunctionVersion.LATEST, settings, code, store.now(), store.newRevision());
    LambdaFunction function = new LambdaFunction(name, latest);
    store.functions().put(name, function);
    return function;
  }

  void create(String name, String handler, FunctionCode code, Map<String, String> environment) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("Runtime", "java25");
    request.put("Role", DEFAULT_ROLE);
    request.put("Handler", handler);
    request.put("Environment", Map.of("Variables", Map.copyOf(environment)));
    create(name, FunctionSettings.created(name, new JsonFields(request)), code);
  }

  WireResponse updateCode(LambdaCall call) {
    JsonFields fields = call.fields();
    LambdaFunction function = store.function(call.function());
    FunctionCode code = FunctionCode.of(fields);
    store.refuseUnlessSettled(function);
    store.refuseStale(fields.text("RevisionId"), function.latest().revisionId());
    if (fields.flag("DryRun")) {
      return described(function, function.latest());
    }
    change(function, function.latest().settings().onArchitectures(fields), code);
    return described(function, fields.flag("Publish") ? publish(function, "") : function.latest());
  }

  WireResponse updateConfiguration(LambdaCall call) {
    JsonFields fields = call.fields();
    LambdaFunction function = store.function(call.function());
    store.refuseUnlessSettled(function);
    store.refuseStale(fields.text("RevisionId"), function.latest().revisionId());
    change(function, function.latest().settings().changed(fields), function.latest().code());
    return described(function, function.latest());
  }

  void change(LambdaFunction function, FunctionSettings settings, FunctionCode code) {
    function.latest(
        new FunctionVersion(
            FunctionVersion.LATEST, settings, code, store.now(), store.newRevision()));
  }

  WireResponse publish(LambdaCall call) {
    JsonFields fields = call.fields();
    LambdaFunction function = store.function(call.function());
    store.refuseUnlessSettled(function);
    store.refuseStale(fields.text("RevisionId"), function.latest().revisionId());
    String current = function.latest().code().sha256();
    String given = fields.text("CodeSha256");
    if (!given.isEmpty() && !given.equals(current)) {
      throw LambdaErrors.invalid(
          "CodeSHA256 (%s) is different from current CodeSHA256 in $LATEST (%s). Please try again with the CodeSHA256 in $LATEST."
              .formatted(given, current));
    }
    FunctionVersion version =
        fields.has("PublishTo")
            ? publishWithoutNumber(function)
            : publish(function, fields.text("Description"));
    String arn = Arns.function(function.name(), version.number());
    return RestJson.response(201, store.describeVersion(function, arn, version));
  }

  /** Publishes a new version, or returns the newest one when nothing has changed since. */
  FunctionVersion publish(LambdaFunction function, String description) {
    Optional<FunctionVersion> published = function.alreadyPublished();
    if (published.isPresent()) {
      return published.get();
    }
    FunctionSettings settings = function.latest().settings();
    FunctionVersion version =
        function.publish(
            description.isEmpty() ? settings : settings.withDescription(description),
            store.now(),
            store.newRevision());
    // Recorded: publishing changes the revision of $LATEST.
    function.latest(function.latest().revised(store.newRevision()));
    return version;
  }

  /** The refusal of a function without managed instances is not recorded. */
  private FunctionVersion publishWithoutNumber(LambdaFunction function) {
    if (!function.latest().settings().hasCapacityProvider()) {
      throw LambdaErrors.invalid(
          "PublishTo is only supported for functions with a capacity provider configuration.");
    }
    return function.publishWithoutNumber(store.now(), store.newRevision());
  }

  WireResponse get(LambdaCall call) {
    FunctionRef ref = call.function();
    FunctionVersion version = store.version(ref);
    LambdaFunction function = store.function(ref);
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("Configuration", store.describeVersion(function, ref.arn(), version));
    wire.put(
        "Code",
        Map.of(
            "RepositoryType", "S3", "Location", "https://code.invalid/" + version.code().sha256()));
    if (!function.tags().isEmpty()) {
      wire.put("Tags", new TreeMap<>(function.tags()));
    }
    return RestJson.response(200, wire);
  }

  WireResponse getConfiguration(LambdaCall call) {
    FunctionRef ref = call.function();
    FunctionVersion version = store.version(ref);
    return RestJson.response(200, store.describeVersion(store.function(ref), ref.arn(), version));
  }

  WireResponse list(LambdaCall call) {
    List<Map<String, Object>> all = new ArrayList<>();
    boolean versions = call.query("FunctionVersion").equals("ALL");
    for (LambdaFunction function : store.functions().values()) {
      String arn =
          versions
              ? Arns.function(function.name(), FunctionVersion.LATEST)
              : Arns.function(function.name());
      all.add(LambdaResponses.listedFunctionConfiguration(function.name(), arn, function.latest()));
      if (versions) {
        function.allVersions().stream()
            .skip(1) // $LATEST is there already
            .forEach(version -> all.add(listed(function, version)));
      }
    }
    return LambdaPages.page(call, "Functions", all, PAGE);
  }

  /**
   * Lists omit the state. GetFunction returns it. Whether AWS lists a version without a number was
   * not seen; we assume the stricter case, that it does.
   */
  WireResponse listVersions(LambdaCall call) {
    LambdaFunction function = store.function(call.function());
    List<Map<String, Object>> all =
        function.allVersions().stream().map(version -> listed(function, version)).toList();
    return LambdaPages.page(call, "Versions", all, PAGE);
  }

  WireResponse delete(LambdaCall call) {
    delete(call.function());
    return RestJson.empty(204);
  }

  void delete(FunctionRef ref) {
    LambdaFunction function = store.function(ref);
    if (ref.qualifier().isEmpty()) {
      store.functions().remove(ref.name());
      store.stateOverrides().forget(ref.name());
    } else {
      refuseUnlessDeletable(function, ref);
      function
          .version(ref.qualifier())
          .ifPresent(version -> function.versions().remove(Long.parseLong(version.number())));
      function.policies().remove(ref.qualifier());
    }
  }

  private static void refuseUnlessDeletable(LambdaFunction function, FunctionRef ref) {
    if (ref.isLatest()) {
      throw LambdaErrors.invalid(
          "$LATEST version cannot be deleted without deleting the function.");
    }
    if (!ref.isNumber()) {
      throw LambdaErrors.invalid("Deletion of aliases is not currently supported.");
    }
    List<String> users = function.aliasesThatUse(ref.qualifier());
    if (!users.isEmpty()) {
      throw LambdaErrors.conflict(
          "Unable to delete version because the following aliases reference it: " + users);
    }
  }

  private static Map<String, Object> listed(LambdaFunction function, FunctionVersion version) {
    String arn = Arns.function(function.name(), version.number());
    return LambdaResponses.listedFunctionConfiguration(function.name(), arn, version);
  }

  private WireResponse described(LambdaFunction function, FunctionVersion version) {
    String qualifier = version.isPublished() ? version.number() : "";
    String arn = Arns.function(function.name(), qualifier);
    return RestJson.response(200, store.describeVersion(function, arn, version));
  }
}
