package dev.coalmine.cli.rehearsal;

import dev.coalmine.embedded.protocol.Arns;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An event of somebody's account as the embedded account would have it: its ARNs name that account
 * and its Region. An event whose ARNs are of several accounts or Regions stays as it is: Coalmine
 * refuses most of them.
 *
 * @param event with ARNs of the embedded account
 * @param replaced partition, Region and account of the event's own ARNs; empty if nothing was
 *     changed
 */
record LocalArns(String event, String replaced) {
  private static final Pattern PLACE =
      Pattern.compile("arn:(aws[a-z-]*):lambda:([a-z0-9-]+):(\\d{12}):");
  private static final String HERE = Arns.function("").replaceFirst("function:$", "");

  static LocalArns of(String event) {
    Set<String> places =
        PLACE
            .matcher(event)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    places.remove(HERE);
    return places.size() == 1 && !event.contains(HERE)
        ? of(event, places.iterator().next())
        : new LocalArns(event, "");
  }

  private static LocalArns of(String event, String place) {
    String[] parts = place.split(":", -1);
    return new LocalArns(event.replace(place, HERE), parts[4] + " in " + parts[3]);
  }
}
