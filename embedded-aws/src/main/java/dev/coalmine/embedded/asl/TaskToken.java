package dev.coalmine.embedded.asl;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * The text of a task token: random bytes and their checksum. AWS tells a text that is no token
 * (InvalidToken) from the token of a task that it does not know (TaskDoesNotExist), so a token must
 * show that it is one.
 */
final class TaskToken {
  private static final int RANDOM = 44;
  private static final int BYTES = RANDOM + Integer.BYTES;

  private TaskToken() {}

  /** A new token. */
  static String random(RandomGenerator random) {
    byte[] secret = new byte[RANDOM];
    random.nextBytes(secret);
    byte[] token = ByteBuffer.allocate(BYTES).put(secret).putInt(checksum(secret)).array();
    return Base64.getEncoder().encodeToString(token);
  }

  /** Whether the text can be a token. */
  static boolean isWellFormed(String text) {
    try {
      ByteBuffer token = ByteBuffer.wrap(Base64.getDecoder().decode(text));
      byte[] secret = new byte[RANDOM];
      return token.remaining() == BYTES && token.get(secret).getInt() == checksum(secret);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static int checksum(byte[] secret) {
    CRC32 checksum = new CRC32();
    checksum.update(secret);
    return (int) checksum.getValue();
  }
}
