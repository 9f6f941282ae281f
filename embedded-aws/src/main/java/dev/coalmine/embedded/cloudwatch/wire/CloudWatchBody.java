package dev.coalmine.embedded.cloudwatch.wire;

import dev.coalmine.embedded.http.WireRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Decodes a request's body: SDKs send large PutMetricData bodies gzipped. */
final class CloudWatchBody {
  private static final int MAX_BYTES = 16 << 20; // well above AWS's 1 MB; stops gzip bombs

  private CloudWatchBody() {}

  static byte[] of(WireRequest request) {
    if (!request.header("content-encoding").contains("gzip")) {
      return request.body();
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
      byte[] body = in.readNBytes(MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        throw CloudWatchErrors.tooLarge(MAX_BYTES);
      }
      return body;
    } catch (IOException e) {
      throw CloudWatchErrors.malformed("the body is not gzip: " + e.getMessage());
    }
  }
}
