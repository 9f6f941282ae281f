package dev.coalmine.target;

import dev.coalmine.text.FaultText;
import dev.coalmine.text.TextLimit;
import java.util.List;

/** The release is refused and nothing was changed. The message lists all faults. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One fault. */
  public RefusedException(String fault) {
    this(List.of(fault));
  }

  /** All faults; the message shows the first 50 and counts the rest. */
  public RefusedException(List<String> faults) {
    super(message(faults));
  }

  private static String message(List<String> faults) {
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("a refusal needs a reason");
    }
    String all = (faults.size() > 1 ? faults.size() + " faults: " : "") + FaultText.of(faults);
    return TextLimit.cut(all, TextLimit.LONGEST_MESSAGE);
  }
}
