package dev.coalmine.aws;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Tags of functions. */
public final class FunctionTags {
  private final LambdaClient lambda;

  FunctionTags(LambdaClient lambda) {
    this.lambda = lambda;
  }

  /**
   * All tags of a function, or nothing where there is no such function or where we have no business
   * with it: EventBridge tells of every function in the account, and the template grants the rights
   * to some. Lambda's model has no class for that error, so it is known by its code.
   *
   * @param function the function's ARN, unqualified: aliases and versions have no tags
   */
  public Optional<Map<String, String>> of(String function) {
    try {
      return Optional.of(lambda.listTags(list -> list.resource(function)).tags());
    } catch (ResourceNotFoundException none) {
      return Optional.empty();
    } catch (LambdaException refused) {
      if (FailureKind.of(refused) == FailureKind.RIGHTS) {
        return Optional.empty();
      }
      throw refused;
    }
  }
}
