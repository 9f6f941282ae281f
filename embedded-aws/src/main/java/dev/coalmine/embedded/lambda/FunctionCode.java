package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.JsonFields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A deployment package. It is never unpacked or run, so any bytes are valid.
 *
 * @param sha256 its digest in Base64
 * @param size its length in bytes
 */
record FunctionCode(String sha256, long size) {

  static FunctionCode of(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new FunctionCode(Base64.getEncoder().encodeToString(digest), bytes.length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Reads CreateFunction's Code or the fields of UpdateFunctionCode. */
  static FunctionCode of(JsonFields fields) {
    if (fields.has("ZipFile")) {
      return of(zip(fields.text("ZipFile")));
    }
    String elsewhere = fields.text("S3Key") + fields.text("ImageUri");
    if (elsewhere.isEmpty()) {
      throw LambdaErrors.invalid("Please provide a source for function code.");
    }
    // There is no S3 here. The same S3 location counts as the same code.
    String place = fields.text("S3Bucket") + "/" + elsewhere + "@" + fields.text("S3ObjectVersion");
    return of(place.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] zip(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (bytes.length == 0) {
        throw LambdaErrors.invalid("Uploaded file must be a non-empty zip");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new AwsError(400, "SerializationException", "ZipFile is not Base64: " + e.getMessage());
    }
  }
}
