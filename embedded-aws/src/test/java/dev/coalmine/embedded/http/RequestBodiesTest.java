package dev.coalmine.embedded.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.http.RequestBodies.BodyFault;
import dev.coalmine.embedded.http.RequestBodies.HeldBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.junit.jupiter.api.Test;

/** Bodies are bounded each, and together while they are held. */
class RequestBodiesTest {
  private static final int KB = 1024;

  private final RequestBodies bodies = new RequestBodies(200 * KB);

  private HeldBody read(int length) throws IOException {
    return bodies.read(new ByteArrayInputStream(new byte[length]), 150 * KB);
  }

  @Test
  void aBodyIsReadAsItIs() throws IOException {
    try (HeldBody body = bodies.read(new ByteArrayInputStream(new byte[] {1, 2, 3}), 3)) {
      assertThat(body.fault()).isEqualTo(BodyFault.NONE);
      assertThat(body.bytes()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void aLongerBodyIsNotKept() throws IOException {
    try (HeldBody body = bodies.read(new ByteArrayInputStream(new byte[100]), 99)) {
      assertThat(body.fault()).isEqualTo(BodyFault.TOO_LARGE);
      assertThat(body.bytes()).isEmpty();
    }
  }

  @Test
  void thereIsNoRoomUntilOthersAreClosed() throws IOException {
    HeldBody first = read(140 * KB);
    try (HeldBody second = read(100 * KB)) {
      assertThat(second.fault()).isEqualTo(BodyFault.NO_ROOM);
    }
    first.close();
    try (HeldBody third = read(100 * KB)) {
      assertThat(third.fault()).isEqualTo(BodyFault.NONE);
    }
  }

  @Test
  void aBodyThatBreaksOffHoldsNothing() throws IOException {
    InputStream gone = InputStream.nullInputStream();
    gone.close();
    InputStream broken =
        new SequenceInputStream(new ByteArrayInputStream(new byte[100 * KB]), gone);
    assertThatThrownBy(() -> bodies.read(broken, 150 * KB)).isInstanceOf(IOException.class);
    try (HeldBody whole = read(150 * KB)) {
      assertThat(whole.fault()).isEqualTo(BodyFault.NONE);
    }
  }
}
