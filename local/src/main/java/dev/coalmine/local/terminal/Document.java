package dev.coalmine.local.terminal;

import java.util.List;
import java.util.Map;

/**
 * A part of a release document, read leniently: a release that waits for its target has little of
 * it, and a line for people need not be refused for what another version of Coalmine calls
 * otherwise.
 */
record Document(Map<?, ?> fields) {
  Document at(String name) {
    return of(fields.get(name));
  }

  List<Document> all(String name) {
    return fields.get(name) instanceof List<?> items
        ? items.stream().map(Document::of).toList()
        : List.of();
  }

  String text(String name) {
    return fields.get(name) instanceof String text ? text : "";
  }

  double number(String name) {
    return fields.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  private static Document of(Object tree) {
    return new Document(tree instanceof Map<?, ?> map ? map : Map.of());
  }
}
