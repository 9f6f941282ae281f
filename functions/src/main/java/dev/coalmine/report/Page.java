package dev.coalmine.report;

/** A release as HTML: a document of its own, or a part of somebody else's. */
public final class Page {
  private Page() {}

  /** A whole document that needs nothing else: no network, no script. */
  public static String document(Story story) {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>report</title></head><body>"
        + fragment(story)
        + "</body></html>\n";
  }

  /** The same as one element, with its style. */
  public static String fragment(Story story) {
    return "<div class=\"coalmine\">" + story.moments().size() + "</div>";
  }
}
