package dev.coalmine.cli.web;

import dev.coalmine.release.Release;
import java.util.List;
import java.util.Map;

/** The actions of the page's buttons, the same as on the command line. */
public interface ReleaseActions {
  /** The commands that a release can follow now, as they are typed. */
  List<String> availableCommands(Release release);

  /**
   * Sends a command to a release, or reverts one that has ended.
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

  /** A sample request, JSON. */
  String sampleRequest();

  /**
   * The result of an action.
   *
   * @param status HTTP status: 200 if it was done
   * @param tree for the page; {@code says} is a message for people
   */
  record ActionAnswer(int status, Map<String, Object> tree) {
    /** A result with a message only. */
    public static ActionAnswer of(int status, String says) {
      return new ActionAnswer(status, Map.of("says", says));
    }
  }
}
