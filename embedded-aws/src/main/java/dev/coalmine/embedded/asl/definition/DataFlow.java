package dev.coalmine.embedded.asl.definition;

import dev.coalmine.embedded.asl.expression.EvaluationScope;
import dev.coalmine.embedded.asl.expression.Expression;
import dev.coalmine.embedded.asl.expression.PathExpression;
import java.util.Map;
import java.util.Optional;

/** The data flow of a state: InputPath, Parameters, ResultSelector, ResultPath, OutputPath. */
public final class DataFlow {
  private final PathFilter inputPath;
  private final PathFilter outputPath;
  private final Optional<Expression> parameters;
  private final Optional<Expression> resultSelector;
  private final ResultPath resultPath;

  private DataFlow(DefinitionFields fields, boolean templates, boolean selector, boolean result) {
    inputPath = PathFilter.read(fields, "InputPath");
    outputPath = PathFilter.read(fields, "OutputPath");
    parameters = templates ? fields.template("Parameters") : Optional.empty();
    resultSelector = selector ? fields.template("ResultSelector") : Optional.empty();
    resultPath = result ? ResultPath.read(fields) : ResultPath.WHOLE;
  }

  /** InputPath and OutputPath only: Choice, Wait, Succeed. */
  public static DataFlow paths(DefinitionFields fields) {
    return new DataFlow(fields, false, false, false);
  }

  /** Pass: no ResultSelector. */
  public static DataFlow pass(DefinitionFields fields) {
    return new DataFlow(fields, true, false, true);
  }

  public static DataFlow task(DefinitionFields fields) {
    return new DataFlow(fields, true, true, true);
  }

  /** The raw input after InputPath. */
  public Object input(EvaluationScope raw) {
    return inputPath.apply(raw);
  }

  /** The effective input of the state: InputPath, then Parameters. */
  public Object effectiveInput(EvaluationScope raw) {
    Object input = inputPath.apply(raw);
    return parameters.isPresent() ? parameters.get().evaluate(raw.withInput(input)) : input;
  }

  /** The state's output: ResultSelector, ResultPath into the raw input, OutputPath. */
  public Object output(EvaluationScope raw, Object result) {
    Object selected =
        resultSelector.isPresent() ? resultSelector.get().evaluate(raw.withInput(result)) : result;
    return outputPath.apply(raw.withInput(resultPath.put(raw.input(), selected)));
  }

  /** A path that may be null, which selects an empty object. */
  private record PathFilter(boolean selectsNothing, Optional<PathExpression> path) {
    static PathFilter read(DefinitionFields fields, String name) {
      if (fields.has(name) && fields.tree(name) == null) {
        return new PathFilter(true, Optional.empty());
      }
      return new PathFilter(false, fields.path(name));
    }

    Object apply(EvaluationScope scope) {
      if (selectsNothing) {
        return Map.of();
      }
      return path.isPresent() ? path.get().evaluate(scope) : scope.input();
    }
  }
}
