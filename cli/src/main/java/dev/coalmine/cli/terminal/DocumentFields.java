package dev.coalmine.cli.terminal;

import java.util.List;
import java.util.Map;

/**
 * A part of a release document, read leniently: a release that waits for its target has little of
 * it, and a line for people need not be refused for what another version of Coalmine calls
 * otherwise.
 */
record DocumentFields(Map<?, ?> fields) {
  DocumentFields field(String name) {
    return of(fields.get(name));
  }

  List<DocumentFields> list(String name) {
    return fields.get(name) instanceof List<?> items
        ? items.stream().map(DocumentFields::of).toList()
        : List.of();
  }

  String text(String name) {
    return fields.get(name) instanceof String text ? text : "";
  }

  double number(String name) {
    return fields.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  private static DocumentFields of(Object tree) {
    return new DocumentFields(tree instanceof Map<?, ?> map ? map : Map.of());
  }
}
