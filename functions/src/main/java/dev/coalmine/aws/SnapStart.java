package dev.coalmine.aws;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * What a function does before Lambda takes the snapshot that its processes start from: it makes the
 * calls and reads the documents that a release will, so that their classes are loaded and compiled.
 *
 * <p>Whatever is in the snapshot is shared by all processes and may be old. So these calls end at a
 * server in this process, over a connection that is closed, and are signed with credentials that
 * mean nothing. Only while they run does anything here differ from a plain start; there is nothing
 * left to do after the restore, because credentials and connections are first needed then
 * (docs/decisions/0038). AWS: "Handling uniqueness with Lambda SnapStart".
 */
public final class SnapStart implements Resource {
  /** That of this process; it has to be held, since contexts hold their resources weakly. */
  static final SnapStart OF_PROCESS =
      new SnapStart(
          AwsClients.setting("coalmine.initialization", "AWS_LAMBDA_INITIALIZATION_TYPE")
              .equals("snap-start"));

  private static final AwsCredentialsProvider NOBODY =
      () -> AwsBasicCredentials.create("priming", "priming");

  private final boolean taken;
  private final List<Runnable> rehearsals = new CopyOnWriteArrayList<>();
  private volatile LoopbackAnswers rehearsing;

  /**
   * Makes one for a process.
   *
   * @param taken whether Lambda will take a snapshot of it
   */
  SnapStart(boolean taken) {
    this.taken = taken;
    if (taken) {
      Core.getGlobalContext().register(this);
    }
  }

  /** Does something before the snapshot; at a start without one it is never done. */
  public static void rehearse(Runnable part) {
    OF_PROCESS.before(part);
  }

  void before(Runnable part) {
    if (taken) {
      rehearsals.add(part);
    }
  }

  /** The transport of a client; what the client sends in a rehearsal stays in this process. */
  SdkHttpClient transport(SdkHttpClient outside) {
    return taken ? new RehearsedTransport(outside, () -> rehearsing) : outside;
  }

  /** The credentials of a client; those of the role are not in the snapshot. */
  AwsCredentialsProvider credentials(AwsCredentialsProvider role) {
    return taken ? () -> (rehearsing == null ? role : NOBODY).resolveCredentials() : role;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    try (LoopbackAnswers answers = new LoopbackAnswers()) {
      rehearsing = answers;
      rehearsals.forEach(SnapStart::tryOut);
    } catch (IOException noServer) {
      warn(noServer);
    } finally {
      rehearsing = null;
    }
  }

  /** A rehearsal that fails makes a restored function slower, and no more. */
  private static void tryOut(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | LinkageError failed) {
      warn(failed);
    }
  }

  private static void warn(Throwable failed) {
    System.out.println(
        "{\"level\":\"WARN\",\"message\":\"a rehearsal before the snapshot failed\",\"error\":\"%s\"}"
            .formatted(failed.getClass().getName()));
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Nothing was opened or resolved that would have to be renewed.
  }
}
