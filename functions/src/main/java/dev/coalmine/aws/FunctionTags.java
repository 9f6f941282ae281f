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
   * All tags of a function; empty if there is no such function, or if this role may not read it:
   * EventBridge sends events of all functions in the account, and the template grants permissions
   * for some. The SDK has no class for Lambda's AccessDeniedException, so its code is compared.
   *
   * @param function unqualified ARN of the function: aliases and versions have no tags
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
