package dev.coalmine.release;

/**
 * How usual it is for a target to have no requests in a minute: from the hour before the release,
 * and from its own minutes since.
 *
 * @param minutes how many minutes are known
 * @param quiet how many of them had no requests
 * @param longest the most of them in a row
 * @param run how many of the last minutes had no requests, in a row
 */
public record QuietMinutes(int minutes, int quiet, int longest, int run) {
  /** Nothing is known: any silence may be usual. */
  public static final QuietMinutes NOTHING_KNOWN = new QuietMinutes(0, 0, 0, 0);

  /** Minutes of which less says nothing. */
  private static final int ENOUGH = 10;

  /** A silence that is less likely than this is not usual. */
  private static final double UNLIKELY = 0.01;

  /**
   * What is known of a target whose requests could not be read: that it has some in every minute,
   * so that no silence passes for health.
   */
  public static QuietMinutes busy(int minutes) {
    return new QuietMinutes(minutes, 0, 0, 0);
  }

  /** With one more minute. */
  public QuietMinutes plus(boolean isQuiet) {
    int length = isQuiet ? run + 1 : 0;
    return new QuietMinutes(
        minutes + 1, quiet + (isQuiet ? 1 : 0), Math.max(longest, length), length);
  }

  /**
   * Whether so many more minutes without requests are usual: no more in a row than there were
   * before, or as likely as one in a hundred if minutes were independent.
   */
  public boolean isUsual(int more) {
    int length = run + more;
    double share = (quiet + .5) / (minutes + 1);
    return minutes < ENOUGH || length <= longest || Math.pow(share, length) >= UNLIKELY;
  }
}
