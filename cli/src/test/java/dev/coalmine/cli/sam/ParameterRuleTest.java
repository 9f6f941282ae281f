package dev.coalmine.cli.sam;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.cli.testing.ProjectFolder;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of parameters are accepted as CloudFormation accepts them. */
class ParameterRuleTest {
  private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:";

  @Test
  void thePatternOfAListHoldsForEachOfItsValues() {
    assertThatCode(() -> check("Functions", ARN + "orders, " + ARN + "pay-*"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check("Functions", ARN + "orders," + ARN + "orders:8"))
        .hasMessageStartingWith(
            "template, Parameters.Functions: " + ARN + "orders:8 does not match");
  }

  @ParameterizedTest
  @CsvSource({
    "Exceedance, p99, 'p99 is none of TRIMMED_COUNT, PERCENTILE_RANK'",
    "MakeDashboard, yes, 'yes is none of true, false'",
    "LogRetentionDays, 2, '2 is none of 1, 3, 5, 7'",
  })
  void onlyAllowedValuesAreAccepted(String parameter, String value, String fault) {
    assertThatThrownBy(() -> check(parameter, value)).hasMessageContaining(fault);
  }

  /** CloudFormation's quota for one value. */
  @Test
  void aValueHasAtMost4096Bytes() {
    assertThatThrownBy(() -> check("Functions", functions(65)))
        .hasMessageContaining("a value of 4,")
        .hasMessageContaining("CloudFormation takes 4,096")
        .hasMessageContaining("patterns such as orders-*");
    assertThatCode(() -> check("Functions", functions(60))).doesNotThrowAnyException();
  }

  private static String functions(int count) {
    return IntStream.range(100, 100 + count)
        .mapToObj(n -> ARN + "orders-placed-" + n)
        .collect(Collectors.joining(","));
  }

  private static void check(String parameter, String value) throws IOException {
    SamTemplate.read(ProjectFolder.ROOT.resolve("template.yaml"))
        .checkParameters(Map.of(parameter, value));
  }
}
