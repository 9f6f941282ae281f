package dev.coalmine.target;

/**
 * Where a release runs; what it moves is there too.
 *
 * @param partition such as {@code aws}
 * @param region such as {@code eu-west-1}
 * @param account twelve digits
 */
public record AwsLocation(String partition, String region, String account) {

  /** That of an execution, by its ARN. */
  public static AwsLocation ofExecution(String arn) {
    String[] parts = arn.split(":", 6);
    return new AwsLocation(parts[1], parts[3], parts[4]);
  }

  /** How the ARNs of functions begin here, before their name. */
  String functionArnPrefix() {
    return "arn:%s:lambda:%s:%s:function:".formatted(partition, region, account);
  }

  /** How an API calls itself when it invokes a function: its source ARN, before the stage. */
  public String apiArn(String restApi) {
    return "arn:%s:execute-api:%s:%s:%s".formatted(partition, region, account, restApi);
  }
}
