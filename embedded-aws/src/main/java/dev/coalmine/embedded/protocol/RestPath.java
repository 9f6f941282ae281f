package dev.coalmine.embedded.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a REST JSON operation is found.
 *
 * @param method HTTP method
 * @param pattern the segments of its path, {} for an open place
 */
public record RestPath(String method, List<String> pattern) {
  private static final String OPEN = "{}";

  public static RestPath of(String method, String path) {
    return new RestPath(method, List.of(path.split("/", -1)));
  }

  /** The segments of a path as it was sent; older clients send a slash at the end. */
  public static List<String> segments(String path) {
    boolean slash = path.length() > 1 && path.endsWith("/");
    return Arrays.asList((slash ? path.substring(0, path.length() - 1) : path).split("/", -1));
  }

  /** A segment as it was meant. */
  public static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

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

  /** What stands at the open places of the path, decoded. */
  public List<String> pathParameters(List<String> segments) {
    return IntStream.range(0, pattern.size())
        .filter(i -> pattern.get(i).equals(OPEN))
        .mapToObj(i -> decoded(segments.get(i)))
        .toList();
  }
}
