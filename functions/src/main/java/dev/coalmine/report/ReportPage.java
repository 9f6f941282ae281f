package dev.coalmine.report;

import java.util.List;

/** A release as HTML: a document, or an element of another page. */
public final class ReportPage {

  private ReportPage() {}

  /** A document that needs no network and no script. */
  public static String document(ReleaseHistory history) {
    MarkupWriter html = new MarkupWriter();
    html.open("html", "lang", "en").open("head");
    html.leaf("meta", "charset", "utf-8");
    html.leaf(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    html.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.leaf("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", PageHeader.outcomeWord(history) + " " + history.id());
    html.style(StyleSheet.PAGE).close().open("body");
    write(html, history, Theme.AUTO);
    return "<!doctype html>\n" + html.close().close() + "\n";
  }

  /** One element with its style, in the colours of the reader's system. */
  public static String fragment(ReleaseHistory history) {
    return fragment(history, Theme.AUTO);
  }

  /** The same in the given colours. */
  public static String fragment(ReleaseHistory history, Theme theme) {
    MarkupWriter html = new MarkupWriter();
    write(html, history, theme);
    return html.toString();
  }

  private static void write(MarkupWriter html, ReleaseHistory history, Theme theme) {
    String style =
        switch (theme) {
          case AUTO -> "coalmine";
          case LIGHT -> "coalmine light";
          case DARK -> "coalmine dark";
        };
    html.open("div", "class", style).style(StyleSheet.SHEET);
    PageHeader.write(html, history);
    List<LookGroup> groups = LookGroup.of(history);
    Axis axis = Axis.of(history);
    List<Marker> markers = MarkerFinder.of(history);
    history
        .latest()
        .ifPresent(
            release -> {
              html.open("section").element("h2", "Over time", "class", "hidden");
              new ReleaseCharts(history, release, axis, markers, groups).draw(html);
              html.close();
            });
    new ReportTables(html, history, axis, groups, markers).write();
    html.close();
  }
}
