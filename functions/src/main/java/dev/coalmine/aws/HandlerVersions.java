package dev.coalmine.aws;

import dev.coalmine.aws.FunctionHistory.PublishedVersion;
import dev.coalmine.target.AliasRouting;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The versions of Coalmine's own functions: lists and deletes them. */
public final class HandlerVersions {
  /** LastModified, such as 2026-01-01T12:00:00.000+0000 (API reference, FunctionConfiguration). */
  private static final DateTimeFormatter LAST_MODIFIED =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HHmm", "+0000")
          .toFormatter();

  private final LambdaClient lambda;

  HandlerVersions(LambdaClient lambda) {
    this.lambda = lambda;
  }

  /**
   * Creates the client from the environment, as in Lambda.
   *
   * @param function the calling function, which CloudTrail shows in the user agent
   */
  public static HandlerVersions fromEnvironment(String function) {
    return new HandlerVersions(
        AwsClients.build(LambdaClient.class, LambdaClient.builder(), function));
  }

  /** The versions of a function, and which of them aliases point to. */
  public FunctionHistory read(String function) {
    List<PublishedVersion> versions =
        lambda.listVersionsByFunctionPaginator(list -> list.functionName(function)).stream()
            .flatMap(page -> page.versions().stream())
            .filter(version -> AliasRouting.isNumber(version.version()))
            .map(version -> new PublishedVersion(version.version(), at(version.lastModified())))
            .sorted(Comparator.comparing(version -> new BigInteger(version.number())))
            .toList();
    return new FunctionHistory(function, versions, referenced(function));
  }

  private static Instant at(String lastModified) {
    return OffsetDateTime.parse(lastModified, LAST_MODIFIED).toInstant();
  }

  private Set<String> referenced(String function) {
    Set<String> versions = new TreeSet<>();
    lambda.listAliasesPaginator(list -> list.functionName(function)).stream()
        .flatMap(page -> page.aliases().stream())
        .forEach(alias -> versions.addAll(referenced(alias)));
    return versions;
  }

  private static Set<String> referenced(AliasConfiguration alias) {
    Set<String> versions = new TreeSet<>(Set.of(alias.functionVersion()));
    if (alias.routingConfig() != null) {
      versions.addAll(alias.routingConfig().additionalVersionWeights().keySet());
    }
    return versions;
  }

  /** Deletes one version; does nothing if there is none. The function and the others stay. */
  public void delete(String function, String version) {
    if (!AliasRouting.isNumber(version)) {
      throw new IllegalArgumentException(
          "not deleting %s of %s: without a version number, Lambda deletes the function"
              .formatted(version, function));
    }
    try {
      lambda.deleteFunction(delete -> delete.functionName(function).qualifier(version));
    } catch (ResourceNotFoundException gone) {
      // An earlier run deleted it.
    }
  }
}
