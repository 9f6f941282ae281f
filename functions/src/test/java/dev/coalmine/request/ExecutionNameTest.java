package dev.coalmine.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of executions: the same for the same, another for another, and none that AWS refuses. */
class ExecutionNameTest {
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

  @Test
  void aReleaseIsNamedAfterWhatItReleases() {
    assertThat(ExecutionName.of(new PublishedVersion(ARN + "orders", "8"), "live"))
        .matches("orders-live-8-[0-9a-f]{16}")
        .isEqualTo(ExecutionName.of(new PublishedVersion(ARN + "orders", "8"), "live"));
  }

  @ParameterizedTest
  @CsvSource({
    "a-b, c, 1, a, b-c, 1",
    "a, b, 1, a, b, 2",
    "a, b-1, 2, a, b, 1-2",
  })
  void anotherReleaseHasAnotherName(
      String function, String alias, String version, String other, String its, String number) {
    assertThat(ExecutionName.of(new PublishedVersion(ARN + function, version), alias))
        .isNotEqualTo(ExecutionName.of(new PublishedVersion(ARN + other, number), its));
  }

  @ParameterizedTest
  @CsvSource({
    "{}, 2026-01-01T12:00:59.999Z, true",
    "{}, 2026-01-01T12:01:00Z, false",
    "[], 2026-01-01T12:00:00Z, false"
  })
  void theSameRequestHasTheSameNameWithinAMinute(String request, Instant asked, boolean same) {
    String name = ExecutionName.ofRequest("orders", "{}", Instant.parse("2026-01-01T12:00:00Z"));

    assertThat(name).matches("orders-[0-9a-f]{16}");
    assertThat(ExecutionName.ofRequest("orders", request, asked).equals(name)).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({"64, 128", "64, 0", "1, 1"})
  void stepFunctionsTakesAnyOfThem(int function, int alias) {
    PublishedVersion published =
        new PublishedVersion(ARN + "f".repeat(function), "123456789012345678");
    String name = ExecutionName.of(published, alias == 0 ? "a b/ü:" : "a".repeat(alias));

    assertThat(name).matches("[A-Za-z0-9_-]{1,80}");
  }

  @ParameterizedTest
  @CsvSource({
    "11111111-abcd-1111-abcd-111111abcdef, pipeline-11111111-abcd-1111-abcd-111111abcdef",
    "a/b, pipeline-[0-9a-f]{16}",
  })
  void aJobsReleaseIsNamedAfterTheJob(String job, String name) {
    assertThat(ExecutionName.ofJob(job)).matches(name);
  }
}
