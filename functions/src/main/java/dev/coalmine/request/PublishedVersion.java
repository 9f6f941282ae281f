package dev.coalmine.request;

import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.text.JsonView;
import dev.coalmine.text.Quote;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A version that somebody published, by a call that CloudTrail told EventBridge of.
 *
 * @param function the function's ARN, unqualified
 * @param version the version's number
 */
public record PublishedVersion(String function, String version) {
  /** CloudTrail adds the API's date, and for some a revision: UpdateFunctionCode20150331v2. */
  private static final Pattern CALL =
      Pattern.compile("(PublishVersion|UpdateFunctionCode|CreateFunction)([0-9]{8}\\w*)?");

  /** CreateFunction answers the ARN without the version that it published, the others with it. */
  private static final Pattern ARN =
      Pattern.compile("(arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:[A-Za-z0-9_-]{1,64})(:.*)?");

  private static final String NUMBER = "[1-9][0-9]{0,17}";

  /**
   * Reads an event of EventBridge. The function is taken from the call's answer: in its parameters
   * it stands as the caller typed it, a name, an ARN or a part of one.
   *
   * @throws NothingToReleaseException if no version was published
   */
  public static PublishedVersion of(Object event) {
    JsonView detail = JsonView.of(event).object("detail");
    String call = detail.text("eventName", "");
    if (!CALL.matcher(call).matches()) {
      throw nothingToRelease(
          "the event is not a call that publishes a version: eventName " + show(call));
    }
    if (detail.has("errorCode")) {
      throw nothingToRelease(
          call + " failed: " + Quote.of(detail.value("errorCode").orElseThrow()));
    }
    if (detail.object("requestParameters").isTrue("dryRun")) {
      throw nothingToRelease(call + " was a dry run");
    }
    JsonView response = detail.object("responseElements");
    String version = response.text("version", "");
    Matcher arn = ARN.matcher(response.text("functionArn", ""));
    if (!arn.matches() || !version.matches(NUMBER)) {
      throw nothingToRelease(call + " published no version: version is " + show(version));
    }
    return new PublishedVersion(arn.group(1), version);
  }

  /** The function's bare name. */
  public String functionName() {
    return function.substring(function.lastIndexOf(':') + 1);
  }

  /**
   * Makes sure that there is something to release: the version is newer than all that the alias
   * has. An event may come late, twice, or from a PublishVersion that found nothing changed and
   * answered a version of long ago.
   *
   * @param found the alias as it stands, unless there is none
   * @throws NothingToReleaseException if there is not
   */
  public void requireNewTo(AliasTarget target, Optional<AliasRouting> found) {
    if (found.isEmpty()) {
      requirePredecessor(target);
      return;
    }
    String newest =
        Stream.concat(
                Stream.of(found.get().version()).filter(served -> served.matches(NUMBER)),
                found.get().otherWeights().keySet().stream())
            .max(Comparator.comparing(BigInteger::new))
            .orElse("0");
    int order = new BigInteger(version).compareTo(new BigInteger(newest));
    if (order <= 0) {
      throw nothingToRelease(
          order == 0
              ? "%s already has version %s".formatted(target, version)
              : "version %s is older than %s, which %s already has"
                  .formatted(version, newest, target));
    }
  }

  /** A function is often deployed for the first time before its alias is made. */
  private void requirePredecessor(AliasTarget target) {
    if (version.equals("1")) {
      throw nothingToRelease("version 1 is the first, and alias " + target + " does not exist yet");
    }
  }

  private static NothingToReleaseException nothingToRelease(String why) {
    return new NothingToReleaseException(why);
  }

  private static String show(String text) {
    return Quote.of(text.isEmpty() ? null : text);
  }
}
