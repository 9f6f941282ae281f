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
 * A published version, from the event of a call that CloudTrail recorded.
 *
 * @param function the function's ARN, unqualified
 * @param version the version's number
 */
public record PublishedVersion(String function, String version) {
  /** CloudTrail adds the API's date, and for some a revision: UpdateFunctionCode20150331v2. */
  private static final Pattern CALL =
      Pattern.compile("(PublishVersion|UpdateFunctionCode|CreateFunction)([0-9]{8}\\w*)?");

  /** CreateFunction returns the ARN without the published version, the other calls with it. */
  private static final Pattern ARN =
      Pattern.compile("(arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:[A-Za-z0-9_-]{1,64})(:.*)?");

  private static final String NUMBER = "[1-9][0-9]{0,17}";

  /**
   * Reads an event of EventBridge. The function comes from the call's response: its parameters have
   * what the caller typed, a name, an ARN or a part of one.
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
   * Checks that the version is newer than all versions that the alias has. An event may come late,
   * twice, or from a PublishVersion that found no change and returned an old version.
   *
   * @param found the routing of the alias; empty if it does not exist
   * @throws NothingToReleaseException if it is not newer
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

  /** A function is often deployed for the first time before its alias is created. */
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
