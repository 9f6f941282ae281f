package dev.coalmine.embedded.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.protocol.ParameterTable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ApiGatewayParametersTest {
  @Test
  void eachOperationHasItsParameters() {
    assertThat(ParameterTable.of(ApiGatewayService.class, "apigateway.parameters", "").operations())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ApiGatewayOperation.values()).map(ApiGatewayOperation::action).toList());
  }
}
