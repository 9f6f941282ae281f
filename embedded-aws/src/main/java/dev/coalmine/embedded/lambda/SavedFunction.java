package dev.coalmine.embedded.lambda;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that Lambda knows of one function, as it is saved. Of code it knows size and digest only.
 *
 * @param name its name
 * @param latest {@code $LATEST}
 * @param publishedFrom {@code $LATEST} when the newest version was published
 * @param latestPublished the version without a number
 * @param newestNumber the number of the newest version, even if it was deleted
 * @param versions those with numbers, oldest first
 * @param aliases all of them
 * @param handovers by alias
 * @param provisioned provisioned concurrency by version or alias
 * @param policies by version or alias; the function's own under the empty string
 * @param tags by key
 */
record SavedFunction(
    String name,
    FunctionVersion latest,
    FunctionVersion publishedFrom,
    Optional<FunctionVersion> latestPublished,
    long newestNumber,
    List<FunctionVersion> versions,
    List<FunctionAlias> aliases,
    Map<String, LambdaFunction.AliasHandover> handovers,
    Map<String, LambdaFunction.ProvisionedConcurrencyConfig> provisioned,
    Map<String, ResourcePolicy> policies,
    Map<String, String> tags) {}
