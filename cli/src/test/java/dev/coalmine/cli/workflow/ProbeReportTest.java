package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.HistoryComparison;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.report.CostEstimate;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.report.ReportPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A report shows probes, and what they cost, apart from callers. */
class ProbeReportTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private static ReleaseHistory history(String scenario) {
    try (HistoryComparison histories = new HistoryComparison(LOCAL.runtime())) {
      return histories.assertSameStory(
          ReleaseScenarios.named(scenario).run(LOCAL.runtime()).executions().iterator().next());
    }
  }

  @Test
  void probesAreCountedApartFromCallers() {
    String page = ReportPage.document(history("probes-alone-roll-back"));

    String text = page.substring(page.indexOf("<header")).replaceAll("<[^>]*>", " ");
    assertThat(text.replaceAll("\\s+", " "))
        .contains("probes, canary 30 19 failed (63 %)", "probes, baseline 30 0 failed (0 %)")
        .contains("requests, canary 2 2 failed");
  }

  /** Ten a minute to each version, from the first look to the last one but one. */
  @Test
  void theRequestsOfProbesAreOnTheBill() {
    CostEstimate bill = CostEstimate.of(history("probes-alone-roll-back"));

    assertThat(bill.lines())
        .filteredOn(line -> line.what().equals("Lambda requests of probes, at most"))
        .singleElement()
        .extracting(CostEstimate.CostItem::count)
        .isEqualTo(100.0);
    assertThat(bill.remarks()).anyMatch(remark -> remark.contains("functions that probes invoke"));
  }

  @Test
  void aReleaseWithoutProbesHasNoneInItsReport() {
    ReleaseHistory plain = history("few-callers-are-enough");

    assertThat(ReportPage.document(plain)).doesNotContain("probe");
    assertThat(CostEstimate.of(plain).lines()).noneMatch(line -> line.what().contains("probe"));
  }
}
