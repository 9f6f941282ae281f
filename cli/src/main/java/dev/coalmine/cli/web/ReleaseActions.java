package dev.coalmine.cli.web;

import dev.coalmine.release.Release;
import java.util.List;
import java.util.Map;

/** Where the page's buttons lead: to what the command line would do. */
public interface ReleaseActions {
  /** The commands that a release can follow as it stands, as they are typed. */
  List<String> availableCommands(Release release);

  /**
   * Tells a release something, or takes back one that has ended.
   *
   * @param execution ARN
   * @param word a command as it is typed, {@code revert} included
   * @param why empty if no reason is given
   */
  ActionAnswer steer(String execution, String word, String why);

  /**
   * Starts a release.
   *
   * @param request JSON
   */
  ActionAnswer start(String request);

  /** What {@code start} suggests: JSON. */
  String sampleRequest();

  /**
   * What came of it.
   *
   * @param status HTTP status: 200 if it was done
   * @param tree for the page: {@code says} is for people
   */
  record ActionAnswer(int status, Map<String, Object> tree) {
    /** One that says no more than this. */
    public static ActionAnswer of(int status, String says) {
      return new ActionAnswer(status, Map.of("says", says));
    }
  }
}
