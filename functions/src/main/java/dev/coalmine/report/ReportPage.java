package dev.coalmine.report;

import java.util.List;

/** A release as HTML: a document of its own, or a part of somebody else's. */
public final class ReportPage {

  private ReportPage() {}

  /** A whole document that needs nothing else: no network, no script. */
  public static String document(ReleaseHistory story) {
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
    html.element("title", PageHeader.outcomeWord(story) + " " + story.id());
    html.style(StyleSheet.PAGE).close().open("body");
    write(html, story, Theme.AUTO);
    return "<!doctype html>\n" + html.close().close() + "\n";
  }

  /** The same as one element, with its style, in the colours of the reader's system. */
  public static String fragment(ReleaseHistory story) {
    return fragment(story, Theme.AUTO);
  }

  /** The same in these colours. */
  public static String fragment(ReleaseHistory story, Theme theme) {
    MarkupWriter html = new MarkupWriter();
    write(html, story, theme);
    return html.toString();
  }

  private static void write(MarkupWriter html, ReleaseHistory story, Theme theme) {
    String style =
        switch (theme) {
          case AUTO -> "coalmine";
          case LIGHT -> "coalmine light";
          case DARK -> "coalmine dark";
        };
    html.open("div", "class", style).style(StyleSheet.SHEET);
    PageHeader.write(html, story);
    List<LookGroup> sights = LookGroup.of(story);
    Axis axis = Axis.of(story);
    List<Marker> marks = MarkerFinder.of(story);
    story
        .latest()
        .ifPresent(
            release -> {
              html.open("section").element("h2", "Over time", "class", "hidden");
              new ReleaseCharts(story, release, axis, marks, sights).draw(html);
              html.close();
            });
    new ReportTables(html, story, axis, sights, marks).write();
    html.close();
  }
}
