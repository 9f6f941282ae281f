package dev.coalmine.target;

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

  /** The source ARN of an API that invokes a function, up to the stage. */
  public String apiArn(String restApi) {
    return "arn:%s:execute-api:%s:%s:%s".formatted(partition, region, account, restApi);
  }
}
