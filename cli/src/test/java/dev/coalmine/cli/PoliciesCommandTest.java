package dev.coalmine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.account.Sleeper;
import dev.coalmine.cli.testing.ProjectFolderExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IAM's limits are known before a deployment. */
@ExtendWith(ProjectFolderExtension.class)
class PoliciesCommandTest {
  private static final String ARN = "arn:aws:lambda:eu-central-1:123456789012:function:";

  private record Printed(int exit, String text) {}

  @Test
  void aFewFunctionsFit() {
    Printed printed = run("policies", "--parameter", "Functions=" + functions(5));

    assertThat(printed.exit()).isZero();
    assertThat(printed.text())
        .contains("PrepareRole", "of 10,240", "OwnFunctionsPolicy", "of  6,144");
  }

  @Test
  void aPatternTakesThePlaceOfAnyNumberOfFunctions() {
    assertThat(run("policies", "--parameter", "Functions=" + ARN + "shop-*").exit()).isZero();
  }

  /** As many as a value of 4,096 bytes holds, in both lists. */
  @ParameterizedTest
  @ValueSource(strings = {"policies", "up"})
  void policiesThatIamWouldRefuseAreRefused(String command) {
    Printed printed =
        run(
            command,
            "--parameter",
            "Functions=" + functions(50),
            "--parameter",
            "HookFunctions=" + functions(50));

    assertThat(printed.exit()).isEqualTo(command.equals("up") ? 64 : 2);
    assertThat(printed.text()).contains("PrepareRole", "10,240", "patterns such as orders-*");
  }

  @Test
  void valuesThatCloudFormationWouldRefuseAreRefused() {
    Printed printed = run("policies", "--parameter", "Functions=" + functions(70));

    assertThat(printed.exit()).isEqualTo(64);
    assertThat(printed.text()).contains("Parameters.Functions", "CloudFormation takes 4,096");
  }

  private static String functions(int count) {
    return IntStream.range(100, 100 + count)
        .mapToObj(number -> ARN + "shop-order-" + number)
        .collect(Collectors.joining(","));
  }

  private static Printed run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    int exit = Main.run(both, both, Sleeper.WALL, words);
    return new Printed(exit, out.toString(StandardCharsets.UTF_8));
  }
}
