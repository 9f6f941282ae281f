package dev.coalmine.cli.prove;

import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.cli.world.SimulatedAccount;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the targets of the sample account, past all faults. */
final class TargetViews {
  static final String STAGE = SampleAccount.API + "/" + SampleAccount.STAGE;
  static final String ORDERS = SampleAccount.FUNCTION + ":" + SampleAccount.ALIAS;
  static final String BILLING = SampleAccount.BILLING + ":" + SampleAccount.ALIAS;
  private static final List<String> FUNCTIONS =
      List.of(SampleAccount.FUNCTION, SampleAccount.BILLING, SampleAccount.MAIL);
  private static final String ALIASES = "/2015-03-31/functions/";
  private static final String STAGE_PATH =
      "/restapis/" + SampleAccount.API + "/stages/" + SampleAccount.STAGE;

  private TargetViews() {}

  /** All targets by name, such as {@code orders:live}. */
  static Map<String, TargetView> read(SimulatedAccount world) {
    Map<String, TargetView> all = new TreeMap<>();
    for (String function : FUNCTIONS) {
      all.put(function + ":" + SampleAccount.ALIAS, TargetView.ofAlias(alias(world, function)));
    }
    all.put(
        STAGE,
        get(world.apiGateway(), STAGE_PATH)
            .map(found -> TargetView.ofStage(JsonView.parse(found.body())))
            .orElse(TargetView.whole("none", Map.of())));
    return all;
  }

  private static JsonView alias(SimulatedAccount world, String function) {
    return get(world.lambdaService(), aliasPath(function))
        .map(found -> JsonView.parse(found.body()))
        .orElse(new JsonView(Map.of()));
  }

  private static String aliasPath(String function) {
    return ALIASES + function + "/aliases/" + SampleAccount.ALIAS;
  }

  /** The answer to a read of a target as it is now; empty for one that does not exist. */
  static Optional<WireResponse> answer(SimulatedAccount world, String target) {
    return target.equals(STAGE)
        ? get(world.apiGateway(), STAGE_PATH)
        : get(world.lambdaService(), aliasPath(target.replaceFirst(":.*", "")));
  }

  private static Optional<WireResponse> get(AwsService service, String path) {
    try {
      return Optional.of(
          service.handle(new WireRequest("GET", path, Map.of(), Map.of(), new byte[0])));
    } catch (AwsError gone) {
      return Optional.empty();
    }
  }

  /** The target that a call reads or writes; empty if it is about none. */
  static Optional<String> named(WireRequest request) {
    if (request.path().equals(STAGE_PATH)) {
      return Optional.of(STAGE);
    }
    return FUNCTIONS.stream()
        .filter(function -> request.path().equals(aliasPath(function)))
        .map(function -> function + ":" + SampleAccount.ALIAS)
        .findFirst();
  }
}
