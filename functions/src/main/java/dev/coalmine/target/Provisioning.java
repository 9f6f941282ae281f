package dev.coalmine.target;

import java.util.Arrays;

/**
 * The provisioned concurrency of an alias, as Lambda reports it. It is read where the alias sends
 * all requests to another version than its primary one: AWS does that until the concurrency of a
 * new primary version is ready, and goes on with it if that fails (reports of Terraform and CDK
 * users). Without provisioned concurrency a person did it.
 *
 * @param status as Lambda reports it
 * @param reason why it failed; possibly empty
 */
public record Provisioning(ProvisioningStatus status, String reason) {
  /** No provisioned concurrency, or none that was asked for. */
  public static final Provisioning NONE = new Provisioning(ProvisioningStatus.NONE, "");

  /** The status of a configuration of provisioned concurrency. */
  public enum ProvisioningStatus {
    /** There is no configuration. */
    NONE,
    /** AWS prepares it. */
    IN_PROGRESS,
    /** It is ready: AWS is about to send the requests to the primary version. */
    READY,
    /** It could not be prepared. */
    FAILED,
    /** A status that this code does not know. */
    OTHER
  }

  /** The status of this name in the API. */
  public static Provisioning of(String status, String reason) {
    ProvisioningStatus known =
        Arrays.stream(ProvisioningStatus.values())
            .filter(one -> one.name().equals(status))
            .findFirst()
            .orElse(ProvisioningStatus.OTHER);
    return new Provisioning(
        known, known == ProvisioningStatus.OTHER ? status : reason == null ? "" : reason);
  }

  /** Documents of an execution that began before this was read have none. */
  static Provisioning orNone(Provisioning read) {
    return read == null ? NONE : read;
  }

  /** Whether it explains that AWS sends all requests to another version. */
  boolean exists() {
    return status != ProvisioningStatus.NONE;
  }

  /** Whether AWS will go on like this until someone clears the weights. */
  public boolean isFailed() {
    return status == ProvisioningStatus.FAILED;
  }

  /** The state of an alias that AWS has not moved to its primary version. */
  public String toSentence(Target target, Routing found) {
    String state =
        switch (status) {
          case NONE, IN_PROGRESS -> "is not ready";
          case READY -> "is ready";
          case FAILED -> "failed" + (reason.isEmpty() ? "" : " (" + reason + ")");
          case OTHER -> "is " + reason;
        };
    return "provisioned concurrency of %s %s: AWS still reports %s".formatted(target, state, found);
  }
}
