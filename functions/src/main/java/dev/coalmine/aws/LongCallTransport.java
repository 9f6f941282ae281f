package dev.coalmine.aws;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;

/** A transport that closes idle connections after a time that can be set. */
interface LongCallTransport {
  /**
   * A client whose connections may wait longer for a response.
   *
   * @param longest the time limit until the first byte of the response
   */
  SdkHttpClient.Builder<?> createForLongCalls(Duration longest);
}
