package dev.coalmine.embedded.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.protocol.ParameterTable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LambdaParametersTest {
  @Test
  void eachOperationHasItsParameters() {
    assertThat(ParameterTable.of(LambdaService.class, "lambda.parameters", "").operations())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(LambdaOperation.values()).map(LambdaOperation::action).toList());
  }
}
