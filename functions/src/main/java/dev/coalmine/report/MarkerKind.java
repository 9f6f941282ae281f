package dev.coalmine.report;

/** What a mark on the time axis stands for; each has a shape of its own, whatever its colour. */
enum MarkerKind {
  /** The targets were found ready. */
  START("start", "M-4-5.5L6 0L-4 5.5Z", MarkerTone.PLAIN, 1),
  /** It waits for a target, or for another release. */
  WAIT("waiting", "M-4.5-5.5H4.5L-4.5 5.5H4.5Z", MarkerTone.PLAIN, 3),
  /** It left its mark on a stage. */
  CLAIM("claim", "M-4 6.5V-6L5-3L-4 .5", MarkerTone.LINE, 1),
  /** The canary got more. */
  ADVANCE("weight raised", "M0-5.5L5.5 4.5H-5.5Z", MarkerTone.CANARY, 4),
  /** The canary got less. */
  STEP_BACK("weight lowered", "M0 5.5L5.5-4.5H-5.5Z", MarkerTone.BAD, 6),
  /** The canary got everything. */
  PROMOTE("promoted", "M0-7L7 0L0 7L-7 0Z", MarkerTone.CANARY, 9),
  /** Everything went back. */
  ROLL_BACK("rolled back", "M-5.5-5.5L5.5 5.5M5.5-5.5L-5.5 5.5", MarkerTone.BAD_LINE, 9),
  /** A person is asked. */
  ASK(
      "approval requested",
      "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1-6 0ZM0 3.2V3.4M-1.6-1.6A1.7 1.7 0 1 1 0 .9",
      MarkerTone.LINE,
      5),
  /** A person allowed it. */
  APPROVE("approved", "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1-6 0ZM-3 0L-1 2.4L3-2.4", MarkerTone.LINE, 5),
  /** A person said no. */
  REJECT(
      "rejected",
      "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1-6 0ZM-2.2-2.2L2.2 2.2M2.2-2.2L-2.2 2.2",
      MarkerTone.BAD_LINE,
      5),
  /** A person stopped the clock. */
  PAUSE("paused", "M-4.5-5.5H-1V5.5H-4.5ZM1-5.5H4.5V5.5H1Z", MarkerTone.PLAIN, 5),
  /** A person let it go on. */
  RESUME("resumed", "M-4-5.5L6 0L-4 5.5Z", MarkerTone.LINE, 5),
  /** A person was quicker than the plan. */
  SKIP("command to advance", "M-6-5L0 0L-6 5ZM0-5L6 0L0 5Z", MarkerTone.PLAIN, 5),
  /** A person wants it back. */
  TOLD_BACK("command to roll back", "M6-5L0 0L6 5ZM0-5L-6 0L0 5Z", MarkerTone.BAD, 5),
  /** A function of the user's is asked. */
  HOOK("hook called", "M-5-5H5V5H-5ZM0-.4V.4", MarkerTone.LINE, 4),
  /** It answered yes. */
  HOOK_PASSED("hook passed", "M-5-5H5V5H-5ZM-2.5 0L-.7 2L2.7-2.2", MarkerTone.LINE, 4),
  /** It answered no, or not at all. */
  HOOK_FAILED(
      "hook failed", "M-5-5H5V5H-5ZM-2.2-2.2L2.2 2.2M2.2-2.2L-2.2 2.2", MarkerTone.BAD_LINE, 7),
  /** It looked before its time. */
  WOKEN("woken", "M1.5-6.5L-4 1H0L-1.5 6.5L4-1H0Z", MarkerTone.PLAIN, 4),
  /** A task failed. */
  FAULT(
      "error of AWS or of a function",
      "M0-6L6.5 5.5H-6.5ZM0-2V1.6M0 3.3V3.5",
      MarkerTone.BAD_LINE,
      3),
  /** It ended as it should. */
  DONE("done", "M-5.5 0L-1.5 4.5L6-5", MarkerTone.GOOD_LINE, 7),
  /** It ended from outside, or needs a person, or never began. */
  STOPPED("ended", "M-5.5-5.5H5.5V5.5H-5.5Z", MarkerTone.BAD, 9);

  /** How a shape is painted. */
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

  /** What a legend calls it. */
  String label() {
    return words;
  }

  /** Which label stays where there is no room for all; the highest. */
  int rank() {
    return rank;
  }

  String style() {
    return "s-" + tone.style();
  }

  /** Whether a line through all panels shows what it changed. */
  boolean isCut() {
    return rank > 4 && this != DONE;
  }

  /** Its shape, within 7 px of the middle. */
  void draw(MarkupWriter svg) {
    svg.leaf("path", "class", style(), "d", path);
  }

  /** The shape as a picture of its own, beside words. */
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
