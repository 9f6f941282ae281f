package dev.coalmine.cli;

import dev.coalmine.cli.traffic.TrafficProfile;
import java.util.Iterator;

/** The names of the built-in traffic, for shells that complete them. */
final class TrafficNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return TrafficProfile.names().iterator();
  }
}
