package dev.coalmine.local.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a REST JSON operation is found.
 *
 * @param method HTTP method
 * @param own the segments of its path, {} for an open place
 */
record RestPath(String method, List<String> own) {
  private static final String OPEN = "{}";

  static RestPath of(String method, String path) {
    return new RestPath(method, List.of(path.split("/", -1)));
  }

  /** The segments of a path as it was sent; older clients send a slash at the end. */
  static List<String> segments(String path) {
    boolean slash = path.length() > 1 && path.endsWith("/");
    return Arrays.asList((slash ? path.substring(0, path.length() - 1) : path).split("/", -1));
  }

  /** A segment as it was meant. */
  static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  boolean matches(String otherMethod, List<String> segments) {
    if (!method.equals(otherMethod) || own.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < own.size(); i++) {
      boolean open = own.get(i).equals(OPEN) && !segments.get(i).isEmpty();
      if (!open && !own.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** What stands at the open places of the path, decoded. */
  List<String> openPlaces(List<String> segments) {
    return IntStream.range(0, own.size())
        .filter(i -> own.get(i).equals(OPEN))
        .mapToObj(i -> decoded(segments.get(i)))
        .toList();
  }
}
