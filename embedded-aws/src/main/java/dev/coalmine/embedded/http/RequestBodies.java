package dev.coalmine.embedded.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the bodies of requests, which are bounded each, and together while they are held. */
final class RequestBodies {
  /** What is read of a body that nobody wants, so that its sender reads the answer. */
  private static final long MOST_UNWANTED = 128L << 20;

  private static final int CHUNK = 64 << 10;

  private final AtomicLong held = new AtomicLong();
  private final long most;

  /**
   * No bodies yet.
   *
   * @param most bytes of all bodies that are held at a time
   */
  RequestBodies(long most) {
    this.most = most;
  }

  /** Why a body was not read. */
  enum BodyFault {
    NONE,
    TOO_LARGE,
    NO_ROOM
  }

  /** A body, held until it is closed. */
  final class HeldBody implements AutoCloseable {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private long taken;
    private BodyFault fault = BodyFault.NONE;

    private HeldBody() {}

    BodyFault fault() {
      return fault;
    }

    byte[] bytes() {
      return read.toByteArray();
    }

    private void fill(InputStream in, int longest) throws IOException {
      for (byte[] chunk = next(in); chunk.length > 0; chunk = next(in)) {
        if (read.size() + chunk.length > longest) {
          fault = BodyFault.TOO_LARGE;
          return;
        }
        taken += chunk.length;
        if (held.addAndGet(chunk.length) > most) {
          fault = BodyFault.NO_ROOM;
          return;
        }
        read.writeBytes(chunk);
      }
    }

    @Override
    public void close() {
      held.addAndGet(-taken);
    }
  }

  /**
   * Reads one body.
   *
   * @param longest bytes that it may have
   */
  HeldBody read(InputStream in, int longest) throws IOException {
    HeldBody body = new HeldBody();
    try {
      body.fill(in, longest);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      body.close();
      throw e;
    }
    return body;
  }

  /** Reads the rest of a body that nobody wants, without keeping it. */
  static void skip(InputStream in) throws IOException {
    long skipped = 0;
    for (int n = next(in).length; n > 0 && skipped < MOST_UNWANTED; n = next(in).length) {
      skipped += n;
    }
  }

  private static byte[] next(InputStream in) throws IOException {
    return in.readNBytes(CHUNK);
  }
}
