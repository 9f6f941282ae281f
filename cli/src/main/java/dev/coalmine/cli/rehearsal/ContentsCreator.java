package dev.coalmine.cli.rehearsal;

import dev.coalmine.cli.rehearsal.AccountContents.ApiContents;
import dev.coalmine.cli.rehearsal.AccountContents.FunctionContents;
import dev.coalmine.cli.rehearsal.AccountContents.MethodContents;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Creates contents in an account. Each API may invoke the functions that its methods name. */
final class ContentsCreator {
  private static final String API_GATEWAY = "apigateway.amazonaws.com";

  private final SimulatedAccount world;
  private final List<String> faults = new ArrayList<>();

  ContentsCreator(SimulatedAccount world) {
    this.world = world;
  }

  /** What AWS would refuse, or the embedded AWS does not know, of all that was to be created. */
  List<String> faults() {
    return faults;
  }

  /** Creates contents as far as it can. */
  void create(AccountContents contents) {
    contents
        .functions()
        .forEach((name, one) -> attempt("function " + name, () -> createFunction(name, one)));
    contents.helpers().forEach(name -> attempt("function " + name, () -> createHelper(name)));
    contents.apis().forEach((id, api) -> attempt("API " + id, () -> createApi(id, api)));
    PlayableAlarms.create(contents.alarms(), world.cloudWatch())
        .forEach((name, why) -> faults.add("alarm " + name + ": " + why));
  }

  private void attempt(String what, Runnable creation) {
    try {
      creation.run();
    } catch (AwsError refused) {
      faults.add(what + ": " + refused.getMessage());
    }
  }

  private void createFunction(String name, FunctionContents function) {
    LambdaControl lambda = world.lambda();
    lambda.createFunction(name, name + ".Handler", code(name, "0"), Map.of());
    if (!function.runtime().isEmpty()) {
      lambda.configure(name, Map.of("Runtime", function.runtime()));
    }
    for (String version : function.versions()) {
      lambda.setNextVersionNumber(name, Long.parseLong(version));
      lambda.publish(name, code(name, version));
    }
    function.aliases().forEach((alias, version) -> lambda.putAlias(name, alias, version, Map.of()));
    lambda.tagFunction(name, function.tags());
  }

  private static byte[] code(String function, String version) {
    return (function + " " + version).getBytes(StandardCharsets.UTF_8);
  }

  /** A function that is there already only gets the alias or version that is missing. */
  private void createHelper(String qualified) {
    String[] parts = qualified.split(":", 2);
    String name = parts[0];
    if (!world.lambda().functions().contains(name)) {
      world
          .lambda()
          .createFunction(
              name, name + ".Handler", code(name, "0"), Map.of(), call -> SampleAccount.CONTENT);
    }
    if (parts.length == 2 && !parts[1].equals("$LATEST")) {
      boolean isVersion = parts[1].matches("[0-9]+");
      if (isVersion) {
        world.lambda().setNextVersionNumber(name, Long.parseLong(parts[1]));
      }
      String version = world.lambda().publish(name, code(name, parts[1]));
      if (!isVersion) {
        world.lambda().putAlias(name, parts[1], version, Map.of());
      }
    }
  }

  private void createApi(String id, ApiContents api) {
    world.apiGateway().createApi(id, api.name());
    for (MethodContents method : api.methods()) {
      String uri = Arns.integration(method.function(), method.qualifier());
      world.apiGateway().putMethod(id, method.path(), method.method(), uri);
    }
    api.deployments().forEach(deployment -> world.apiGateway().createDeployment(id, deployment));
    api.stages()
        .forEach(
            (name, stage) ->
                world.apiGateway().createStage(id, name, stage.deployment(), stage.variables()));
    new TreeSet<>(api.methods().stream().map(MethodContents::function).toList())
        .forEach(function -> permit(id, function));
  }

  /** By any alias and version: each needs a permission of its own. */
  private void permit(String restApi, String function) {
    LambdaControl lambda = world.lambda();
    String source = Arns.executeApi(restApi) + "/*";
    lambda.addPermission(function, "", restApi, API_GATEWAY, source);
    lambda.versions(function).stream()
        .filter(version -> !version.equals("$LATEST"))
        .forEach(version -> lambda.addPermission(function, version, restApi, API_GATEWAY, source));
    lambda
        .aliases(function)
        .forEach(alias -> lambda.addPermission(function, alias, restApi, API_GATEWAY, source));
  }
}
