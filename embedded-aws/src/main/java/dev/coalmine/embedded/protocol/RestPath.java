package dev.coalmine.embedded.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The HTTP method and the path template of a REST JSON operation.
 *
 * @param method HTTP method
 * @param pattern the segments of the path, {} for a path parameter
 */
public record RestPath(String method, List<String> pattern) {
  private static final String OPEN = "{}";

  /** An operation at a path template, such as {@code /functions/{}/code}. */
  public static RestPath of(String method, String path) {
    return new RestPath(method, List.of(path.split("/", -1)));
  }

  /** The segments of a path as sent. Older clients send a trailing slash. */
  public static List<String> segments(String path) {
    boolean slash = path.length() > 1 && path.endsWith("/");
    return Arrays.asList((slash ? path.substring(0, path.length() - 1) : path).split("/", -1));
  }

  /** The percent-decoded segment. A plus sign stays a plus sign. */
  public static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * Whether a request has this method and path. A path parameter matches any segment that is not
   * empty.
   */
  public boolean matches(String otherMethod, List<String> segments) {
    if (!method.equals(otherMethod) || pattern.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      boolean open = pattern.get(i).equals(OPEN) && !segments.get(i).isEmpty();
      if (!open && !pattern.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The values of the path parameters, decoded. */
  public List<String> pathParameters(List<String> segments) {
    return IntStream.range(0, pattern.size())
        .filter(i -> pattern.get(i).equals(OPEN))
        .mapToObj(i -> decoded(segments.get(i)))
        .toList();
  }
}
