package dev.coalmine.aws;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address for a response to CloudFormation: an object in CloudFormation's bucket of a Region,
 * whose name ends in the Region's without dashes (user guide, "VPC endpoint considerations":
 * cloudformation-custom-resource-response-uswest2). Whoever may invoke a function can name any
 * other address, which would be called from within the function's network.
 */
final class CallbackAddress {
  /** The DNS suffixes of AWS' partitions, as botocore's partitions.json has them. */
  private static final List<String> SUFFIXES =
      List.of(
          "amazonaws.com",
          "amazonaws.com.cn",
          "amazonaws.eu",
          "c2s.ic.gov",
          "sc2s.sgov.gov",
          "cloud.adc-e.uk",
          "csp.hci.ic.gov");

  /** S3 has endpoints with a dot and, in older Regions, with a dash before the Region. */
  private static final Pattern HOST =
      Pattern.compile(
          "cloudformation-custom-resource-response-([a-z]{4,30}[0-9]{1,2})\\.s3(-fips)?(\\.dualstack)?([.-](?<region>[a-z-]{4,30}[0-9]{1,2}))?\\.(%s)"
              .formatted(String.join("|", SUFFIXES.stream().map(Pattern::quote).toList())));

  private CallbackAddress() {}

  /**
   * Why no response may be sent to an address, for a sentence that begins with it; empty if one
   * may. It does not quote the address, which is a secret.
   *
   * @param local where the embedded AWS takes responses in the local mode; empty in Lambda
   * @param region the function's own, which is the stack's: CloudFormation's bucket has its name
   */
  static Optional<String> fault(String address, String local, String region) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException messageHasAddress) {
      return Optional.of("is not a URL");
    }
    if (uri.getHost() == null || uri.getRawQuery() == null) {
      return Optional.of("is not a URL");
    }
    if (!local.isEmpty() && address.startsWith(local + "/_coalmine/stacks/")) {
      return Optional.empty();
    }
    if (!"https".equals(uri.getScheme())
        || uri.getRawUserInfo() != null
        || (uri.getPort() >= 0 && uri.getPort() != 443)) {
      return Optional.of("is not an https URL without user and port");
    }
    return isOfCloudFormation(uri.getHost(), region)
        ? Optional.empty()
        : Optional.of("is not in a bucket of CloudFormation");
  }

  /** Anybody may own a bucket of such a name for a Region that does not exist. */
  private static boolean isOfCloudFormation(String host, String region) {
    Matcher found = HOST.matcher(host);
    return found.matches()
        && found.group(1).equals(region.replace("-", ""))
        && (found.group("region") == null || found.group("region").equals(region));
  }
}
