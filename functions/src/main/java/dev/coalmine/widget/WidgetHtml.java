package dev.coalmine.widget;

import dev.coalmine.aws.Executions;
import dev.coalmine.document.Json;
import dev.coalmine.text.DurationText;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HTML of a custom widget, in CloudWatch's own style and with its own kind of links: an element,
 * and after it what calls the function again.
 *
 * @param function ARN of the function that draws
 */
record WidgetHtml(String function) {
  private static final int LONGEST_REASON = 240;

  /**
   * A release in the list.
   *
   * @param status how it stands, or how it ended
   * @param weight of the canary, if it is known
   */
  record ReleaseRow(
      Executions.ListedExecution execution,
      String id,
      String status,
      String weight,
      String reason) {}

  /**
   * The releases that run, and those that have ended.
   *
   * @param when those ended; empty for any time
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
            escaped(DurationText.cut(row.reason(), LONGEST_REASON)));
  }

  /**
   * A picture that has a style of its own, which CloudWatch's must not mix with, below the way
   * back.
   *
   * @param picture HTML
   */
  String withBackLink(String picture) {
    return "<div class=\"cwdb-no-default-styles\"></div>" + back() + picture;
  }

  private String back() {
    String link = "<a class=\"btn\" style=\"cursor:pointer;text-decoration:underline\">%s</a>";
    return "<p>" + link(link.formatted("All releases"), "") + "</p>";
  }

  /** Whatever the widget's own parameters are, both of them are said. */
  private String link(String element, String release) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("release", release);
    parameters.put("newest", false);
    return "%s<cwdb-action action=\"call\" display=\"widget\" event=\"click\" endpoint=\"%s\">%s</cwdb-action>"
        .formatted(element, escaped(function), escaped(Json.toJson(parameters)));
  }

  /** Why nothing else is shown. */
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
                default -> escaped.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
              }
            });
    return escaped.toString();
  }
}
