package dev.coalmine.cli.terminal;

/** A weight as a bar. A share above zero always has at least one cell. */
record WeightBar(boolean unicode) {
  private static final int EIGHTHS = 8;
  private static final String PARTS = " ▏▎▍▌▋▊▉";

  /**
   * The bar.
   *
   * @param percent from 0 to 100
   * @param cells its width
   */
  String render(int percent, int cells) {
    int finest = unicode ? EIGHTHS : 1;
    int all = cells * finest;
    int full = Math.round(all * percent / 100f);
    int shown = percent == 0 ? 0 : percent == 100 ? all : Math.max(1, Math.min(all - 1, full));
    int part = shown % finest;
    String filled = (unicode ? "█" : "#").repeat(shown / finest);
    String edge = part == 0 ? "" : PARTS.substring(part, part + 1);
    int rest = cells - filled.length() - edge.length();
    return filled + edge + (unicode ? "░" : ".").repeat(rest);
  }
}
