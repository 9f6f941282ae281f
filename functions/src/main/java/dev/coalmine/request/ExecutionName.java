package dev.coalmine.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Names of executions, the same each time for the same cause: Step Functions starts none twice, as
 * long as the first one runs and for 90 days after (API reference, StartExecution).
 */
public final class ExecutionName {
  private static final int LONGEST = 80;
  private static final int DIGITS = 16;

  private ExecutionName() {}

  /**
   * Of the release of a new version: what a person looks for, and a hash of all of it. Names can
   * contain dashes, so that the words alone would not tell {@code a-b:c} from {@code a:b-c}, and
   * they can be longer than an execution's name.
   */
  public static String of(PublishedVersion published, String alias) {
    return named(
        String.join("-", published.functionName(), alias, published.version()),
        String.join(":", published.function(), alias, published.version()));
  }

  /** Of the release that a job of CodePipeline asks for, by the job's id. */
  public static String ofJob(String id) {
    return id.matches("[A-Za-z0-9-]{1,64}") ? "pipeline-" + id : named("pipeline", id);
  }

  /** Of what serves a request of CloudFormation, by the ids that tell it from all others. */
  public static String of(CustomResourceRequest request) {
    return named(
        String.join("-", request.logicalId(), request.requestId()),
        String.join(":", request.stackId(), request.requestId()));
  }

  /** Of the release that such a request asks for. */
  public static String ofRelease(CustomResourceRequest request) {
    return ofReleases(request) + hash(request.requestId());
  }

  /** What the names of all releases of a stack's resource begin with, and no others. */
  public static String ofReleases(CustomResourceRequest request) {
    return "stack-" + hash(request.stackId() + ":" + request.logicalId()) + "-";
  }

  /**
   * Of a release that a person asks for: the same request within the same minute is the same
   * release, so that asking twice by mistake starts one.
   *
   * @param words what the person will look for
   * @param request the whole request
   * @param asked when
   */
  public static String ofRequest(String words, String request, Instant asked) {
    return named(words, asked.truncatedTo(ChronoUnit.MINUTES) + " " + request);
  }

  /** Only characters that logging to CloudWatch takes too. */
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
