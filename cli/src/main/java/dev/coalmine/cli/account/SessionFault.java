package dev.coalmine.cli.account;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A profile's session that is over or was never begun. The SDK tells it by a text for IAM Identity
 * Center, by another one for {@code aws login}, and by an error of the service that should renew
 * the session.
 *
 * @param command that begins the session
 */
record SessionFault(String command) {
  private static final String SERVICES = "software.amazon.awssdk.services.";

  /** The fault, if a call failed because of it. */
  static Optional<SessionFault> of(SdkException failure) {
    for (Throwable why = failure; why != null; why = why.getCause()) {
      String type = why.getClass().getName();
      String text = String.valueOf(why.getMessage());
      if (text.contains("aws sso login") || isRefused(why, type, "sso")) {
        return Optional.of(new SessionFault("aws sso login"));
      }
      if (text.contains("login_session") || isRefused(why, type, "signin")) {
        return Optional.of(new SessionFault("aws login"));
      }
    }
    return Optional.empty();
  }

  /** {@code ssooidc} begins with {@code sso}. */
  private static boolean isRefused(Throwable why, String type, String service) {
    return why instanceof AwsServiceException refusal
        && refusal.statusCode() < 500
        && type.startsWith(SERVICES + service);
  }

  /**
   * What to do.
   *
   * @param profile its name; empty for the default profile
   */
  String message(String profile) {
    return "the session of %s has ended or was not begun: run %s%s"
        .formatted(
            profile.isEmpty() ? "the default profile" : "profile " + profile,
            command,
            profile.isEmpty() ? "" : " --profile " + profile);
  }
}
