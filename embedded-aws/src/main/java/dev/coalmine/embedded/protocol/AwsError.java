package dev.coalmine.embedded.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/** An error of an AWS service. Each service writes it in its own wire format. */
public final class AwsError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final LinkedHashMap<String, String> headers;

  /**
   * An error without extra headers.
   *
   * @param status HTTP status, 400 to 599
   * @param code the service's error code, such as {@code ResourceNotFoundException}
   * @param message the service's error message
   */
  public AwsError(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  /** An error with extra headers, such as {@code Retry-After}. */
  public AwsError(int status, String code, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.headers = new LinkedHashMap<>(headers);
  }

  /** The HTTP status, 400 to 599. */
  public int status() {
    return status;
  }

  /** The service's error code. */
  public String code() {
    return code;
  }

  /** Extra HTTP headers of this error. */
  public Map<String, String> headers() {
    return headers;
  }
}
