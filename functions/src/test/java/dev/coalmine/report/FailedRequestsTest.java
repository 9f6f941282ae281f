package dev.coalmine.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The failed requests of a release as a sentence. */
class FailedRequestsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1204 | 31 | 1.0023 | the canary served 1,204 requests, of which 31 failed; at the"
            + " baseline's error rate, 1 would have failed",
        "6667 | 6 | 123.4 | the canary served 6,667 requests, of which 6 failed; at the baseline's"
            + " error rate, 123 would have failed",
        "4 | 4 | 0.0134 | the canary served 4 requests, of which 4 failed; at the baseline's error"
            + " rate, 0 would have failed",
        "90 | 2 | 2.55 | the canary served 90 requests, of which 2 failed; at the baseline's error"
            + " rate, 2.6 would have failed",
        "4 | 0 | 0 | the canary served 4 requests, of which 0 failed; at the baseline's error rate,"
            + " 0 would have failed",
        "4 | 4 | -1 | the canary served 4 requests, of which 4 failed",
        "0 | 0 | -1 | no canary requests were counted"
      })
  void itIsASentence(double requests, double failed, double usual, String words) {
    OptionalDouble anyway = usual < 0 ? OptionalDouble.empty() : OptionalDouble.of(usual);

    RequestCounts canary = new RequestCounts(requests, failed, 0, ThresholdCounts.NONE);
    assertThat(new FailedRequests("orders:live", canary, anyway).toText()).isEqualTo(words);
  }
}
