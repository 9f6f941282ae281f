package dev.coalmine.aws;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;

/** A transport that closes connections which wait in vain, and can be told for how long. */
interface LongCallTransport {
  /**
   * A client whose connections may wait longer than others.
   *
   * @param longest how long AWS may take to begin its answer
   */
  SdkHttpClient.Builder<?> createForLongCalls(Duration longest);
}
