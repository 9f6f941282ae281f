package dev.coalmine.target;

import dev.coalmine.text.TextLimit;
import dev.coalmine.text.VisibleText;
import java.util.List;

/** The release is refused and nothing was changed. The message lists all faults. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 50;

  /** One fault. */
  public RefusedException(String fault) {
    this(List.of(fault));
  }

  /** All faults; the message shows the first 50 and counts the rest. */
  public RefusedException(List<String> faults) {
    super(message(faults));
  }

  private static String message(List<String> faults) {
    String shown = String.join("; ", faults.subList(0, Math.min(MOST_SHOWN, faults.size())));
    String rest =
        faults.size() > MOST_SHOWN ? "; and " + (faults.size() - MOST_SHOWN) + " more" : "";
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("a refusal needs a reason");
    }
    String all = (faults.size() > 1 ? faults.size() + " faults: " : "") + shown + rest;
    return TextLimit.cut(VisibleText.of(all), TextLimit.LONGEST_MESSAGE);
  }
}
