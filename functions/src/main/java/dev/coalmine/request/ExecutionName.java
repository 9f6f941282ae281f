package dev.coalmine.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Names of executions, always the same for the same cause. Step Functions does not start a second
 * execution of the same name while the first one runs and for 90 days after (API reference,
 * StartExecution).
 */
public final class ExecutionName {
  private static final int LONGEST = 80;
  private static final int DIGITS = 16;

  private ExecutionName() {}

  /**
   * The name for the release of a new version: readable words and a hash of all of it. Names can
   * contain dashes, so words alone would be equal for {@code a-b:c} and {@code a:b-c}, and they can
   * be longer than the name of an execution.
   */
  public static String of(PublishedVersion published, String alias) {
    return named(
        String.join("-", published.functionName(), alias, published.version()),
        String.join(":", published.function(), alias, published.version()));
  }

  /** The name for the release of a CodePipeline job, from the job's id. */
  public static String ofJob(String id) {
    return id.matches("[A-Za-z0-9-]{1,64}") ? "pipeline-" + id : named("pipeline", id);
  }

  /** The name for the execution that handles a request of CloudFormation, from its unique ids. */
  public static String of(CustomResourceRequest request) {
    return named(
        String.join("-", request.logicalId(), request.requestId()),
        String.join(":", request.stackId(), request.requestId()));
  }

  /** The name for the release of a request of CloudFormation. */
  public static String ofRelease(CustomResourceRequest request) {
    return ofReleases(request) + hash(request.requestId());
  }

  /** The beginning of the names of all releases of a stack's resource, and of no others. */
  public static String ofReleases(CustomResourceRequest request) {
    return "stack-" + hash(request.stackId() + ":" + request.logicalId()) + "-";
  }

  /**
   * The name for a release that a person starts. The same request within the same minute is the
   * same release, so that starting twice by mistake starts one.
   *
   * @param words the readable part
   * @param request the whole request
   * @param asked when the person starts it
   */
  public static String ofRequest(String words, String request, Instant asked) {
    return named(words, asked.truncatedTo(ChronoUnit.MINUTES) + " " + request);
  }

  /** Only characters that CloudWatch Logs accepts too. */
  private static String named(String words, String all) {
    String clean = words.replaceAll("[^A-Za-z0-9_-]", "_");
    return clean.substring(0, Math.min(clean.length(), LONGEST - 1 - DIGITS)) + "-" + hash(all);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
