package dev.coalmine.embedded.asl.definition;

import dev.coalmine.embedded.asl.expression.ReferencePath;
import java.util.List;
import java.util.Optional;

/**
 * The place of a result in the input.
 *
 * @param discards whether the result is discarded: ResultPath null
 * @param place its place otherwise
 */
record ResultPath(boolean discards, ReferencePath place) {
  /** The result replaces the whole input. */
  static final ResultPath WHOLE = new ResultPath(false, new ReferencePath("$", List.of()));

  static ResultPath read(DefinitionFields fields) {
    if (fields.has("ResultPath") && fields.tree("ResultPath") == null) {
      return new ResultPath(true, WHOLE.place());
    }
    Optional<ReferencePath> place = fields.referencePath("ResultPath");
    return place.map(found -> new ResultPath(false, found)).orElse(WHOLE);
  }

  Object put(Object input, Object result) {
    return discards ? input : place.put(input, result);
  }
}
