package dev.coalmine.text;

import java.util.List;
import java.util.stream.Collectors;

/** All faults of an input in one visible line, however many there are. */
public final class FaultText {
  private static final int MOST_SHOWN = 50;

  /** In characters; a fault can name a field with a long path. */
  private static final int LONGEST_FAULT = 1_000;

  private FaultText() {}

  /**
   * The faults, separated by semicolons: the first 50, and how many more there are; at most {@link
   * TextLimit#LONGEST_MESSAGE} characters.
   */
  public static String of(List<String> faults) {
    String shown =
        faults.stream()
            .limit(MOST_SHOWN)
            .map(fault -> TextLimit.cut(VisibleText.of(fault), LONGEST_FAULT))
            .collect(Collectors.joining("; "));
    String rest =
        faults.size() > MOST_SHOWN ? "; and " + (faults.size() - MOST_SHOWN) + " more" : "";
    return TextLimit.cut(shown, TextLimit.LONGEST_MESSAGE - rest.length()) + rest;
  }
}
