package dev.coalmine.local.asl;

import java.util.Map;
import java.util.Optional;

/** How data goes through a state: InputPath, Parameters, ResultSelector, ResultPath, OutputPath. */
final class DataFlow {
  private final Filter inputPath;
  private final Filter outputPath;
  private final Optional<Expression> parameters;
  private final Optional<Expression> resultSelector;
  private final ResultPath resultPath;

  private DataFlow(Fields fields, boolean templates, boolean selector, boolean result) {
    inputPath = Filter.read(fields, "InputPath");
    outputPath = Filter.read(fields, "OutputPath");
    parameters = templates ? fields.template("Parameters") : Optional.empty();
    resultSelector = selector ? fields.template("ResultSelector") : Optional.empty();
    resultPath = result ? ResultPath.read(fields) : ResultPath.WHOLE;
  }

  /** InputPath and OutputPath alone: Choice, Wait, Succeed. */
  static DataFlow paths(Fields fields) {
    return new DataFlow(fields, false, false, false);
  }

  /** Pass: no ResultSelector. */
  static DataFlow pass(Fields fields) {
    return new DataFlow(fields, true, false, true);
  }

  static DataFlow task(Fields fields) {
    return new DataFlow(fields, true, true, true);
  }

  /** What InputPath leaves of the raw input. */
  Object input(Scope raw) {
    return inputPath.apply(raw);
  }

  /** What the state works with: InputPath, then Parameters. */
  Object effectiveInput(Scope raw) {
    Object input = inputPath.apply(raw);
    return parameters.isPresent() ? parameters.get().evaluate(raw.over(input)) : input;
  }

  /** The state's output: ResultSelector, ResultPath into the raw input, OutputPath. */
  Object output(Scope raw, Object result) {
    Object selected =
        resultSelector.isPresent() ? resultSelector.get().evaluate(raw.over(result)) : result;
    return outputPath.apply(raw.over(resultPath.put(raw.input(), selected)));
  }

  /** A path that may be null, which leaves an empty object. */
  private record Filter(boolean nothing, Optional<Path> path) {
    static Filter read(Fields fields, String name) {
      if (fields.has(name) && fields.tree(name) == null) {
        return new Filter(true, Optional.empty());
      }
      return new Filter(false, fields.path(name));
    }

    Object apply(Scope scope) {
      if (nothing) {
        return Map.of();
      }
      return path.isPresent() ? path.get().evaluate(scope) : scope.input();
    }
  }
}
