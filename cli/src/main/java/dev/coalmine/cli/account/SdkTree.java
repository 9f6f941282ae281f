package dev.coalmine.cli.account;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;

/** An answer of AWS as the tree that the AWS CLI prints: fields by their names in the API. */
final class SdkTree {
  private SdkTree() {}

  /** Without fields that AWS left out. */
  static Map<String, Object> of(SdkPojo answer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (SdkField<?> field : answer.sdkFields()) {
      Object value = field.getValueOrDefault(answer);
      if (value != null && !(value instanceof SdkAutoConstructList)) {
        tree.put(field.memberName(), plain(value));
      }
    }
    return tree;
  }

  private static Object plain(Object value) {
    if (value instanceof SdkPojo answer) {
      return of(answer);
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(SdkTree::plain).toList();
    }
    return value instanceof Instant ? value.toString() : value;
  }
}
