package dev.coalmine.report;

/**
 * The kind of a marker on the time axis. Each kind has its own shape, so that colour is not needed.
 */
enum MarkerKind {
  /** The targets were found ready. */
  START("start", "M-4-5.5L6 0L-4 5.5Z", MarkerTone.PLAIN, 1),
  /** The release waits for a target or for another release. */
  WAIT("waiting", "M-4.5-5.5H4.5L-4.5 5.5H4.5Z", MarkerTone.PLAIN, 3),
  /** The release marked its targets as its own. */
  CLAIM("claim", "M-4 6.5V-6L5-3L-4 .5", MarkerTone.LINE, 1),
  /** The canary's weight rose. */
  ADVANCE("weight raised", "M0-5.5L5.5 4.5H-5.5Z", MarkerTone.CANARY, 4),
  /** The canary's weight fell. */
  STEP_BACK("weight lowered", "M0 5.5L5.5-4.5H-5.5Z", MarkerTone.BAD, 6),
  /** The canary got all requests. */
  PROMOTE("promoted", "M0-7L7 0L0 7L-7 0Z", MarkerTone.CANARY, 9),
  /** The targets were rolled back. */
  ROLL_BACK("rolled back", "M-5.5-5.5L5.5 5.5M5.5-5.5L-5.5 5.5", MarkerTone.BAD_LINE, 9),
  /** The release awaits approval. */
  ASK(
      "approval requested",
      "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1-6 0ZM0 3.2V3.4M-1.6-1.6A1.7 1.7 0 1 1 0 .9",
      MarkerTone.LINE,
      5),
  /** A person approved. */
  APPROVE("approved", "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1-6 0ZM-3 0L-1 2.4L3-2.4", MarkerTone.LINE, 5),
  /** A person rejected. */
  REJECT(
      "rejected",
      "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1-6 0ZM-2.2-2.2L2.2 2.2M2.2-2.2L-2.2 2.2",
      MarkerTone.BAD_LINE,
      5),
  /** A person paused the release. */
  PAUSE("paused", "M-4.5-5.5H-1V5.5H-4.5ZM1-5.5H4.5V5.5H1Z", MarkerTone.PLAIN, 5),
  /** A person resumed the release. */
  RESUME("resumed", "M-4-5.5L6 0L-4 5.5Z", MarkerTone.LINE, 5),
  /** A person skipped the rest of a step, or promoted. */
  SKIP("command to advance", "M-6-5L0 0L-6 5ZM0-5L6 0L0 5Z", MarkerTone.PLAIN, 5),
  /** A person asked for a rollback. */
  TOLD_BACK("command to roll back", "M6-5L0 0L6 5ZM0-5L-6 0L0 5Z", MarkerTone.BAD, 5),
  /** A hook was called. */
  HOOK("hook called", "M-5-5H5V5H-5ZM0-.4V.4", MarkerTone.LINE, 4),
  /** The hook passed. */
  HOOK_PASSED("hook passed", "M-5-5H5V5H-5ZM-2.5 0L-.7 2L2.7-2.2", MarkerTone.LINE, 4),
  /** The hook failed or timed out. */
  HOOK_FAILED(
      "hook failed", "M-5-5H5V5H-5ZM-2.2-2.2L2.2 2.2M2.2-2.2L-2.2 2.2", MarkerTone.BAD_LINE, 7),
  /** The release looked before the end of its wait. */
  WOKEN("woken", "M1.5-6.5L-4 1H0L-1.5 6.5L4-1H0Z", MarkerTone.PLAIN, 4),
  /** A task failed. */
  FAULT(
      "error of AWS or of a function",
      "M0-6L6.5 5.5H-6.5ZM0-2V1.6M0 3.3V3.5",
      MarkerTone.BAD_LINE,
      3),
  /** The release was promoted and has ended. */
  DONE("done", "M-5.5 0L-1.5 4.5L6-5", MarkerTone.GOOD_LINE, 7),
  /** The release was refused, is stuck, or was ended from outside. */
  STOPPED("ended", "M-5.5-5.5H5.5V5.5H-5.5Z", MarkerTone.BAD, 9);

  /** The style of a shape. */
  enum MarkerTone {
    PLAIN,
    LINE,
    CANARY,
    BAD,
    BAD_LINE,
    GOOD_LINE;

    String style() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final String words;
  private final String path;
  private final MarkerTone tone;
  private final int rank;

  MarkerKind(String words, String path, MarkerTone tone, int rank) {
    this.words = words;
    this.path = path;
    this.tone = tone;
    this.rank = rank;
  }

  /** Its name in the legend. */
  String label() {
    return words;
  }

  /** Priority of its label where not all labels fit; the highest wins. */
  int rank() {
    return rank;
  }

  String style() {
    return "s-" + tone.style();
  }

  /** Whether a line through all panels marks it. */
  boolean isCut() {
    return rank > 4 && this != DONE;
  }

  /** Draws the shape, within 7 px of the centre. */
  void draw(MarkupWriter svg) {
    svg.leaf("path", "class", style(), "d", path);
  }

  /** Draws the shape as an icon in a line of text. */
  void icon(MarkupWriter html) {
    html.open(
            "svg",
            "class",
            "icon",
            "width",
            16,
            "height",
            16,
            "viewBox",
            "-8 -8 16 16",
            "aria-hidden",
            "true")
        .leaf("path", "class", style(), "d", path)
        .close();
  }
}
