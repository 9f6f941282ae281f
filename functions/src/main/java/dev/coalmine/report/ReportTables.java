package dev.coalmine.report;

import dev.coalmine.release.CompletedStep;
import dev.coalmine.release.Release;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.text.NumberText;
import dev.coalmine.text.TextLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of a report: all figures of the charts, and more. */
final class ReportTables {
  /**
   * The longest text of a cell in characters. The reason of the outcome is in the page's head in
   * full.
   */
  static final int LONGEST = 500;

  private final MarkupWriter html;
  private final TableWriter table;
  private final ReleaseHistory history;
  private final Axis axis;
  private final List<LookGroup> groups;
  private final List<Marker> markers;

  ReportTables(
      MarkupWriter html,
      ReleaseHistory history,
      Axis axis,
      List<LookGroup> groups,
      List<Marker> markers) {
    this.html = html;
    this.table = new TableWriter(html);
    this.history = history;
    this.axis = axis;
    this.groups = groups;
    this.markers = markers;
  }

  void write() {
    new TimelineTable(html, history, axis).write(groups, markers);
    history
        .latest()
        .ifPresent(
            release -> {
              steps(release);
              targets(release);
              steering(release);
            });
    failures();
    new LookTable(html, axis).write(history.analyses().size(), groups);
    alarms();
    request();
    cost();
    foot();
  }

  private String clock(Instant at) {
    return Format.clock(axis.elapsed(at));
  }

  private void steps(Release release) {
    if (release.progress().completedSteps().isEmpty()) {
      return;
    }
    table.open("Steps", true, "#weight", "#from", "#to", "#duration", "verdict", ">evidence");
    for (CompletedStep step : release.progress().completedSteps()) {
      table.openRow();
      table.number(step.weight().toString());
      table.number(clock(step.from()));
      table.number(clock(step.to()));
      table.number(Format.length(Duration.between(step.from(), step.to())));
      table.cell(step.verdict().toString());
      table.text(step.evidence());
      table.closeRow();
    }
    table.close();
  }

  private void targets(Release release) {
    table.open(
        release.targetProgress().size() == 1 ? "Target" : "Targets",
        true,
        "target",
        "before",
        "canary",
        "#weight now",
        "#canary: requests",
        "#failed",
        "#baseline: requests",
        "#failed");
    for (int i = 0; i < release.targetProgress().size(); i++) {
      TargetProgress part = release.targetProgress().get(i);
      table.openRow();
      table.name(part.target().toString());
      table.cell(ReleaseWording.baselineText(part));
      table.cell(ReleaseWording.canaryText(part));
      table.number(part.target().weightIn(part.currentRouting()).toString());
      LookGroup.total(history, i)
          .ifPresentOrElse(
              total -> {
                table.requests(total.canary());
                table.requests(total.baseline());
              },
              () -> {
                for (int blank = 0; blank < 4; blank++) {
                  table.number("–");
                }
              });
      table.closeRow();
    }
    table.close();
  }

  private void steering(Release release) {
    if (release.approvals().entries().isEmpty()) {
      return;
    }
    table.open("Commands", true, "#time", "by", "what", ">why");
    for (SteeringEntry said : release.approvals().entries()) {
      table.openRow();
      table.number(clock(said.at()));
      table.cell(said.by());
      table.cell(said.command().toText());
      table.text(said.why());
      table.closeRow();
    }
    table.close();
  }

  private void failures() {
    if (history.taskFailures().isEmpty()) {
      return;
    }
    Map<String, Integer> times = new HashMap<>();
    List<ReleaseHistory.TaskFailure> first = new ArrayList<>();
    for (ReleaseHistory.TaskFailure failure : history.taskFailures()) {
      if (times.merge(failure.state() + failure.error() + failure.cause(), 1, Integer::sum) == 1) {
        first.add(failure);
      }
    }
    table.open(
        "Errors of AWS or of functions", true, "#first", "state", "error", "#times", ">cause");
    for (ReleaseHistory.TaskFailure failure : first) {
      table.openRow();
      table.number(clock(failure.at()));
      table.cell(failure.state());
      table.cell(failure.error());
      table.number(String.valueOf(times.get(failure.state() + failure.error() + failure.cause())));
      table.text(TextLimit.cut(failure.cause(), LONGEST));
      table.closeRow();
    }
    table.close();
  }

  private void alarms() {
    List<AlarmBar> bars = AlarmBar.of(history);
    if (bars.isEmpty()) {
      return;
    }
    table.open("Alarms (" + bars.size() + ")", false, "alarm", "states");
    for (AlarmBar bar : bars) {
      table.openRow();
      table.name(bar.name());
      table.text(
          bar.spans().stream()
              .map(span -> clock(span.from()) + " " + span.describe())
              .collect(Collectors.joining(", ")));
      table.closeRow();
    }
    table.close();
  }

  private void request() {
    html.open("details", "class", "part", "open", "open").element("summary", "Request");
    html.element("pre", RequestText.of(history.request())).close();
  }

  private void cost() {
    CostEstimate estimate = CostEstimate.of(history);
    table.open("Cost", true, "", "#count", "#dollars");
    for (CostEstimate.CostItem line : estimate.lines()) {
      table.openRow();
      table.cell(line.what());
      table.number(
          line.count() == Math.rint(line.count())
              ? NumberText.grouped(line.count())
              : NumberText.rounded(line.count()));
      table.number(Format.dollars(line.dollars()));
      table.closeRow();
    }
    html.open("tr", "class", "sum");
    table.cell("total");
    table.cell("");
    table.number(Format.dollars(estimate.dollars()));
    table.closeRow();
    table.closeRows();
    FailedRequests.of(history)
        .forEach(one -> html.element("p", one.target() + ": " + one.toText()));
    estimate.remarks().forEach(remark -> html.element("p", remark, "class", "quiet"));
    table.closeFold();
  }

  private void foot() {
    html.open("footer").element("span", history.execution()).close();
  }
}
