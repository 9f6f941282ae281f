package dev.coalmine.target;

import java.util.Optional;

/**
 * The partition, Region and account of a release and of its targets.
 *
 * @param partition such as {@code aws}
 * @param region such as {@code eu-west-1}
 * @param account twelve digits
 */
public record AwsLocation(String partition, String region, String account) {

  /** The location of an execution, from its ARN. */
  public static AwsLocation ofExecution(String arn) {
    String[] parts = arn.split(":", 6);
    return new AwsLocation(parts[1], parts[3], parts[4]);
  }

  /** The beginning of function ARNs, up to the name. */
  String functionArnPrefix() {
    return "arn:%s:lambda:%s:%s:function:".formatted(partition, region, account);
  }

  /**
   * Why a function is out of reach of a release here, for a sentence that begins with it; empty for
   * a name, and for an ARN of this location. Lambda says of a function of another Region that it
   * does not exist.
   *
   * @param account whether a function of another account is out of reach too
   */
  public Optional<String> unreachableReason(String function, boolean account) {
    String[] parts = function.split(":", 6);
    if (parts.length < 6) {
      return Optional.empty();
    }
    if (!parts[1].equals(partition)) {
      return Optional.of(elsewhere("partition", parts[1], partition));
    }
    if (!parts[3].equals(region)) {
      return Optional.of(elsewhere("Region", parts[3], region));
    }
    return account && !parts[4].equals(this.account)
        ? Optional.of(elsewhere("account", parts[4], this.account))
        : Optional.empty();
  }

  private static String elsewhere(String what, String theirs, String ours) {
    return "is in %s %s, but this Coalmine is in %s".formatted(what, theirs, ours);
  }

  /** The ARN of an alias' function, without a qualifier. */
  public String functionArn(AliasTarget target) {
    return target.function().startsWith("arn:")
        ? target.function()
        : functionArnPrefix() + target.function();
  }

  /** The ARN of a function that is given by name or ARN, without version or alias. */
  public String unqualifiedArn(String function) {
    String arn = function.startsWith("arn:") ? function : functionArnPrefix() + function;
    return arn.split(":", 8).length > 7 ? arn.substring(0, arn.lastIndexOf(':')) : arn;
  }

  /** The source ARN of an API that invokes a function, up to the stage. */
  public String apiArn(String restApi) {
    return "arn:%s:execute-api:%s:%s:%s".formatted(partition, region, account, restApi);
  }
}
