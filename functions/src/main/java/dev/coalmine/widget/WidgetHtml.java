package dev.coalmine.widget;

import dev.coalmine.aws.Executions;
import dev.coalmine.document.Json;
import dev.coalmine.text.TextLimit;
import dev.coalmine.text.VisibleText;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HTML of a custom widget in CloudWatch's style. A link is an element followed by a {@code
 * cwdb-action} element, which calls the function again.
 *
 * @param function ARN of the function of the widget
 */
record WidgetHtml(String function) {
  private static final int LONGEST_REASON = 240;

  /**
   * A release in the list.
   *
   * @param status its state or its outcome
   * @param weight of the canary; empty if it is not known
   */
  record ReleaseRow(
      Executions.ListedExecution execution,
      String id,
      String status,
      String weight,
      String reason) {}

  /**
   * The list of running and of ended releases.
   *
   * @param when the time range of the ended releases; empty for any time
   */
  String list(List<ReleaseRow> running, List<ReleaseRow> ended, String when) {
    return table("Running", running, "No release is running.")
        + table("Ended", ended, ("No release ended " + when).strip() + ".");
  }

  private String table(String title, List<ReleaseRow> rows, String none) {
    StringBuilder table = new StringBuilder("<h3>" + title + "</h3>");
    if (rows.isEmpty()) {
      return table.append("<p>").append(escaped(none)).append("</p>").toString();
    }
    table.append(
        "<table><tr><th>release</th><th>status</th><th>weight</th><th>started</th><th>reason</th></tr>");
    rows.forEach(row -> table.append(row(row)));
    return table.append("</table>").toString();
  }

  private String row(ReleaseRow row) {
    return "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
        .formatted(
            link("<a>" + escaped(row.id()) + "</a>", row.execution().arn()),
            escaped(row.status()),
            escaped(row.weight()),
            row.execution().startedAt().truncatedTo(ChronoUnit.SECONDS),
            escaped(TextLimit.cut(row.reason(), LONGEST_REASON)));
  }

  /**
   * A report below a link to the list. CloudWatch's styles do not apply to it.
   *
   * @param picture the report, HTML
   */
  String withBackLink(String picture) {
    return "<div class=\"cwdb-no-default-styles\"></div>" + back() + picture;
  }

  private String back() {
    String link = "<a class=\"btn\" style=\"cursor:pointer;text-decoration:underline\">%s</a>";
    return "<p>" + link(link.formatted("All releases"), "") + "</p>";
  }

  /** A link sets both parameters, so that those of the widget do not apply. */
  private String link(String element, String release) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("release", release);
    parameters.put("newest", false);
    return "%s<cwdb-action action=\"call\" display=\"widget\" event=\"click\" endpoint=\"%s\">%s</cwdb-action>"
        .formatted(element, escaped(function), escaped(Json.toJson(parameters)));
  }

  /** The message that is shown instead of releases. */
  String errorMessage(String why) {
    return "<p>Cannot show this: " + escaped(why) + "</p>" + back();
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(VisibleText.isVisible(c) ? c : ' ');
              }
            });
    return escaped.toString();
  }
}
