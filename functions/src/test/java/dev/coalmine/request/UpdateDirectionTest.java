package dev.coalmine.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageTarget;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateDirectionTest {
  @ParameterizedTest
  @CsvSource({
    "8, 7, '', FORWARD",
    "10, 9, '', FORWARD",
    "9, 10, '', BACK",
    "7, 7, '', THERE",
    "7, 7, 8, THERE",
    "8, 7, 8, FORWARD",
    "6, 7, 8, BACK",
    "8, $LATEST, '', FORWARD"
  })
  void versionsHaveAnOrder(String wanted, String found, String canary, UpdateDirection way) {
    Map<String, BigDecimal> beside = canary.isEmpty() ? Map.of() : Map.of(canary, BigDecimal.TEN);

    assertThat(
            UpdateDirection.of(
                new AliasTarget("orders", "live", wanted), new AliasRouting(found, beside)))
        .isEqualTo(way);
  }

  @ParameterizedTest
  @CsvSource({
    "d1, live, false, THERE",
    "d2, live, false, FORWARD",
    "d2, live, true, BACK",
    "d1, next, false, EITHER"
  })
  void stagesAreComparedByWhatTheyHave(
      String deployment, String variable, boolean older, UpdateDirection way) {
    StageTarget wanted = new StageTarget("a1", "prod", deployment, Map.of("lambdaAlias", variable));
    StageRouting found =
        new StageRouting(
            "d1",
            Map.of("lambdaAlias", "live", "other", "x"),
            new StageRouting.StageCanary("d2", BigDecimal.TEN, Map.of()));

    assertThat(UpdateDirection.of(wanted, found, older)).isEqualTo(way);
  }
}
