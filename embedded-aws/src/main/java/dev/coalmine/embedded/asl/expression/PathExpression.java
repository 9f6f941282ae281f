package dev.coalmine.embedded.asl.expression;

import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import dev.coalmine.embedded.json.JsonView;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A JSONPath into the input ({@code $}) or into the context object ({@code $$}). */
public final class PathExpression implements Expression {
  private final String text;
  private final boolean ofContext;
  private final Optional<ReferencePath> reference;
  private final JsonPath compiled;

  private PathExpression(String text, boolean ofContext, String path) {
    this.text = text;
    this.ofContext = ofContext;
    this.reference = ReferencePath.parse(path);
    // Reference paths do not need the library, and nearly every path is one.
    this.compiled = reference.isPresent() ? null : JsonPath.compile(path);
  }

  /**
   * Parses a path.
   *
   * @throws IllegalArgumentException with the reason
   */
  public static PathExpression parse(String text) {
    if (!text.startsWith("$")) {
      throw new IllegalArgumentException("path \"" + text + "\" does not start with $");
    }
    boolean ofContext = text.startsWith("$$");
    try {
      return new PathExpression(text, ofContext, ofContext ? text.substring(1) : text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "path \"" + text + "\" is not a JSONPath: " + e.getMessage(), e);
    }
  }

  /** The value, or {@link JsonView#MISSING}. */
  public Object find(EvaluationScope scope) {
    Object root = ofContext ? scope.context() : scope.input();
    if (reference.isPresent()) {
      return reference.get().find(root);
    }
    try {
      return root == null
          ? JsonView.MISSING
          : JsonTrees.freeze(compiled.read(root, PlainJsonProvider.CONFIGURATION));
    } catch (PathNotFoundException e) {
      // Recorded behaviour: a path that may find several values finds none, and does not fail.
      return compiled.isDefinite() ? JsonView.MISSING : List.of();
    }
  }

  @Override
  public Object evaluate(EvaluationScope scope) {
    return evaluate(scope, path -> "Invalid path '" + path + "' : " + absence(scope));
  }

  @Override
  public Object evaluate(EvaluationScope scope, UnaryOperator<String> missing) {
    Object found = find(scope);
    if (found == JsonView.MISSING) {
      throw StateFailure.runtime(missing.apply(text));
    }
    return found;
  }

  private String absence(EvaluationScope scope) {
    return reference
        .map(path -> path.absence(ofContext ? scope.context() : scope.input()))
        .orElse("No results for path");
  }

  @Override
  public String toString() {
    return text;
  }
}
